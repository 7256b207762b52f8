package org.floatingip.lab.e2e;

import java.util.List;

/** What a {@link RedisClient} saw. */
record RedisRun(List<RedisClient.Attempt> attempts) {

    /** Attempts that began at that moment or later. */
    RedisRun since(long nanos) {
        return new RedisRun(
                attempts.stream().filter(attempt -> attempt.from() >= nanos).toList());
    }

    int counted() {
        return (int) attempts.stream().filter(attempt -> !attempt.failed()).count();
    }

    int failed() {
        return attempts.size() - counted();
    }

    /** From the beginning of the last attempt that went well before a failure to the next answer; zero without a failure. */
    double longestGapMillis() {
        long longest = 0;
        long good = attempts.isEmpty() ? 0 : attempts.get(0).from();
        boolean failing = false;
        for (RedisClient.Attempt attempt : attempts) {
            failing |= attempt.failed();
            if (failing) {
                longest = Math.max(longest, attempt.to() - good);
            }
            if (!attempt.failed()) {
                good = attempt.from();
                failing = false;
            }
        }
        return longest / 1e6;
    }

    /** How many counts were acknowledged and are gone: the numbers that came twice. */
    long acknowledgedAndLost() {
        long lost = 0;
        long last = 0;
        for (RedisClient.Attempt attempt : attempts) {
            if (!attempt.failed()) {
                lost += Math.max(0, last - attempt.value() + 1);
                last = attempt.value();
            }
        }
        return lost;
    }
}
