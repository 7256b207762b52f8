package org.floatingip.aws.internal;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.floatingip.FloatingIpException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.AwsServiceClientConfiguration;

/**
 * One call of a service through the SDK, whatever service: our time limits, no retries, and what goes wrong as one of our
 * exceptions, with the service's own words.
 *
 * <p>Two things are asked once more, also a change: what was refused because of the time that it was signed with, and what was
 * refused because its credentials have expired, where there are others by now. A service checks the signature before it does
 * anything, and says so by the code; and the SDK has taken its clock from the reply by then, for all that this client signs from
 * now on (docs/decisions/0032).
 *
 * @param action as IAM names it
 * @param mutating whether it would change something
 * @param transmissions of a client of our own; null for the caller's, whose requests bring a plugin, which is a fifth of a call
 * @param settings those of the client, which some decorators do not say
 * @param accepted whom the service has accepted so far
 * @param known tells what a failure means to this call in particular, or null
 */
record SdkCall<T extends AwsResponse>(
        String action,
        boolean mutating,
        @Nullable Transmissions transmissions,
        Supplier<? extends AwsServiceClientConfiguration> settings,
        AcceptedSigner accepted,
        Function<RuntimeException, @Nullable FloatingIpException> known) {

    /**
     * Makes it.
     *
     * @param time what a request may take; asked before each, and throws where there is none left
     */
    T make(Supplier<Duration> time, Function<AwsRequestOverrideConfiguration, T> call) {
        try {
            return once(time.get(), call);
        } catch (RefusedUnread e) {
            try {
                return once(time.get(), call);
            } catch (RefusedUnread again) {
                throw again.ours;
            }
        }
    }

    /** Refused for its signature, before it was read. Not for those who call: only tells {@link #make} to ask again. */
    private static final class RefusedUnread extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final FloatingIpException ours;

        RefusedUnread(FloatingIpException ours) {
            super(ours.getMessage(), ours, false, false);
            this.ours = ours;
        }
    }

    private T once(Duration most, Function<AwsRequestOverrideConfiguration, T> call) {
        AwsRequestOverrideConfiguration.Builder own = AwsRequestOverrideConfiguration.builder()
                .apiCallAttemptTimeout(most)
                .apiCallTimeout(most);
        Sent sent;
        if (transmissions == null) {
            sent = new Sent();
            own.addPlugin(sent.plugin());
        } else {
            transmissions.forget();
            sent = transmissions.ofThread();
        }
        T answer;
        try {
            answer = call.apply(own.build());
        } catch (RuntimeException e) {
            throw failed(e, sent);
        } finally {
            if (transmissions != null) {
                transmissions.forget();
            }
        }
        // An empty body, or a proxy's page, reads as an answer without items, and that would read as "nobody", "no such
        // record" or "done": what a service says has a request id.
        String requestId = answer.responseMetadata().requestId();
        if (requestId == null || requestId.isEmpty() || requestId.equals("UNKNOWN")) {
            String foreign = sent.foreign();
            throw foreign != null
                    ? Ec2Errors.notTheService(action, mutating, foreign, null)
                    : Ec2Errors.unanswered(
                            action, mutating, "the answer is not one of " + Ec2Errors.service(action) + "'s", null);
        }
        accepted.add(sent.signer());
        return answer;
    }

    private RuntimeException failed(RuntimeException thrown, Sent sent) {
        if (!sent.sent()) {
            return ClientFaults.beforeSending(thrown, action);
        }
        FloatingIpException typed = known.apply(thrown);
        FloatingIpException ours = typed != null
                ? typed
                : Ec2Errors.translate(thrown, action, mutating, sent.foreign(), accepted.isThat(sent.signer()));
        Ec2Errors.quote(ours, thrown);
        boolean mayAgain =
                Ec2Errors.refusedForTime(thrown, sent.signedAt()) || Renewal.isOffered(thrown, sent.signer(), settings);
        return mayAgain ? new RefusedUnread(ours) : ours;
    }
}
