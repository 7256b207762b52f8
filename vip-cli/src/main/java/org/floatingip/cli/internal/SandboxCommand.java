package org.floatingip.cli.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.floatingip.spi.SystemTicker;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.aws.InMemoryMetadataService;
import org.floatingip.testkit.dns.DnsZone;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.network.VpcInstance;
import org.floatingip.testkit.network.VpcInterface;
import org.floatingip.testkit.network.VpcSubnet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code vip sandbox}. */
@Command(
        name = "sandbox",
        description = "Serves an in-memory AWS on 127.0.0.1 until it is ended (Ctrl-C, or SIGTERM). First "
                + "prints one line of JSON: where it is, and what is in it.")
final class SandboxCommand implements Callable<Integer> {

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            converter = Port.class,
            description = "The port; default a free one.")
    int port;

    @Option(
            names = "--transition-time",
            paramLabel = "SECONDS",
            defaultValue = "2",
            converter = TransitionTime.class,
            description = "How long instances are pending, stopping and shutting-down, and interfaces attaching and "
                    + "detaching; default ${DEFAULT-VALUE}. With 0, only until the call returns.")
    Duration transitionTime = Duration.ZERO;

    @Option(
            names = "--metadata",
            description = "Also serve the metadata service (IMDSv2) of each instance, each on a free port of "
                    + "127.0.0.1. The line of JSON has each metadataUrl.")
    boolean metadata;

    @Option(names = "--debug", description = "Show stack traces on standard error.")
    boolean debug;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Sandbox sandbox = Sandbox.create(SystemTicker.instance(), transitionTime);
        CountDownLatch ended = new CountDownLatch(1);
        Map<String, InMemoryMetadataService> services = metadata ? serveMetadata(sandbox) : Map.of();
        try (InMemoryAwsServer server = serve(sandbox, port)) {
            Runtime.getRuntime().addShutdownHook(new Thread(ended::countDown, "sandbox-end"));
            spec.commandLine().getOut().println(describe(sandbox, server, services));
            spec.commandLine().getOut().flush();
            next(sandbox, server).forEach(spec.commandLine().getErr()::println);
            ended.await();
        } finally {
            services.values().forEach(InMemoryMetadataService::close);
        }
        return ExitStatus.DONE;
    }

    /** What a person can type in another terminal. */
    private static List<String> next(Sandbox sandbox, InMemoryAwsServer server) {
        return List.of(
                "vip: this serves until Ctrl-C. In another terminal (any credentials will do):",
                "    export AWS_ENDPOINT_URL=" + server.endpointUrl() + " AWS_REGION=" + Sandbox.REGION
                        + " AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any",
                "    vip status " + Sandbox.FLOATING_IP,
                "    vip move " + Sandbox.FLOATING_IP + " " + sandbox.instanceId("db.b"));
    }

    /** By the ids of the instances. */
    static Map<String, InMemoryMetadataService> serveMetadata(Sandbox sandbox) {
        Map<String, InMemoryMetadataService> services = new LinkedHashMap<>();
        for (VpcInstance instance : sandbox.instances()) {
            services.put(
                    instance.id(),
                    InMemoryMetadataService.builder(sandbox.network(), instance.id())
                            .requestsKept(0)
                            .start());
        }
        return services;
    }

    /** It may run for days, and nobody here reads what was asked. */
    static InMemoryAwsServer serve(Sandbox sandbox, int port) {
        return InMemoryAwsServer.builder(sandbox.network())
                .dns(sandbox.dns())
                .port(port)
                .requestsKept(0)
                .start();
    }

    static String describe(Sandbox sandbox, InMemoryAwsServer server, Map<String, InMemoryMetadataService> metadata) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("endpointUrl", server.endpointUrl().toString());
        fields.put("region", Sandbox.REGION);
        fields.put("vpcId", sandbox.vpc().id());
        List<Map<String, @Nullable Object>> subnets = new ArrayList<>();
        for (VpcSubnet subnet : sandbox.network().subnets()) {
            Map<String, @Nullable Object> item = new LinkedHashMap<>();
            item.put("id", subnet.id());
            item.put("cidr", subnet.cidr().toString());
            item.put("zone", subnet.zone());
            subnets.add(item);
        }
        fields.put("subnets", subnets);
        List<Map<String, @Nullable Object>> instances = new ArrayList<>();
        for (VpcInstance instance : sandbox.instances()) {
            VpcInterface first = instance.interfaces().get(0);
            Map<String, @Nullable Object> item = new LinkedHashMap<>();
            item.put("name", instance.name());
            item.put("id", instance.id());
            item.put("type", instance.type());
            item.put("networkInterfaceId", first.id());
            item.put("privateIpAddress", first.primaryAddress().toString());
            item.put("subnetId", first.subnetId());
            InMemoryMetadataService service = metadata.get(instance.id());
            if (service != null) {
                item.put("metadataUrl", service.endpointUrl().toString());
            }
            instances.add(item);
        }
        fields.put("instances", instances);
        List<Map<String, @Nullable Object>> zones = new ArrayList<>();
        for (DnsZone zone : sandbox.dns().zones()) {
            Map<String, @Nullable Object> item = new LinkedHashMap<>();
            item.put("id", zone.id());
            item.put("name", InMemoryDns.shown(zone.name()));
            item.put("private", zone.isPrivate());
            zones.add(item);
        }
        fields.put("hostedZones", zones);
        return JsonText.of(fields);
    }

    /** Seconds of a day at the most, or 0. */
    static final class TransitionTime implements picocli.CommandLine.ITypeConverter<Duration> {

        private static final int DAY = 86400;

        @Override
        public Duration convert(String value) {
            if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > DAY) {
                throw new TypeConversionException(
                        "not a time that a transition takes: \"" + value + "\": expected 0 to " + DAY + " seconds");
            }
            return Duration.ofSeconds(Integer.parseInt(value));
        }
    }

    /** A TCP port, or 0. */
    static final class Port implements picocli.CommandLine.ITypeConverter<Integer> {

        @Override
        public Integer convert(String value) {
            if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65535) {
                throw new TypeConversionException("not a port: \"" + value + "\": expected 0 to 65535");
            }
            return Integer.valueOf(value);
        }
    }
}
