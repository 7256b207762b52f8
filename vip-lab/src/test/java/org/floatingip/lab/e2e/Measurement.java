package org.floatingip.lab.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.floatingip.MoveStep;
import org.floatingip.lab.hosts.LinuxHost;
import org.floatingip.lab.hosts.LinuxLab;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened while the probes ran. Times are of {@link System#nanoTime()}.
 *
 * @param cutAt when a wire was cut; 0 if none was
 * @param calledAt when what is measured was called
 * @param endedAt when it came back
 * @param steps the ladder, where there is one
 * @param probe the packets from a while before that on
 * @param redis the same for the service over TCP; null if it did not take part
 * @param changes what the fabric changed
 */
record Measurement(
        long cutAt,
        long calledAt,
        long endedAt,
        List<MoveStep> steps,
        ProbeRun probe,
        @Nullable RedisRun redis,
        List<Follower.Change> changes) {

    private static final long BEFORE_MILLIS = 200;
    private static final long AFTER_MILLIS = 400;
    private static final int TICK_MICROS = 1000;

    /** What is measured: notes its times, and returns its ladder. */
    @FunctionalInterface
    interface Act {
        List<MoveStep> run(Times times) throws IOException;
    }

    /** The times of an act; by default, of the whole of it. */
    static final class Times {

        private long cutAt;
        private long calledAt;
        private long endedAt;

        void cut() {
            cutAt = System.nanoTime();
        }

        void called() {
            calledAt = System.nanoTime();
        }

        void ended() {
            endedAt = System.nanoTime();
        }
    }

    /** Who sends packets in a lab, and what has to have followed the VPC before they are counted. */
    record Observed(LinuxLab lab, LinuxHost client, Follower follower) {}

    /** Runs the probe while the act goes on: 1 kHz to each of up to three addresses, to more in turn. */
    static Measurement of(Observed observed, List<String> addresses, Act act) {
        return of(observed, null, addresses, act);
    }

    /** The same, with Redis or without. */
    static Measurement of(EndToEndLab lab, boolean withRedis, List<String> addresses, Act act) {
        return of(
                new Observed(lab.lab, lab.client, lab.fabric.follower()),
                withRedis ? EndToEndLab.VIP : null,
                addresses,
                act);
    }

    private static Measurement of(Observed observed, @Nullable String redisAt, List<String> addresses, Act act) {
        Path packets = observed.lab().folder().resolve("packets");
        Path counts = observed.lab().folder().resolve("counts");
        Times times = new Times();
        long from;
        List<MoveStep> steps;
        try {
            Programs.Running probe = Programs.start(
                    observed.client(),
                    UdpProbe.class,
                    packets.toString(),
                    Integer.toString(EndToEndLab.PROBE_PORT),
                    Integer.toString(addresses.size() > 3 ? TICK_MICROS : TICK_MICROS / addresses.size()),
                    String.join(",", addresses));
            Programs.Running redis = redisAt == null
                    ? null
                    : Programs.start(observed.client(), RedisClient.class, counts.toString(), redisAt);
            try (probe;
                    redis) {
                Wait.millis(BEFORE_MILLIS);
                from = System.nanoTime();
                Wait.millis(BEFORE_MILLIS);
                times.called();
                steps = act.run(times);
                if (times.endedAt == 0) {
                    times.ended();
                }
                observed.follower().awaitQuiet();
                Wait.millis(AFTER_MILLIS);
            }
            return new Measurement(
                    times.cutAt,
                    times.calledAt,
                    times.endedAt,
                    steps,
                    ProbeRun.read(packets, from),
                    redisAt == null ? null : new RedisRun(RedisClient.read(counts)).since(from),
                    observed.follower().since(from));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same for one of its addresses, counted from 0. */
    Measurement to(int address) {
        return new Measurement(cutAt, calledAt, endedAt, steps, probe.to(address), redis, changes);
    }

    /** When the network first moved an address, or where it moved none, the call. */
    long pivot() {
        return changes.stream().mapToLong(Follower.Change::movedAt).min().orElse(calledAt);
    }

    /** Packets lost, of those sent since the call. */
    int lostSinceCall() {
        return probe.since(calledAt).lost();
    }

    /** From the call to the sending of the first packet that the other host answered after it; -1 if none did. */
    double otherAnswersMillis() {
        char first = probe.stretches().get(0).by();
        return probe.since(calledAt).packets().stream()
                .filter(packet -> !packet.lost() && packet.by() != first)
                .findFirst()
                .map(packet -> (packet.sentAt() - calledAt) / 1e6)
                .orElse(-1.0);
    }

    double tookMillis() {
        return (endedAt - calledAt) / 1e6;
    }
}
