package org.floatingip.testkit.assertj;

import org.assertj.core.api.Assertions;
import org.assertj.core.api.Condition;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.network.InMemoryVpc;

/**
 * Entry to the assertions of this package. Meant to be imported statically, beside AssertJ's own {@code assertThat}:
 *
 * <pre>{@code
 * assertThat(scenario).address("10.0.1.12").isHeldBy("i-0b").wasMovedTimes(1).isAcceptedOnlyBy("i-0b");
 * assertThat(scenario).name("db.example.com").pointsTo("10.0.1.12");
 * }</pre>
 */
@SuppressWarnings("exports") // see module-info
public final class VipAssertions {

    private VipAssertions() {}

    /** Assertions about a network; failures show its history. */
    public static VpcAssert assertThat(InMemoryVpc actual) {
        return new VpcAssert(actual);
    }

    /**
     * That something was refused for that reason. To be used as {@code assertThatThrownBy(..).is(refusal(SUBNET_MISMATCH))}.
     *
     * @param reason the reason that is expected
     */
    public static Condition<Throwable> refusal(RefusalReason reason) {
        return new Condition<>(
                thrown -> thrown instanceof RefusedException refused && refused.reason() == reason,
                "a RefusedException for the reason " + reason);
    }

    /**
     * What that call is refused with; fails unless it is refused, and for that reason.
     *
     * @param reason the reason that is expected
     * @param call what is to be refused
     */
    public static RefusedException catchRefusal(RefusalReason reason, ThrowingCallable call) {
        Throwable thrown = Assertions.catchThrowable(call);
        Assertions.assertThat(thrown).is(refusal(reason));
        return (RefusedException) thrown;
    }

    /** Assertions about a scenario; failures show the history of all its parts. */
    public static ScenarioAssert assertThat(Scenario actual) {
        return new ScenarioAssert(actual);
    }
}
