package org.floatingip.linux;

import org.floatingip.linux.internal.HostRequest.Keepers;

/**
 * Makes Debian hosts accept a floating IP, without touching anything else of their network: the address is added to the
 * interface by {@code ip address}, and in mode {@link HostMode#ALWAYS} also persisted in a file of its own that ifupdown
 * reads. The base interface is never taken down, no file of anybody else is changed, and the address never becomes one that
 * the host sends from by itself ({@code docs/decisions/0012}).
 *
 * <p>It persists for ifupdown alone. Where systemd-networkd or another manager may be in charge, use {@link LinuxConfigurator}.
 *
 * <p>The interface is the one that was named, or else the one with the placement's MAC address, or else the only one with an
 * address in a subnet that contains the floating IP.
 *
 * <p>Each operation is one command on the host, also one on several addresses, run as root: as root itself, or with {@link Builder#sudo()}.
 * Operations on one host, also of several processes, come one after the other. Safe for use by several threads. {@link #close()} ends the SSH
 * connections.
 */
public final class IfupdownConfigurator extends HostsByCommand {

    private IfupdownConfigurator(Builder builder) {
        super(builder, Keepers.IFUPDOWN);
    }

    /** Hosts over SSH, in mode {@link HostMode#WHILE_HOLDING}, as the users of the destinations. */
    public static IfupdownConfigurator over(SshHosts hosts) {
        return builder().ssh(hosts).build();
    }

    /**
     * This machine alone, in mode {@link HostMode#WHILE_HOLDING}, as the user of this process.
     *
     * @param host what the network calls this machine, in EC2 its instance id; other hosts are refused
     */
    public static IfupdownConfigurator local(String host) {
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
        public IfupdownConfigurator build() {
            check();
            return new IfupdownConfigurator(this);
        }
    }
}
