package org.floatingip.testkit.assertj;

import org.floatingip.testkit.InMemoryVpc;
import org.floatingip.testkit.Scenario;

/**
 * Entry to the assertions of this package. Meant to be imported statically, beside AssertJ's own {@code assertThat}:
 *
 * <pre>{@code
 * assertThat(scenario).address("10.0.1.12").isHeldBy("i-0b").wasMovedTimes(1).isAcceptedOnlyBy("i-0b");
 * assertThat(scenario).name("db.example.com").pointsTo("10.0.1.12");
 * }</pre>
 */
public final class VipAssertions {

    private VipAssertions() {}

    /** Assertions about a network; failures show its history. */
    public static VpcAssert assertThat(InMemoryVpc actual) {
        return new VpcAssert(actual);
    }

    /** Assertions about a scenario; failures show the history of all its parts. */
    public static ScenarioAssert assertThat(Scenario actual) {
        return new ScenarioAssert(actual);
    }
}
