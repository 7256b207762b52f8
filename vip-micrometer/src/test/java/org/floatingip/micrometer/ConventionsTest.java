package org.floatingip.micrometer;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.floatingip.HostId;
import org.junit.jupiter.api.Test;

/** Conventions of somebody else's take the place of the default ones. */
class ConventionsTest {

    // sample
    /** Two hosts that are never replaced: here the target may be a tag of meters. */
    static class WithTarget extends DefaultOperationConvention {

        @Override
        public KeyValues getLowCardinalityKeyValues(OperationContext context) {
            HostId target = context.operation().target();
            return super.getLowCardinalityKeyValues(context).and("target", target == null ? "none" : target.value());
        }
    }
    // end

    /** One that is registered for all. */
    static final class Everywhere extends WithTarget implements GlobalObservationConvention<OperationContext> {}

    private static final class Renamed extends DefaultStepConvention {

        @Override
        public String getName() {
            return "failover.step";
        }
    }

    private final TestObservationRegistry registry = TestObservationRegistry.create();

    @Test
    void convention_thatIsGiven_isUsed() {
        try (Observed observed = new Observed(MoveObservations.builder(registry)
                .operations(new WithTarget())
                .steps(new Renamed())
                .build())) {
            observed.db.moveTo("i-0b");
            observed.db.release("i-0b");
        }

        assertThat(registry)
                .hasObservationWithNameEqualTo("vip.move")
                .that()
                .hasLowCardinalityKeyValue("target", "i-0b")
                .hasLowCardinalityKeyValue("outcome", "moved");
        assertThat(registry)
                .hasObservationWithNameEqualTo("vip.release")
                .that()
                .hasLowCardinalityKeyValue("target", "none");
        assertThat(registry).hasObservationWithNameEqualTo("failover.step");
        assertThat(registry).hasNumberOfObservationsWithNameEqualTo("vip.step", 0);
    }

    @Test
    void convention_thatIsRegisteredForAll_isUsed() {
        registry.observationConfig().observationConvention(new Everywhere());
        try (Observed observed = new Observed(MoveObservations.of(registry))) {
            observed.db.moveTo("i-0b");
        }

        assertThat(registry)
                .hasObservationWithNameEqualTo("vip.move")
                .that()
                .hasLowCardinalityKeyValue(KeyValue.of("target", "i-0b"));
    }
}
