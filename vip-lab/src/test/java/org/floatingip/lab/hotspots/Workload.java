package org.floatingip.lab.hotspots;

import static org.floatingip.testkit.assertj.VipAssertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.Recording;
import org.floatingip.FloatingIp;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * What is done again and again while the flight recorder watches. A process of its own, for the recorder cuts off stacks as deep
 * as the SDK's unless the JVM was told at its start.
 */
final class Workload {

    /** The name of the thread that does it: nothing else is looked at. */
    static final String THREAD = "workload";

    private Workload() {}

    /** What it is, how many seconds it warms up, how many are recorded, and into which file. */
    public static void main(String[] args) throws Exception {
        Thread thread = new Thread(() -> run(args), THREAD);
        thread.start();
        thread.join();
        // The AWS SDK's threads would keep the JVM for a minute.
        System.exit(0);
    }

    private static void run(String[] args) {
        Duration warmUp = Duration.ofSeconds(Long.parseLong(args[1]));
        Duration recorded = Duration.ofSeconds(Long.parseLong(args[2]));
        switch (args[0]) {
            case "http" -> overHttp(warmUp, recorded, Path.of(args[3]));
            case "memory" -> record(Workload::oneTest, warmUp, recorded, Path.of(args[3]));
            default -> throw new IllegalArgumentException("there is no workload " + args[0]);
        }
    }

    /** A consumer's unit test of one failover. */
    private static void oneTest() {
        Scenario scenario = Scenario.builder()
                .host("i-0a")
                .holding("10.0.1.12")
                .host("i-0b")
                .named("db.example.com", "10.0.1.12")
                .build();
        scenario.floatingIp().moveTo("i-0b");
        assertThat(scenario).address("10.0.1.12").isHeldBy("i-0b").wasMovedTimes(1);
    }

    /** Verified moves to and fro, by the SDK, to an endpoint whose threads are not looked at. */
    private static void overHttp(Duration warmUp, Duration recorded, Path file) {
        Sandbox sandbox = Sandbox.create();
        String a = sandbox.instanceId("db.a");
        String b = sandbox.instanceId("db.b");
        try (InMemoryAwsServer server = sandbox.serve();
                Ec2IpAssigner ec2 = assigner(server.endpointUrl())) {
            FloatingIp floatingIp = FloatingIp.at(Sandbox.FLOATING_IP)
                    .assigner(ec2)
                    .timeoutSeconds(60)
                    .build();
            Runnable move = () -> {
                floatingIp.moveTo(b);
                floatingIp.moveTo(a);
            };
            record(move, warmUp, recorded, file);
        }
    }

    private static Ec2IpAssigner assigner(URI endpoint) {
        return Ec2IpAssigner.builder()
                .region(Sandbox.REGION)
                .endpointOverride(endpoint)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
                .attemptTimeout(Duration.ofSeconds(60))
                .callTimeout(Duration.ofSeconds(60))
                .build();
    }

    private static void record(Runnable work, Duration warmUp, Duration recorded, Path file) {
        repeat(work, warmUp);
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(5));
            recording.enable("jdk.ObjectAllocationSample").with("throttle", "10000/s");
            recording.start();
            repeat(work, recorded);
            recording.stop();
            recording.dump(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void repeat(Runnable work, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            work.run();
        }
    }
}
