package org.floatingip.micrometer;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.common.KeyValue;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatingip.IpAddress;
import org.floatingip.MoveListener;
import org.floatingip.MoveStep;
import org.floatingip.RefusedException;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.event.OperationEnded;
import org.floatingip.event.OperationInfo;
import org.floatingip.event.OperationKind;
import org.floatingip.event.OperationStarted;
import org.floatingip.event.StepEnded;
import org.floatingip.event.StepStarted;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is observed of each kind of operation, validated by Micrometer's own registry for tests. */
class MoveObservationsTest {

    private final TestObservationRegistry registry = TestObservationRegistry.builder()
            .validateObservationsWithTheSameNameHavingTheSameSetOfLowCardinalityKeys(true)
            .build();
    private final Observed observed = new Observed(MoveObservations.of(registry));
    private final List<Observation.Context> stopped = new ArrayList<>();

    MoveObservationsTest() {
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context context) {
                stopped.add(context);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
    }

    /** Whatever was observed ended, left nothing current on this thread, and has the documented keys and no others. */
    @AfterEach
    void everyObservation_isAsDocumented() {
        observed.close();
        assertThat(registry).doesNotHaveAnyRemainingCurrentObservation().doesNotHaveAnyRemainingCurrentScope();
        assertThat(registry)
                .hasHandledContextsThatSatisfy(
                        all -> assertThat(stopped).as("those that ended").hasSameSizeAs(all));
        for (Observation.Context context : ours()) {
            VipObservation documented = Arrays.stream(VipObservation.values())
                    .filter(each -> each.getName().equals(context.getName()))
                    .findFirst()
                    .orElseThrow();
            assertThat(keys(context.getLowCardinalityKeyValues().stream()))
                    .as("tags of " + context)
                    .isEqualTo(names(documented.getLowCardinalityKeyNames()));
            assertThat(names(documented.getHighCardinalityKeyNames()))
                    .as("attributes of " + context)
                    .containsAll(keys(context.getHighCardinalityKeyValues().stream()));
            assertThat(context.getAllKeyValues().stream().map(KeyValue::getValue))
                    .as("values of " + context)
                    .noneMatch(String::isBlank);
        }
    }

    private List<Observation.Context> ours() {
        return stopped.stream()
                .filter(context -> context instanceof OperationContext || context instanceof StepContext)
                .toList();
    }

    private static Set<String> keys(Stream<KeyValue> values) {
        return values.map(KeyValue::getKey).collect(Collectors.toSet());
    }

    private static Set<String> names(KeyName[] documented) {
        return Arrays.stream(documented).map(KeyName::asString).collect(Collectors.toSet());
    }

    private List<Observation.Context> steps() {
        return stopped.stream().filter(StepContext.class::isInstance).toList();
    }

    private static String tag(Observation.Context context, String key) {
        KeyValue value = context.getLowCardinalityKeyValue(key);
        return value == null ? "(no " + key + ")" : value.getValue();
    }

    private static String attribute(Observation.Context context, String key) {
        return requireNonNull(context.getHighCardinalityKeyValue(key), key).getValue();
    }

    @Test
    void move_thatMoved_isObservedWithItsTarget() {
        observed.db.moveTo("i-0b");

        assertThat(registry)
                .hasObservationWithNameEqualTo("vip.move")
                .that()
                .hasContextualNameEqualTo("vip move")
                .hasLowCardinalityKeyValue("kind", "move")
                .hasLowCardinalityKeyValue("outcome", "moved")
                .hasLowCardinalityKeyValue("effect", "applied")
                .hasLowCardinalityKeyValue("failure", "none")
                .hasHighCardinalityKeyValue("vip.addresses", Observed.VIP)
                .hasHighCardinalityKeyValue("vip.target", "i-0b")
                .hasHighCardinalityKeyValue("vip.from", "none")
                .hasHighCardinalityKeyValue("vip.unsettled", "none")
                .hasHighCardinalityKeyValueWithKey("vip.operation")
                .doesNotHaveError();
    }

    @Test
    void steps_ofAMove_areItsChildrenInOrder() {
        observed.db.moveTo("i-0b");

        assertThat(steps())
                .extracting(step -> tag(step, "step") + " " + tag(step, "outcome"))
                .startsWith("planned done", "host_ready done", "assigned done", "verified done");
        Observation.Context move = stopped.get(stopped.size() - 1);
        assertThat(move.getName()).isEqualTo("vip.move");
        assertThat(steps())
                .allSatisfy(step -> assertThat(
                                requireNonNull(step.getParentObservation()).getContextView())
                        .isSameAs(move));
        assertThat(steps()).extracting(step -> attribute(step, "vip.address")).containsOnly(Observed.VIP);
    }

    @Test
    void move_toWhoHoldsItAlready_isObserved() {
        observed.db.moveTo("i-0a");

        assertThat(registry)
                .hasObservationWithNameEqualTo("vip.move")
                .that()
                .hasLowCardinalityKeyValue("outcome", "already_held")
                .hasLowCardinalityKeyValue("effect", "none");
    }

    @Test
    void refusal_isObservedWithItsReason() {
        assertThatThrownBy(() -> observed.db.moveTo("i-0dead")).isInstanceOf(RefusedException.class);

        assertThat(registry)
                .hasObservationWithNameEqualTo("vip.move")
                .that()
                .hasLowCardinalityKeyValue("outcome", "refused")
                .hasLowCardinalityKeyValue("effect", "none")
                .hasLowCardinalityKeyValue("failure", "UnknownTarget")
                .thenError()
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void failure_withAnEffect_isObserved() {
        observed.scenario.network().delayVisibility(Duration.ofHours(1));
        assertThatThrownBy(() -> observed.db.moveTo("i-0b")).isInstanceOf(NotVerifiedException.class);

        assertThat(registry)
                .hasObservationWithNameEqualTo("vip.move")
                .that()
                .hasLowCardinalityKeyValue("outcome", "failed")
                .hasLowCardinalityKeyValue("effect", "applied")
                .hasLowCardinalityKeyValue("failure", "NotVerified");
        assertThat(steps())
                .extracting(step -> tag(step, "step") + " " + tag(step, "outcome"))
                .endsWith("verified unknown");
    }

    @Test
    void standby_evacuationReleaseAndSettling_areObserved() {
        observed.db.standby("i-0b").execute();
        observed.group.evacuate("i-0b").to("i-0c").execute();
        observed.db.release("i-0c");
        observed.db.settle("i-0b");

        assertThat(stopped.stream().filter(OperationContext.class::isInstance))
                .extracting(context -> context.getName() + " " + tag(context, "kind") + " " + tag(context, "outcome")
                        + " from " + attribute(context, "vip.from"))
                .containsExactly(
                        "vip.move standby moved from none",
                        "vip.move evacuation moved from i-0b",
                        "vip.release release released from i-0c",
                        "vip.settle settle settled from i-0b");
    }

    /** Its steps overlap: one observation for all addresses, and each step belongs to it. */
    @Test
    void group_thatMovesInPart_isOneObservation() {
        observed.scenario.assigner().inject(Fault.deny().onCall(Call.ASSIGN));
        assertThatThrownBy(() -> observed.group.moveTo("i-0b")).isInstanceOf(GroupMoveException.class);

        assertThat(registry)
                .hasNumberOfObservationsWithNameEqualTo("vip.move", 1)
                .hasObservationWithNameEqualTo("vip.move")
                .that()
                .hasLowCardinalityKeyValue("outcome", "failed")
                .hasLowCardinalityKeyValue("failure", "GroupMove")
                .hasHighCardinalityKeyValue("vip.addresses", Observed.VIP + ", " + Observed.OTHER);
        assertThat(steps()).extracting(step -> attribute(step, "vip.address")).contains(Observed.VIP, Observed.OTHER);
    }

    @Test
    void move_underWay_isCurrentAndItsParentIsTheCallers() {
        List<Observation> current = new ArrayList<>();
        observed.scenario
                .assigner()
                .inject(Fault.none().onCall(Call.ASSIGN).first(() -> current.add(registry.getCurrentObservation())));
        Observation caller = Observation.createNotStarted("failover", registry);

        caller.observe(() -> observed.db.moveTo("i-0b"));

        assertThat(current).singleElement().satisfies(move -> {
            assertThat(move.getContextView().getName()).isEqualTo("vip.move");
            assertThat(move.getContextView().getParentObservation()).isSameAs(caller);
        });
    }

    @Test
    void registry_inWhichNobodyObserves_isNoTrouble() {
        try (Observed unobserved = new Observed(MoveObservations.of(ObservationRegistry.NOOP))) {
            assertThat(unobserved.db.moveTo("i-0b").moved()).isTrue();
        }
    }

    @Test
    void handler_thatThrows_hurtsNoMove() {
        ObservationRegistry broken = ObservationRegistry.create();
        broken.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStart(Observation.Context context) {
                throw new IllegalStateException("broken on purpose");
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });

        assertThat(MoveObservations.of(broken)
                        .observe(observed.scenario.floatingIpBuilder(Observed.VIP))
                        .build()
                        .moveTo("i-0b")
                        .moved())
                .isTrue();
    }

    /** A clock or a bug can end an operation in the middle of a step. */
    @Test
    void operation_thatEndsInTheMiddleOfAStep_endsThatToo() {
        IpAddress address = IpAddress.of(Observed.VIP);
        OperationInfo operation = OperationInfo.builder("1", OperationKind.MOVE)
                .addresses(List.of(address))
                .startedAt(Instant.EPOCH)
                .build();
        MoveListener listener = observed.observations.listener();

        listener.started(OperationStarted.of(operation));
        listener.stepStarted(StepStarted.of(operation, address, 1, StepKind.ASSIGNED, Instant.EPOCH));
        listener.ended(OperationEnded.of(operation, Duration.ZERO, List.of(), null));
        listener.stepEnded(StepEnded.of(
                operation,
                address,
                1,
                MoveStep.builder(StepKind.ASSIGNED)
                        .outcome(StepOutcome.DONE)
                        .startedAt(Instant.EPOCH)
                        .build()));

        assertThat(steps())
                .extracting(step -> tag(step, "step") + " " + tag(step, "outcome"))
                .containsExactly("assigned broken_off");
        assertThat(stopped).hasSize(2);
    }
}
