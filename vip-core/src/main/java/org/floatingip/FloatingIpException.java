package org.floatingip;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything that this library throws on purpose, apart from {@link IllegalArgumentException} for input that
 * is malformed whatever the network says.
 *
 * <p>There is a subtype for what a program handles differently; what only a person can mend is a {@link RefusedException} with
 * its reason. The message says what happened, why, and what
 * to do next. {@link #effect()} says whether the network was changed, {@link #steps()} how far the operation came.
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
     * @param effect what is known about the network
     * @param message what happened, why, and what to do next
     * @param cause what this was made from, or null
     */
    protected FloatingIpException(Effect effect, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.effect = Objects.requireNonNull(effect, "effect");
    }

    /**
     * What happened, why, and what to do next; never null, unlike elsewhere. What {@link #serviceError()} has and this would
     * not say otherwise comes last.
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
     * What happened, in one word: {@code Throttled}, {@code SubnetMismatch}. The command's JSON has it as {@code error.type}, and
     * scripts rely on it.
     */
    public String type() {
        return getClass().getSimpleName().replaceAll("Exception$", "");
    }

    /** Whether the network was changed by what failed. */
    public final Effect effect() {
        return effect;
    }

    /**
     * Whether the same request may succeed later without anybody mending anything: a throttled or unavailable service. The
     * engine asks this; false unless a subtype says otherwise.
     */
    public boolean retryable() {
        return false;
    }

    /** The ladder of the operation up to its failure, in order; empty where no operation of the engine was under way. */
    public final List<MoveStep> steps() {
        return steps;
    }

    /**
     * The id of the operation that failed: that in its events, and in its lines in the log. Empty where it only read, and where no
     * operation of the engine was under way.
     */
    public final String operationId() {
        return operationId;
    }

    /**
     * What the network's service itself said, if this is, or was caused by, an answer of it: also where the engine made an
     * exception of its own from that. Null if no service answered, or the assigner does not tell.
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
     * Sets {@link #serviceError()}. Called by an implementation of the SPI on what it makes of a service's answer.
     *
     * @param said what the service said
     */
    public final void recordServiceError(ServiceError said) {
        this.serviceError = Objects.requireNonNull(said, "said");
    }

    /** Sets {@link #operationId()}. Called by the engine on what leaves it; an implementer of the SPI has no reason to. */
    public final void recordOperationId(String id) {
        this.operationId = Objects.requireNonNull(id, "id");
    }

    /**
     * Sets {@link #steps()}. Called by the engine on what leaves it; an implementer of the SPI has no reason to.
     *
     * @param steps the ladder; copied
     */
    public final void recordSteps(List<MoveStep> steps) {
        this.steps = List.copyOf(steps);
    }
}
