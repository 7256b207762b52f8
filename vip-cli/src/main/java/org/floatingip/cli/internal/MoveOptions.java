package org.floatingip.cli.internal;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.DnsName;
import org.floatingip.FloatingIp;
import org.floatingip.aws.Route53DnsRegistrar;
import org.floatingip.linux.IfupdownConfigurator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a move sees to beside the network. */
final class MoveOptions {

    @Mixin
    HostOptions hosts = new HostOptions();

    @Mixin
    DnsOptions dns = new DnsOptions();

    @Option(
            names = "--dns",
            paramLabel = "NAME",
            converter = Address.Name.class,
            description = "The address's name: looked up after the move, and written where it does not point there.")
    @Nullable
    DnsName name;

    /** A floating IP, and what was made for it; closed after the move. */
    static final class Prepared implements AutoCloseable {

        private final FloatingIp floatingIp;
        private final List<Runnable> closing;

        private Prepared(FloatingIp floatingIp, List<Runnable> closing) {
            this.floatingIp = floatingIp;
            this.closing = closing;
        }

        FloatingIp floatingIp() {
            return floatingIp;
        }

        @Override
        public void close() {
            closing.forEach(Runnable::run);
        }
    }

    /** Builds it with what these options ask for. */
    Prepared build(FloatingIp.Builder builder, AwsCommand command) {
        List<Runnable> closing = new ArrayList<>();
        if (name != null) {
            Route53DnsRegistrar registrar = dns.registrar(command.options, command.output.timeout());
            closing.add(registrar::close);
            builder.dns(registrar, name);
        }
        IfupdownConfigurator configurator = hosts.configurator();
        if (configurator != null) {
            closing.add(configurator::close);
            builder.hosts(configurator);
        }
        return new Prepared(builder.build(), closing);
    }
}
