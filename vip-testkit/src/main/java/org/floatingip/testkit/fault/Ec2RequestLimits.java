package org.floatingip.testkit.fault;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.network.InMemoryVpc;

/**
 * EC2's request limits: for each action a token bucket that refills by the network's clock, with the sizes that AWS documents.
 * The limits apply to a whole account, so share one object between everything that stands for that account: several {@link
 * InMemoryIpAssigner#of(InMemoryVpc, Ec2RequestLimits) assigners}, or an {@link InMemoryAwsServer.Builder#limits endpoint}. A
 * request that finds its bucket empty is answered with {@code RequestLimitExceeded} and has no effect. A request that a scripted
 * fault keeps from the service takes no token.
 *
 * <p>Safe for use by several threads.
 *
 * @see <a href="https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html">Request throttling for the Amazon EC2
 *     API</a>
 */
public final class Ec2RequestLimits {

    private static final long SECOND = 1_000_000_000L;

    private final Ticker ticker;
    private final Map<String, Size> sizes = new HashMap<>();
    private final Map<String, Bucket> buckets = new HashMap<>();

    private record Size(int tokens, int perSecond) {}

    /** Counted in billionths of a token, so that a nanosecond is a whole number of them. */
    private static final class Bucket {

        final Size size;
        long level;
        long at;

        Bucket(Size size, long now) {
            this.size = size;
            this.level = size.tokens() * SECOND;
            this.at = now;
        }

        void refill(long now) {
            long full = size.tokens() * SECOND;
            long elapsed = Math.min(now - at, full / size.perSecond() + 1); // more would not matter, but overflow
            level = Math.min(full, level + elapsed * size.perSecond());
            at = now;
        }
    }

    private Ec2RequestLimits(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Creates the limits of the account that has the given network, by the network's clock. All buckets are full. */
    public static Ec2RequestLimits of(InMemoryVpc network) {
        return new Ec2RequestLimits(network.ticker());
    }

    /**
     * Gives an action a full bucket of another size.
     *
     * @throws IllegalArgumentException unless both numbers are positive
     */
    public synchronized Ec2RequestLimits limit(String action, int tokens, int refillPerSecond) {
        if (tokens < 1 || refillPerSecond < 1) {
            throw new IllegalArgumentException(
                    "a bucket holds and gets at least one token, not " + tokens + " and " + refillPerSecond);
        }
        sizes.put(Objects.requireNonNull(action, "action"), new Size(tokens, refillPerSecond));
        buckets.remove(action);
        return this;
    }

    /**
     * Returns how many requests for the action would pass now. For a reading, the number is that of requests with a filter or
     * pages.
     */
    public synchronized int left(String action) {
        return (int) (refilled(action, false).level / SECOND);
    }

    /** Returns whether a request of a move passes. */
    boolean passes(String action) {
        return passes(action, false);
    }

    /** Returns whether a request on the wire passes. A request that passes has taken a token. */
    public boolean passes(String action, Map<String, String> parameters) {
        boolean sorted = parameters.keySet().stream()
                .anyMatch(name -> name.startsWith("Filter.")
                        || name.startsWith("InstanceId.")
                        || name.startsWith("NetworkInterfaceId.")
                        || name.equals("MaxResults")
                        || name.equals("NextToken"));
        return passes(action, !sorted);
    }

    private synchronized boolean passes(String action, boolean wholesale) {
        Bucket bucket = refilled(action, wholesale);
        if (bucket.level < SECOND) {
            return false;
        }
        bucket.level -= SECOND;
        return true;
    }

    private Bucket refilled(String action, boolean wholesale) {
        String name = wholesale && dear(action) ? action + " of all" : action;
        Bucket bucket = buckets.computeIfAbsent(name, key -> new Bucket(size(action, wholesale), ticker.nanoTime()));
        bucket.refill(ticker.nanoTime());
        return bucket;
    }

    private Size size(String action, boolean wholesale) {
        Size own = sizes.get(action);
        if (own != null) {
            return own;
        }
        if (wholesale && dear(action)) {
            return new Size(50, 10);
        }
        if (action.startsWith("Describe")) {
            return new Size(100, 20);
        }
        return switch (action) {
            case "AssignPrivateIpAddresses", "UnassignPrivateIpAddresses", "AssignIpv6Addresses" -> new Size(100, 5);
            case "CreateSubnetCidrReservation" -> new Size(5, 1);
            default -> new Size(50, 5);
        };
    }

    /** Returns whether the action is limited more strictly when it asks for everything at once. */
    private static boolean dear(String action) {
        return action.equals("DescribeInstances") || action.equals("DescribeNetworkInterfaces");
    }
}
