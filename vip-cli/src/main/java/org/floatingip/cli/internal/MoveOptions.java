package org.floatingip.cli.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.FloatingIpGroup;
import org.floatingip.IpAddress;
import org.floatingip.aws.Route53DnsRegistrar;
import org.floatingip.dns.DnsName;
import org.floatingip.linux.LinuxConfigurator;
import org.floatingip.spi.IpAssigner;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What a move sees to beside the network. */
final class MoveOptions {

    @Mixin
    HostOptions hosts = new HostOptions();

    @Mixin
    DnsOptions dns = new DnsOptions();

    @Mixin
    FenceOptions fence = new FenceOptions();

    @Option(
            names = "--dns",
            paramLabel = "[ADDRESS=]NAME",
            description = "The name of the address. It is looked up after the move, and written if it doesn't point "
                    + "to the address. For several addresses say ADDRESS=NAME, and repeat the option.")
    List<String> names = new ArrayList<>();

    /** A handle on addresses, and what was made for it; closed after the move. */
    static final class Prepared implements AutoCloseable {

        private final FloatingIpGroup group;
        private final List<Runnable> closing;

        private Prepared(FloatingIpGroup group, List<Runnable> closing) {
            this.group = group;
            this.closing = closing;
        }

        FloatingIpGroup group() {
            return group;
        }

        @Override
        public void close() {
            closing.forEach(Runnable::run);
        }
    }

    /** Refuses what can't be meant for these addresses, before any client is made. */
    void check(List<IpAddress> addresses, ReportingCommand command) {
        Map<IpAddress, DnsName> unused = named(addresses, command);
    }

    private Map<IpAddress, DnsName> named(List<IpAddress> addresses, ReportingCommand command) {
        Map<IpAddress, DnsName> named = new LinkedHashMap<>();
        for (String given : names) {
            int equals = given.indexOf('=');
            if (equals < 0 && addresses.size() != 1) {
                throw command.usage("--dns " + given + ": whose name is it? Say --dns ADDRESS=" + given);
            }
            IpAddress address;
            DnsName name;
            try {
                address = equals < 0 ? addresses.get(0) : IpAddress.of(given.substring(0, equals));
                name = DnsName.of(given.substring(equals + 1));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(command.spec.commandLine(), "--dns " + given + ": " + e.getMessage(), e);
            }
            if (!addresses.contains(address)) {
                throw command.usage("--dns " + given + ": " + address + " is none of the addresses");
            }
            DnsName before = named.putIfAbsent(address, name);
            if (before != null && !before.equals(name)) {
                throw command.usage(address + " has two names: " + before + " and " + name);
            }
        }
        return named;
    }

    /** Builds it with what these options ask for. */
    Prepared build(List<IpAddress> addresses, IpAssigner assigner, AwsCommand command) {
        List<Runnable> closing = new ArrayList<>();
        FloatingIpGroup.Builder builder =
                command.watched(FloatingIpGroup.of(addresses).assigner(assigner).timeout(command.output.timeout()));
        Map<IpAddress, DnsName> named = named(addresses, command);
        if (!named.isEmpty()) {
            Route53DnsRegistrar registrar = dns.registrar(command.options, command.output.timeout());
            closing.add(registrar::close);
            builder.dns(registrar);
            named.forEach(builder::name);
        }
        LinuxConfigurator configurator = hosts.configurator();
        if (configurator != null) {
            closing.add(configurator::close);
            builder.hosts(configurator);
        }
        fence.addTo(builder, command.options, closing);
        return new Prepared(builder.build(), closing);
    }
}
