package org.floatingip.testkit.assertj;

import org.assertj.core.api.Assertions;
import org.assertj.core.api.Condition;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.network.InMemoryVpc;

/**
 * Entry point of the assertions of this package. Import its methods statically, beside AssertJ's own {@code assertThat}:
 *
 * <pre>{@code
 * assertThat(scenario).address("10.0.1.12").isHeldBy("i-0b").wasMovedTimes(1).isAcceptedOnlyBy("i-0b");
 * assertThat(scenario).name("db.example.com").pointsTo("10.0.1.12");
 * }</pre>
 */
@SuppressWarnings("exports") // see module-info
public final class VipAssertions {

    private VipAssertions() {}

    /** Returns assertions about a network. Failures show its history. */
    public static VpcAssert assertThat(InMemoryVpc actual) {
        return new VpcAssert(actual);
    }

    /**
     * Returns a condition: a {@link RefusedException} with the given reason. For {@code
     * assertThatThrownBy(..).is(refusal(SUBNET_MISMATCH))}.
     *
     * @param reason the expected reason
     */
    public static Condition<Throwable> refusal(RefusalReason reason) {
        return new Condition<>(
                thrown -> thrown instanceof RefusedException refused && refused.reason() == reason,
                "a RefusedException for the reason " + reason);
    }

    /**
     * Returns the refusal that the call throws; fails unless the call is refused for the given reason.
     *
     * @param reason the expected reason
     * @param call the call that must be refused
     */
    public static RefusedException catchRefusal(RefusalReason reason, ThrowingCallable call) {
        Throwable thrown = Assertions.catchThrowable(call);
        Assertions.assertThat(thrown).is(refusal(reason));
        return (RefusedException) thrown;
    }

    /** Returns assertions about a scenario. Failures show the history of all its parts. */
    public static ScenarioAssert assertThat(Scenario actual) {
        return new ScenarioAssert(actual);
    }
}
