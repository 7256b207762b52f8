package org.floatingip;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything that this library throws on purpose, apart from {@link IllegalArgumentException} for input that
 * is malformed whatever the network says.
 *
 * <p>There is a subtype for each thing that a caller can do something about. The message says what happened, why, and what
 * to do next. {@link #effect()} says whether the network was changed, {@link #steps()} how far the operation came.
 */
public abstract class FloatingIpException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Effect effect;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private volatile List<MoveStep> steps = List.of();

    /**
     * @param effect what is known about the network
     * @param message what happened, why, and what to do next
     * @param cause what this was made from, or null
     */
    protected FloatingIpException(Effect effect, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.effect = Objects.requireNonNull(effect, "effect");
    }

    /** What happened, why, and what to do next; never null, unlike elsewhere. */
    @Override
    public final String getMessage() {
        return Objects.requireNonNull(super.getMessage(), "message");
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
     * Sets {@link #steps()}. Called by the engine on what leaves it; an implementer of the SPI has no reason to.
     *
     * @param steps the ladder; copied
     */
    public final void recordSteps(List<MoveStep> steps) {
        this.steps = List.copyOf(steps);
    }
}
