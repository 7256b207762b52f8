package org.floatingip.lab.simulation.leaders;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What shall happen in one simulation of leaders. A value, made from its seed.
 *
 * @param boundMillis how old an answer of the network may be
 * @param dataPlaneMillis how long packets follow the network
 * @param leaseSeconds for how long a host accepts, where it does so for a time
 * @param leases whether it does, where the layers leave it to the story
 * @param othersReachable whether a leader can tell other hosts than its own
 * @param troubles how many of a hundred calls go wrong
 * @param reigns those who are elected, in the order of their epochs
 * @param outages when the ledger answers nobody
 * @param cuts when a host reaches neither ledger nor network
 * @param freezes when a host stands still, its kernel's time with it
 * @param jumps by how much a host's wall clock jumps, and when
 * @param quietMillis from when on nothing new happens
 */
record LeaderStory(
        long seed,
        long boundMillis,
        long dataPlaneMillis,
        int leaseSeconds,
        boolean leases,
        boolean othersReachable,
        int troubles,
        List<Reign> reigns,
        List<Span> outages,
        List<Span> cuts,
        List<Span> freezes,
        List<Jump> jumps,
        long quietMillis) {

    static final String VIP = "10.0.1.12";
    static final List<String> HOSTS = List.of("i-0a", "i-0b", "i-0c");

    /**
     * One leader: one process with one epoch.
     *
     * @param toldMillis when the engine tells it that it is none any more; negative for never, as where that is lost
     * @param handover whether it hands over before its tenure
     * @param timeoutMillis of its operations
     */
    record Reign(
            int id,
            long epoch,
            String host,
            long electedMillis,
            long toldMillis,
            boolean handover,
            long timeoutMillis,
            List<Pause> pauses) {

        @Override
        public String toString() {
            return "leader " + id + ": epoch " + epoch + " on " + host + ", elected at " + electedMillis + " ms, "
                    + (toldMillis < 0 ? "never told that it is over" : "told at " + toldMillis + " ms that it is over")
                    + (handover ? ", hands over first" : "") + ", timeout " + timeoutMillis + " ms, " + pauses;
        }
    }

    /** A process stands still: where it is between two of its steps, before a request or after an answer. */
    record Pause(int point, long millis) {}

    /** A time in which something is so, for one host or for all (empty). */
    record Span(String host, long fromMillis, long toMillis) {

        boolean has(long nanos) {
            return nanos >= fromMillis * 1_000_000L && nanos < toMillis * 1_000_000L;
        }
    }

    /** A wall clock is set. */
    record Jump(String host, long atMillis, long byMillis) {}

    /** The story of that seed. */
    static LeaderStory of(long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        int count = 2 + chance.nextInt(3);
        long[] elected = new long[count];
        long at = 0;
        for (int i = 0; i < count; i++) {
            at += 300 + chance.nextInt(4000);
            elected[i] = at;
        }
        List<Reign> reigns = new ArrayList<>();
        long epoch = chance.nextInt(5);
        long quiet = at + 3000;
        for (int i = 0; i < count; i++) {
            epoch += 1 + chance.nextInt(3);
            boolean told = i < count - 1 && chance.nextInt(3) > 0;
            long toldAt = told ? elected[i + 1] + chance.nextInt(3000) : -1;
            quiet = Math.max(quiet, toldAt);
            reigns.add(new Reign(
                    i,
                    epoch,
                    HOSTS.get(chance.nextInt(HOSTS.size())),
                    // Who is elected may hear of it late, too.
                    elected[i] + (chance.nextInt(4) == 0 ? chance.nextInt(3000) : 0),
                    toldAt,
                    chance.nextInt(4) == 0,
                    1000 + chance.nextInt(4000),
                    pauses(chance)));
        }
        return new LeaderStory(
                seed,
                chance.nextInt(4) == 0 ? 1 + chance.nextInt(1500) : 0,
                chance.nextBoolean() ? 0 : 1500,
                2 + chance.nextInt(4),
                chance.nextBoolean(),
                chance.nextBoolean(),
                new int[] {0, 3, 10, 25}[chance.nextInt(4)],
                reigns,
                spans(chance, quiet, 3, false),
                spans(chance, quiet, 2, true),
                spans(chance, quiet, 4, true),
                jumps(chance, quiet),
                quiet);
    }

    private static List<Pause> pauses(SplittableRandom chance) {
        List<Pause> pauses = new ArrayList<>();
        for (int i = chance.nextInt(3); i > 0; i--) {
            pauses.add(new Pause(chance.nextInt(chance.nextBoolean() ? 20 : 60), 200L << chance.nextInt(7)));
        }
        return pauses;
    }

    private static List<Span> spans(SplittableRandom chance, long quiet, int oneOf, boolean ofHost) {
        if (chance.nextInt(oneOf) > 0) {
            return List.of();
        }
        long from = chance.nextLong(quiet);
        return List.of(new Span(
                ofHost ? HOSTS.get(chance.nextInt(HOSTS.size())) : "", from, from + 500 + chance.nextInt(8000)));
    }

    private static List<Jump> jumps(SplittableRandom chance, long quiet) {
        List<Jump> jumps = new ArrayList<>();
        for (int i = chance.nextInt(3); i > 0; i--) {
            jumps.add(new Jump(
                    HOSTS.get(chance.nextInt(HOSTS.size())),
                    chance.nextLong(quiet),
                    chance.nextLong(-7_200_000, 7_200_000)));
        }
        return jumps;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        reigns.forEach(reign -> lines.add(reign.toString()));
        outages.forEach(span -> lines.add("the ledger is down: " + span));
        cuts.forEach(span -> lines.add("cut off: " + span));
        freezes.forEach(span -> lines.add("frozen: " + span));
        lines.add("lease " + leaseSeconds + " s (" + leases + "), answers up to " + boundMillis
                + " ms old, others reachable " + othersReachable + ", troubles " + troubles + " %, quiet at "
                + quietMillis + " ms");
        return lines;
    }
}
