package org.floatingip.linux;

import org.floatingip.linux.internal.HostRequest.Keepers;

/**
 * Makes Debian hosts accept a floating IP, without touching any other part of their network. It adds the address to the interface
 * with {@code ip address}. In mode {@link HostMode#ALWAYS} it also persists the address in a file of its own that ifupdown reads.
 * It never takes down the base interface, never changes other files, and the host never chooses the address as a source address
 * by itself ({@code docs/decisions/0012}).
 *
 * <p>It persists for ifupdown alone. If systemd-networkd or another manager may be in charge, use {@link LinuxConfigurator}.
 *
 * <p>The interface is the one that was named, else the one with the placement's MAC address, else the only one with an address in
 * a subnet that contains the floating IP.
 *
 * <p>Each operation is one command on the host, also for several addresses. It runs as root: either the user is root, or {@link
 * Builder#sudo()} is set. Operations on one host run one after the other, also those of several processes. Safe for use by
 * several threads. {@link #close()} ends the SSH connections.
 */
public final class IfupdownConfigurator extends HostsByCommand {

    private IfupdownConfigurator(Builder builder) {
        super(builder, Keepers.IFUPDOWN);
    }

    /**
     * Creates a configurator for hosts over SSH, in mode {@link HostMode#WHILE_HOLDING}. Commands run as the destinations' users.
     */
    public static IfupdownConfigurator over(SshHosts hosts) {
        return builder().ssh(hosts).build();
    }

    /**
     * Creates a configurator for this machine alone, in mode {@link HostMode#WHILE_HOLDING}. Commands run as the user of this
     * process.
     *
     * @param host the name of this machine in the network; in EC2 its instance id. Other hosts are refused
     */
    public static IfupdownConfigurator local(String host) {
        return builder().local(host).build();
    }

    /** Returns a builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds an {@link IfupdownConfigurator}. Not safe for use by several threads. */
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
        public IfupdownConfigurator build() {
            check();
            return new IfupdownConfigurator(this);
        }
    }
}
