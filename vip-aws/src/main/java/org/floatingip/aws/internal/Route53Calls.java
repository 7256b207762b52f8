package org.floatingip.aws.internal;

import java.time.Duration;
import java.util.function.Function;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.aws.Route53RequestLimit;
import org.floatingip.failure.ThrottledException;
import org.floatingip.spi.Ticker;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Route53Response;

/**
 * Requests to Route 53: under the limit of the account, with our time limits, never repeated by the SDK. What is known to have
 * had no effect is repeated here, within the budget of the call. Safe for use by several threads.
 */
public final class Route53Calls {

    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(200).toNanos();
    private static final long MOST_PAUSE_NANOS = Duration.ofSeconds(5).toNanos();

    /** Throttled requests are repeated as long as there is time; when the service can't be reached, a few tries say so. */
    private static final int MOST_UNAVAILABLE = 4;

    private final Route53Client client;
    private final Ticker ticker;
    private final Route53RequestLimit limit;
    private final Duration callTimeout;
    private final AcceptedSigner accepted = new AcceptedSigner();

    /**
     * Requests through that client.
     *
     * @param callTimeout the time of one HTTP request at the most
     */
    public Route53Calls(Route53Client client, Ticker ticker, Route53RequestLimit limit, Duration callTimeout) {
        this.client = client;
        this.ticker = ticker;
        this.limit = limit;
        this.callTimeout = callTimeout;
    }

    Ticker ticker() {
        return ticker;
    }

    /** One way of asking the client, with the settings of the request. */
    @FunctionalInterface
    interface Ask<T> {
        T ask(Route53Client client, AwsRequestOverrideConfiguration settings);
    }

    /** A reading. */
    <T extends Route53Response> T read(
            String action, Budget budget, Function<RuntimeException, @Nullable FloatingIpException> known, Ask<T> ask) {
        return call(action, false, budget, known, ask);
    }

    /** A change. */
    <T extends Route53Response> T change(
            String action, Budget budget, Function<RuntimeException, @Nullable FloatingIpException> known, Ask<T> ask) {
        return call(action, true, budget, known, ask);
    }

    /**
     * Asks until there is an answer, or no time.
     *
     * @param known tells what a failure means to this call in particular, or null
     */
    private <T extends Route53Response> T call(
            String action,
            boolean mutating,
            Budget budget,
            Function<RuntimeException, @Nullable FloatingIpException> known,
            Ask<T> ask) {
        String iam = "route53:" + action;
        FloatingIpException last = null;
        int unavailable = 0;
        for (int attempt = 0; ; attempt++) {
            budget.check(iam);
            enter(budget, iam, last);
            try {
                return once(iam, mutating, budget, known, ask);
            } catch (FloatingIpException e) {
                boolean throttled = e instanceof ThrottledException;
                if (!e.retryable() || e.effect() != Effect.NONE || (!throttled && ++unavailable >= MOST_UNAVAILABLE)) {
                    throw e;
                }
                last = e;
            } finally {
                limit.leave();
            }
            budget.sleep(pause(attempt), iam, last);
        }
    }

    private void enter(Budget budget, String doing, @Nullable Throwable last) {
        try {
            if (!limit.enter(budget.left())) {
                throw budget.over(doing, last);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw budget.interrupted(doing, last);
        }
    }

    /** Exponential, with jitter in its upper half: never a hammer, and never in step with others. */
    private Duration pause(int attempt) {
        long ceiling = Math.min(MOST_PAUSE_NANOS, FIRST_PAUSE_NANOS << Math.min(attempt, 10));
        return Duration.ofNanos(ceiling / 2 + ticker.jitter(ceiling / 2));
    }

    private <T extends Route53Response> T once(
            String iam,
            boolean mutating,
            Budget budget,
            Function<RuntimeException, @Nullable FloatingIpException> known,
            Ask<T> ask) {
        return new SdkCall<T>(iam, mutating, null, client::serviceClientConfiguration, accepted, known)
                .make(() -> left(budget, iam), settings -> ask.ask(client, settings));
    }

    private Duration left(Budget budget, String iam) {
        Duration left = budget.left();
        if (left.isZero()) {
            throw budget.over(iam, null);
        }
        return left.compareTo(callTimeout) < 0 ? left : callTimeout;
    }
}
