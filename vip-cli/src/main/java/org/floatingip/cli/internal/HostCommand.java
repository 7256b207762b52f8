package org.floatingip.cli.internal;

import java.util.List;
import java.util.Map;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.linux.LinuxConfigurator;
import org.floatingip.linux.SshHosts;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vip host}: one host's own side, without the network's. */
@Command(
        name = "host",
        description = "Shows and sets whether a Linux host accepts an address. Does not move it.",
        subcommands = {HostCommand.Show.class, HostCommand.Accept.class, HostCommand.Drop.class})
final class HostCommand implements Runnable {

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "show, accept or drop? See vip host --help");
    }

    /** What the three have in common. */
    abstract static class OneHost extends ReportingCommand {

        @Mixin
        HostModeOptions how = new HostModeOptions();

        @Option(
                names = "--ssh",
                paramLabel = "DESTINATION",
                description = "The host: host, user@host or ssh://user@host:port; default this machine.")
        @Nullable
        String destination;

        @Parameters(index = "0", paramLabel = "ADDRESS", converter = Address.class, description = "The floating IP.")
        @Nullable
        IpAddress address;

        @Override
        final int work() {
            // Only a name for messages: no network is asked here.
            HostId host = HostId.of(destination == null ? "this-machine" : nameOf(destination));
            LinuxConfigurator.Builder builder = LinuxConfigurator.builder();
            if (destination == null) {
                builder.local(host.value());
            } else {
                builder.ssh(how.configured(SshHosts.of(Map.of(host, destination))));
            }
            try (LinuxConfigurator configurator = how.addTo(builder).build()) {
                HostReport report = ask(configurator, VipCommand.given(address), host);
                int status = isAsAsked(report) ? ExitStatus.DONE : ExitStatus.OTHER;
                out().println(json() ? Json.of(VipCommand.given(address), report, status) : report.toString());
                return status;
            }
        }

        /** Whether the host is as the command asks, which a report alone does not promise. */
        abstract boolean isAsAsked(HostReport report);

        abstract HostReport ask(LinuxConfigurator hosts, IpAddress floating, HostId host);

        /** The host of a destination, as far as it can be a host id. */
        private static String nameOf(String destination) {
            String host = destination.replaceFirst("^ssh://", "").replaceFirst("^[^@]*@", "");
            return host.matches("[A-Za-z0-9][A-Za-z0-9._:-]{0,254}") ? host : "that-host";
        }

        static Placement placement(HostId host) {
            return Placement.builder(host, host.value()).build();
        }
    }

    /** {@code vip host show}. */
    @Command(name = "show", description = "Shows whether the host accepts the address, and how. Changes nothing.")
    static final class Show extends OneHost {

        @Override
        boolean changes() {
            return false;
        }

        @Override
        HostReport ask(LinuxConfigurator hosts, IpAddress floating, HostId host) {
            return hosts.inspect(List.of(floating), placement(host), output.timeout())
                    .get(floating);
        }

        @Override
        boolean isAsAsked(HostReport report) {
            return true;
        }
    }

    /** {@code vip host accept}. */
    @Command(name = "accept", description = "Makes the host accept the address.")
    static final class Accept extends OneHost {

        @Override
        HostReport ask(LinuxConfigurator hosts, IpAddress floating, HostId host) {
            return hosts.accept(List.of(floating), placement(host), output.timeout())
                    .get(floating);
        }

        @Override
        boolean isAsAsked(HostReport report) {
            return report.accepts();
        }
    }

    /** {@code vip host drop}. */
    @Command(name = "drop", description = "Makes the host drop the address, and removes what was persisted for it.")
    static final class Drop extends OneHost {

        @Override
        HostReport ask(LinuxConfigurator hosts, IpAddress floating, HostId host) {
            return hosts.drop(List.of(floating), Holder.of(host, host.value()), output.timeout())
                    .get(floating);
        }

        @Override
        boolean isAsAsked(HostReport report) {
            return !report.accepts();
        }
    }
}
