package org.floatingip.linux;

import org.floatingip.linux.internal.HostRequest.Keepers;

/**
 * Makes Linux hosts accept a floating IP, without touching anything else of their network. The address is added to the interface
 * by {@code ip address}, and kept in a file of its own for whoever manages the interface: each host is asked at each call.
 *
 * <table>
 * <caption>What is written, by who manages the interface</caption>
 * <tr><th></th><th>while holding</th><th>always</th></tr>
 * <tr><td>ifupdown</td><td>nothing</td><td>a stanza in {@code /etc/network/interfaces.d}</td></tr>
 * <tr><td>systemd-networkd, netplan, amazon-ec2-net-utils</td><td>a drop-in in {@code /run}</td><td>a drop-in in {@code /etc}</td></tr>
 * <tr><td>NetworkManager</td><td colspan="2">a script of its dispatcher, which while holding does nothing after a boot</td></tr>
 * <tr><td>others, nobody</td><td>nothing: the report says so</td><td>refused</td></tr>
 * </table>
 *
 * <p>The interface is never taken down or reconfigured, no file of anybody else is changed, and the address never becomes one that
 * the host sends from by itself ({@code docs/decisions/0012} and {@code 0062}).
 *
 * <p>The interface is the one that was named, or else the one with the placement's MAC address, or else the only one with an
 * address in a subnet that contains the floating IP.
 *
 * <p>Each operation is one command on the host, also one on several addresses, run as root: as root itself, or with {@link Builder#sudo()}.
 * Operations on one host, also of several processes, come one after the other. Safe for use by several threads. {@link #close()} ends the SSH
 * connections.
 */
public final class LinuxConfigurator extends HostsByCommand {

    private LinuxConfigurator(Builder builder) {
        super(builder, Keepers.ALL);
    }

    /** Hosts over SSH, in mode {@link HostMode#WHILE_HOLDING}, as the users of the destinations. */
    public static LinuxConfigurator over(SshHosts hosts) {
        return builder().ssh(hosts).build();
    }

    /**
     * This machine alone, in mode {@link HostMode#WHILE_HOLDING}, as the user of this process.
     *
     * @param host what the network calls this machine, in EC2 its instance id; other hosts are refused
     */
    public static LinuxConfigurator local(String host) {
        return builder().local(host).build();
    }

    /** Starts a configurator with settings of its own. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds one. Not safe for use by several threads. */
    public static final class Builder extends HostsBuilder<Builder> {

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * The configurator.
         *
         * @throws IllegalArgumentException if no host was given, or one twice
         */
        public LinuxConfigurator build() {
            check();
            return new LinuxConfigurator(this);
        }
    }
}
