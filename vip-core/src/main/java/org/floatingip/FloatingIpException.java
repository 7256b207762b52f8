package org.floatingip;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of all exceptions that this library throws on purpose, except {@link IllegalArgumentException} for malformed
 * arguments and {@link IllegalStateException} for missing or contradictory settings.
 *
 * <p>There is a subtype for each failure that a program can handle. A failure that only a person can mend is a
 * {@link RefusedException} with a reason. The message says what happened, why, and what to do next. {@link #effect()}
 * says whether the network was changed, and {@link #steps()} how far the operation came.
 */
public abstract class FloatingIpException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Chains of causes can be rings. */
    private static final int MOST_CAUSES = 50;

    private final Effect effect;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private volatile List<MoveStep> steps = List.of();

    private volatile @Nullable ServiceError serviceError;

    private volatile String operationId = "";

    /**
     * Creates an exception.
     *
     * @param effect what is known about the network
     * @param message what happened, why, and what to do next
     * @param cause the cause, or null
     */
    protected FloatingIpException(Effect effect, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.effect = Objects.requireNonNull(effect, "effect");
    }

    /**
     * Returns what happened, why, and what to do next; never null. Ends with what {@link #serviceError()} adds, if
     * anything.
     */
    @Override
    public final String getMessage() {
        String ours = Objects.requireNonNull(super.getMessage(), "message");
        ServiceError said = serviceError();
        if (said == null) {
            return ours;
        }
        String unsaid = said.unsaidIn(ours);
        return unsaid.startsWith(" (") && ours.endsWith(".")
                ? ours.substring(0, ours.length() - 1) + unsaid + "."
                : ours + unsaid;
    }

    /**
     * Returns the kind of failure in one word: {@code Throttled}, {@code SubnetMismatch}. Stable: it is
     * {@code error.type} in the command's JSON, and scripts rely on it.
     */
    public String type() {
        return getClass().getSimpleName().replaceAll("Exception$", "");
    }

    /** Returns whether the failed operation changed the network. */
    public final Effect effect() {
        return effect;
    }

    /**
     * Returns whether the same request may succeed later although nobody mends anything, for example because a service
     * was throttled or unavailable. The engine relies on it. False unless a subtype overrides it.
     */
    public boolean retryable() {
        return false;
    }

    /** Returns the steps of the operation up to its failure, in order; empty if the engine ran no operation. */
    public final List<MoveStep> steps() {
        return steps;
    }

    /**
     * Returns the id of the failed operation. It also stands in its events and log lines. Empty for an operation that
     * only reads, and if the engine ran no operation.
     */
    public final String operationId() {
        return operationId;
    }

    /**
     * Returns what the network's service said, if its answer is or caused this exception. Null if no service answered,
     * or the assigner did not record it.
     */
    public final @Nullable ServiceError serviceError() {
        int depth = 0;
        for (Throwable each = this; each != null && depth < MOST_CAUSES; each = each.getCause()) {
            if (each instanceof FloatingIpException ours && ours.serviceError != null) {
                return ours.serviceError;
            }
            depth++;
        }
        return null;
    }

    /**
     * Sets {@link #serviceError()}. An implementation of the SPI calls this on an exception that it makes from a
     * service's answer.
     *
     * @param said what the service said
     */
    public final void recordServiceError(ServiceError said) {
        this.serviceError = Objects.requireNonNull(said, "said");
    }

    /** Sets {@link #operationId()}. For the engine only. */
    public final void recordOperationId(String id) {
        this.operationId = Objects.requireNonNull(id, "id");
    }

    /**
     * Sets {@link #steps()}. For the engine only.
     *
     * @param steps the steps; copied
     */
    public final void recordSteps(List<MoveStep> steps) {
        this.steps = List.copyOf(steps);
    }
}
