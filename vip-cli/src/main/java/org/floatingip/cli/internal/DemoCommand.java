package org.floatingip.cli.internal;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.floatingip.FloatingIp;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.MoveResult;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.aws.Route53DnsRegistrar;
import org.floatingip.dns.DnsChange;
import org.floatingip.spi.SystemTicker;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.RecordedRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** {@code vip demo}: two database hosts and the address between them. Every time and every call in it is measured, none is written down. */
@Command(
        name = "demo",
        description =
                "Moves an address between two hosts of an in-memory AWS, in this process, and explains each step.")
final class DemoCommand implements Callable<Integer> {

    @Option(names = "--debug", description = "Show what goes over the wire, and stack traces, on standard error.")
    boolean debug;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Sandbox sandbox = Sandbox.create(SystemTicker.instance());
        StaticCredentialsProvider credentials =
                // Any will do: the endpoint in this process does not check signatures.
                StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox"));
        try (InMemoryAwsServer server = sandbox.serve();
                Ec2IpAssigner assigner = Ec2IpAssigner.builder()
                        .region(Sandbox.REGION)
                        .endpointOverride(server.endpointUrl())
                        .credentialsProvider(credentials)
                        .build();
                Route53DnsRegistrar dns = Route53DnsRegistrar.builder()
                        .region(Sandbox.REGION)
                        .endpointOverride(server.endpointUrl())
                        .credentialsProvider(credentials)
                        .build()) {
            return new Story(sandbox, server, assigner, dns, spec.commandLine().getOut()).tell();
        }
    }

    /** One telling. */
    private static final class Story {

        private final Sandbox sandbox;
        private final InMemoryAwsServer server;
        private final FloatingIp db;
        private final PrintWriter out;
        private int callsTold;

        Story(
                Sandbox sandbox,
                InMemoryAwsServer server,
                Ec2IpAssigner assigner,
                Route53DnsRegistrar dns,
                PrintWriter out) {
            this.sandbox = sandbox;
            this.server = server;
            this.out = out;
            this.db = FloatingIp.at(Sandbox.FLOATING_IP)
                    .assigner(assigner)
                    .dns(dns, "db.example.com")
                    .hostName(sandbox.instanceId("db.a"), "db.a.example.com")
                    .hostName(sandbox.instanceId("db.b"), "db.b.example.com")
                    .build();
        }

        int tell() {
            out.println("An in-memory AWS is at " + server.endpointUrl()
                    + "; the real AWS SDK talks to it over HTTP. Two database hosts share a floating IP:");
            out.println();
            out.println("    db.a.example.com 10.0.1.10 <- primary      db.b.example.com 10.0.1.11 <- primary");
            out.println("    db.example.com   " + Sandbox.FLOATING_IP + " <- floating IP");
            out.println();
            out.println("    db.a is " + sandbox.instanceId("db.a") + ", db.b is " + sandbox.instanceId("db.b"));
            out.println();
            out.println("1. Who holds " + db.address() + "?");
            out.println("   " + db.holder().map(this::name).orElse("nobody"));
            calls();

            out.println("2. Write the names of the address and of both hosts.");
            DnsChange names = db.registerNames();
            names.records().forEach(record -> out.println("   " + record));
            boolean good = names.records().size() == 3;
            calls();

            out.println("3. db.a needs maintenance: move the address to db.b.");
            good &= moved(db.moveTo(sandbox.instanceId("db.b")), "db.b");

            out.println("4. Maintenance: db.a is stopped and started, while clients talk to db.b.");
            List<String> dbA = List.of(sandbox.instanceId("db.a"));
            sandbox.network().stop(dbA);
            good &= holds("db.b");
            sandbox.network().start(dbA);
            calls();

            out.println("5. Move it to where it is already: nothing is changed.");
            MoveResult again = db.moveTo(sandbox.instanceId("db.b"));
            good &= !again.moved();
            told(again);

            out.println("6. Done: move it back.");
            good &= moved(db.moveTo(sandbox.instanceId("db.a")), "db.a");

            out.println(
                    "7. A mistake: far is in another subnet, where the address can't go. Refused before any change:");
            try {
                db.moveTo(sandbox.instanceId("far"));
                good = false;
            } catch (RefusedException e) {
                good &= e.reason() == RefusalReason.SUBNET_MISMATCH;
                out.println("   " + e.getMessage());
            }
            calls();
            good &= holds("db.a");
            out.println("Next: move it yourself. 'vip sandbox --port 4599' serves these hosts, and says what to type.");
            return good ? ExitStatus.DONE : ExitStatus.OTHER;
        }

        private boolean moved(MoveResult result, String target) {
            told(result);
            return result.moved() && result.to().isOn(HostId.of(sandbox.instanceId(target)));
        }

        private boolean holds(String name) {
            Holder holder = db.holder().orElseThrow();
            out.println("   the network shows " + db.address() + " on " + name(holder));
            return holder.isOn(HostId.of(sandbox.instanceId(name)));
        }

        private void told(MoveResult result) {
            out.println("   " + result);
            result.steps().forEach(step -> out.println("     " + step));
            calls();
        }

        /** The requests that the endpoint got since the last time. */
        private void calls() {
            List<RecordedRequest> requests = server.requests();
            requests.subList(callsTold, requests.size())
                    .forEach(request -> out.println("   AWS got " + request.action() + " -> " + request.status()
                            + (request.mutating() ? "   (the change)" : "")));
            callsTold = requests.size();
            out.println();
        }

        private String name(Holder holder) {
            return sandbox.instances().stream()
                            .filter(instance -> holder.isOn(HostId.of(instance.id())))
                            .findFirst()
                            .orElseThrow()
                            .name()
                    + ", " + holder;
        }
    }
}
