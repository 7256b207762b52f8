package org.floatingip.lab.overhead;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.floatingip.lab.e2e.SlowWire;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;

/**
 * The sandbox behind HTTP in a process of its own: what it allocates and compiles is not what is measured. By two ways, of
 * which one takes longer.
 */
final class EndpointProcess implements AutoCloseable {

    private final Process process;

    /** The endpoint as it is. */
    final URI direct;

    /** The same with the latency to each request. */
    final URI slow;

    /** The instances that the address goes to and fro between; the first holds it. */
    final String first;

    final String second;

    private EndpointProcess(Process process, String[] said) {
        this.process = process;
        this.direct = URI.create(said[0]);
        this.slow = URI.create(said[1]);
        this.first = said[2];
        this.second = said[3];
    }

    /** Starts it; it ends with this process at the latest. */
    static EndpointProcess start(Duration latency) throws IOException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndpointProcess.class.getName(),
                        latency.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the endpoint ended before it said where it is");
        }
        return new EndpointProcess(process, line.split(" ", -1));
    }

    /** Serves until nobody writes to it any more. */
    public static void main(String[] args) throws IOException {
        Sandbox sandbox = Sandbox.create();
        try (InMemoryAwsServer server = sandbox.serve();
                SlowWire wire = new SlowWire(server.endpointUrl())) {
            wire.latency(Duration.parse(args[0]));
            System.out.println(server.endpointUrl() + " " + wire.url() + " " + sandbox.instanceId("db.a") + " "
                    + sandbox.instanceId("db.b"));
            while (System.in.read() >= 0) {
                // Until the end of it, which is that of who started this.
            }
        }
        System.exit(0);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
