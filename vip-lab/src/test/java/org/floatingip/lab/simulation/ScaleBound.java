package org.floatingip.lab.simulation;

import java.time.Duration;

/**
 * The least time in which anybody could move the addresses of failed hosts, each host's to a spare one, by movers that share
 * nothing and make their calls one after the other. Written from EC2's documentation alone; it knows nothing of the engine,
 * and shares no code with the limits that the engine meets in the simulation.
 *
 * <p>What each host takes, whoever does it: AssignPrivateIpAddresses gives addresses to one interface, so one call for each
 * target. Before it two readings: DescribeNetworkInterfaces says who holds the addresses, which nobody may displace unseen,
 * and DescribeInstances which interface of the target is in their subnet. After it one reading, without which nobody knows
 * that they moved. Each waits for the one before. A request is with the service after half the latency, and takes its token
 * then.
 *
 * <p>A bucket that is full when the first of n requests comes can't let the last one pass before (n - size) / refill seconds
 * later; all that comes after it in its own chain comes after that. The bound is the longest of these chains.
 */
final class ScaleBound {

    private static final int DESCRIBE_BUCKET = 100;
    private static final int DESCRIBE_REFILL = 20;
    private static final int ASSIGN_BUCKET = 100;
    private static final int ASSIGN_REFILL = 5;

    private ScaleBound() {}

    /** Until the last address is with its target: the reply of the assignment is still to come then. */
    static Duration moved(int hosts, Duration latency) {
        return seconds(untilLastAssign(hosts, latency));
    }

    /** Until the last mover has seen it. */
    static Duration verified(int hosts, Duration latency) {
        double call = perCall(latency);
        // Two readings of each host by the same action: the last of all of them is somebody's last call.
        double lastLook = call / 2 + wait(2 * hosts, DESCRIBE_BUCKET, DESCRIBE_REFILL) + call / 2;
        return seconds(Math.max(untilLastAssign(hosts, latency) + call / 2 + call, lastLook));
    }

    /** Until the last assignment takes effect. */
    private static double untilLastAssign(int hosts, Duration latency) {
        double call = perCall(latency);
        double bySize = 2.5 * call + wait(hosts, ASSIGN_BUCKET, ASSIGN_REFILL);
        double byLooks = call / 2 + wait(hosts, DESCRIBE_BUCKET, DESCRIBE_REFILL) + 2 * call;
        double byTargets = 1.5 * call + wait(hosts, DESCRIBE_BUCKET, DESCRIBE_REFILL) + call;
        return Math.max(bySize, Math.max(byLooks, byTargets));
    }

    private static double wait(int requests, int bucket, int refillPerSecond) {
        return Math.max(0, requests - bucket) / (double) refillPerSecond;
    }

    private static double perCall(Duration latency) {
        return latency.toNanos() / 1e9;
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }
}
