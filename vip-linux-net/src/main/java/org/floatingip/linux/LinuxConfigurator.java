package org.floatingip.linux;

import org.floatingip.linux.internal.HostRequest.Keepers;

/**
 * Makes Linux hosts accept a floating IP, without touching any other part of their network. It adds the address to the interface
 * with {@code ip address}, and keeps it in a file of its own for the manager of the interface. Each call asks the host for that
 * manager.
 *
 * <table>
 * <caption>What is written, by who manages the interface</caption>
 * <tr><th></th><th>while holding</th><th>always</th></tr>
 * <tr><td>ifupdown</td><td>nothing</td><td>a stanza in {@code /etc/network/interfaces.d}</td></tr>
 * <tr><td>systemd-networkd, netplan, amazon-ec2-net-utils</td><td>a drop-in in {@code /run}</td><td>a drop-in in {@code
 * /etc}</td></tr>
 * <tr><td>NetworkManager</td><td colspan="2">a dispatcher script; while holding, the script does nothing after a boot</td></tr>
 * <tr><td>others, or none</td><td>nothing, and the report says so</td><td>refused</td></tr>
 * </table>
 *
 * <p>It never takes down or reconfigures the interface, never changes other files, and the host never chooses the address as a
 * source address by itself ({@code docs/decisions/0012} and {@code 0062}).
 *
 * <p>The interface is the one that was named, else the one with the placement's MAC address, else the only one with an address in
 * a subnet that contains the floating IP.
 *
 * <p>Each operation is one command on the host, also for several addresses. It runs as root: either the user is root, or {@link
 * Builder#sudo()} is set. Operations on one host run one after the other, also those of several processes. Safe for use by
 * several threads. {@link #close()} ends the SSH connections.
 */
public final class LinuxConfigurator extends HostsByCommand {

    private LinuxConfigurator(Builder builder) {
        super(builder, Keepers.ALL);
    }

    /**
     * Creates a configurator for hosts over SSH, in mode {@link HostMode#WHILE_HOLDING}. Commands run as the destinations' users.
     */
    public static LinuxConfigurator over(SshHosts hosts) {
        return builder().ssh(hosts).build();
    }

    /**
     * Creates a configurator for this machine alone, in mode {@link HostMode#WHILE_HOLDING}. Commands run as the user of this
     * process.
     *
     * @param host the name of this machine in the network; in EC2 its instance id. Other hosts are refused
     */
    public static LinuxConfigurator local(String host) {
        return builder().local(host).build();
    }

    /** Returns a builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link LinuxConfigurator}. Not safe for use by several threads. */
    public static final class Builder extends HostsBuilder<Builder> {

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Creates the configurator.
         *
         * @throws IllegalArgumentException if no host was given, or one was given twice
         */
        public LinuxConfigurator build() {
            check();
            return new LinuxConfigurator(this);
        }
    }
}
