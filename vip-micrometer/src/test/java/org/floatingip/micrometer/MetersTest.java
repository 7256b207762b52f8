package org.floatingip.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.floatingip.MoveResult;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The meters, by Micrometer's own handler, in virtual time. */
class MetersTest {

    private final ObservationRegistry registry = ObservationRegistry.create();
    private final Observed observed = new Observed(MoveObservations.of(registry));
    private final MeterRegistry meters = new SimpleMeterRegistry(SimpleConfig.DEFAULT, observed.clock());

    MetersTest() {
        registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        observed.observations.bindTo(meters);
    }

    @AfterEach
    void nothingIsLeftUnderWay() {
        observed.close();
        assertThat(meters.find("vip.move.active").longTaskTimers())
                .allSatisfy(timer -> assertThat(timer.activeTasks()).isZero());
    }

    private double millis(String name, String... tags) {
        return meters.get(name).tags(tags).timer().totalTime(TimeUnit.MILLISECONDS);
    }

    private double unsettled() {
        return meters.get("vip.hosts.unsettled").gauge().value();
    }

    @Test
    void timers_ofAMove_haveTheTimeThatTheMoveTook() {
        observed.scenario.assigner().dataPlaneLag(Duration.ofMillis(1500));
        observed.scenario.hosts().set("i-0a", Observed.VIP);
        observed.scenario.network().delayVisibility(Duration.ofMillis(400));

        MoveResult moved = observed.db.moveTo("i-0b");

        assertThat(moved.elapsed()).isGreaterThan(Duration.ofMillis(1500));
        assertThat(millis("vip.move", "kind", "move", "outcome", "moved", "effect", "applied", "error", "none"))
                .isEqualTo(moved.elapsed().toNanos() / 1e6);
        moved.steps().stream()
                .map(step -> step.kind().name().toLowerCase(Locale.ROOT))
                .distinct()
                .forEach(kind -> assertThat(millis("vip.step", "step", kind))
                        .as(kind)
                        .isEqualTo(moved.steps().stream()
                                        .filter(step -> step.kind().name().equalsIgnoreCase(kind))
                                        .mapToLong(step -> step.duration().toNanos())
                                        .sum()
                                / 1e6));
    }

    /** The control: why the listener is not for anybody to register. */
    @Test
    void timers_ofWhatIsToldWhenAllIsOver_haveNoTime() {
        observed.scenario.network().delayVisibility(Duration.ofMillis(400));

        MoveResult moved = observed.scenario
                .floatingIpBuilder(Observed.VIP)
                .listener(observed.observations.listener())
                .build()
                .moveTo("i-0b");

        assertThat(moved.elapsed()).isGreaterThan(Duration.ofMillis(300));
        assertThat(millis("vip.move")).isZero();
    }

    @Test
    void timer_ofAFailure_hasItsType() {
        observed.scenario.assigner().inject(Fault.deny().onCall(Call.ASSIGN));
        assertThatThrownBy(() -> observed.db.moveTo("i-0b")).isInstanceOf(PermissionDeniedException.class);

        assertThat(meters.get("vip.move")
                        .tags("outcome", "failed", "effect", "none", "failure", "PermissionDenied")
                        .tag("error", "PermissionDeniedException")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void move_underWay_isActive() {
        List<Integer> active = new ArrayList<>();
        observed.scenario
                .assigner()
                .inject(Fault.none()
                        .onCall(Call.ASSIGN)
                        .first(() -> active.add(meters.get("vip.move.active")
                                .tags("kind", "move")
                                .longTaskTimer()
                                .activeTasks())));

        observed.db.moveTo("i-0b");

        assertThat(active).containsExactly(1);
    }

    @Test
    void gauge_beforeAnythingMoved_isZero() {
        assertThat(unsettled()).isZero();
    }

    @Test
    void gauge_ofAHostThatCouldNotBeReached_risesAndFallsWhenItIsSettled() {
        observed.scenario.hosts().set("i-0a", Observed.VIP);
        observed.scenario.hosts().cutOff("i-0a");

        MoveResult moved = observed.db.moveTo("i-0b");

        assertThat(unsettled()).isEqualTo(1);
        observed.db.settle(moved);
        assertThat(unsettled()).as("still not reached").isEqualTo(1);
        observed.scenario.hosts().mend("i-0a");
        observed.db.settle("i-0a");
        assertThat(unsettled()).isZero();
    }

    @Test
    void gauge_ofAHostThatGetsTheAddressBack_falls() {
        observed.scenario.hosts().set("i-0a", Observed.VIP);
        observed.scenario.hosts().cutOff("i-0a");
        observed.db.moveTo("i-0b");
        observed.scenario.hosts().mend("i-0a");

        observed.db.moveTo("i-0a");

        assertThat(unsettled()).isZero();
    }

    @Test
    void gauge_ofTwoAddressesOnOneHost_countsBoth() {
        observed.scenario.hosts().set("i-0a", Observed.VIP);
        observed.scenario.hosts().set("i-0a", Observed.OTHER);
        observed.scenario.hosts().cutOff("i-0a");

        observed.group.moveTo("i-0b");

        assertThat(unsettled()).isEqualTo(2);
    }
}
