package org.floatingip.lab.overhead;

import java.io.IOException;
import java.time.Duration;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * One address, and who moves it to and fro: each move goes to the host that does not hold it. Warming up is done without
 * latency, or a JVM would be measured that has hardly run yet.
 */
@State(Scope.Thread)
public class Movers {

    /** What the endpoint's answers take in addition, in milliseconds. */
    @Param({"0", "20"})
    public int latency;

    private EndpointProcess endpoint;
    private Way direct;
    private Way slow;
    private Way now;
    private String next;

    /** Starts an endpoint, and prepares moves to both hosts. */
    @Setup(Level.Trial)
    public void start() throws IOException {
        endpoint = EndpointProcess.start(Duration.ofMillis(latency));
        direct = new Way(endpoint.direct);
        slow = new Way(endpoint.slow);
        next = endpoint.second;
        now = direct;
        prepare();
        now.moveTo(next());
        prepare();
    }

    private void prepare() {
        direct.prepare(next);
        slow.prepare(next);
    }

    /** Chooses the way, and uses it once: its connections are open then. */
    @Setup(Level.Iteration)
    public void choose(IterationParams params) {
        now = latency == 0 || params.getType() == IterationType.WARMUP ? direct : slow;
        now.bareMove(next());
        now.moveTo(next());
    }

    /** Ends the endpoint. */
    @TearDown(Level.Trial)
    public void close() {
        direct.close();
        slow.close();
        endpoint.close();
    }

    /** The way in this iteration. */
    Way now() {
        return now;
    }

    /** The host that does not hold the address: it is to hold it next. */
    String next() {
        String host = next;
        next = host.equals(endpoint.first) ? endpoint.second : endpoint.first;
        return host;
    }
}
