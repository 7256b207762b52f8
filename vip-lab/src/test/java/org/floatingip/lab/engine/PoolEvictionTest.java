package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.FloatingIpGroup;
import org.floatingip.IpAddress;
import org.floatingip.PoolEviction;
import org.floatingip.RefusedException;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.SupersededException;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.network.Incident;
import org.junit.jupiter.api.Test;

/** After which ends of a move a pool is evicted, and when. */
class PoolEvictionTest {

    private static final String A = "i-0a";
    private static final String B = "i-0b";
    private static final String C = "i-0c";
    private static final String VIP = "10.0.1.12";
    private static final List<String> VIPS = List.of(VIP, "10.0.1.13", "10.0.1.14");
    private static final Duration LAG = Duration.ofMillis(1500);

    private final Scenario scenario = Scenario.builder()
            .host(A)
            .holding(VIPS.get(0))
            .holding(VIPS.get(1))
            .holding(VIPS.get(2))
            .host(B)
            .host(C)
            .build();
    private final InMemoryIpAssigner assigner = scenario.assigner();

    /** When each eviction was. */
    private final List<Duration> evictions = new ArrayList<>();

    private final PoolEviction eviction = PoolEviction.of(this::evict);
    private final FloatingIp db = withoutHosts().listener(eviction).build();

    private void evict() {
        evictions.add(now());
    }

    private Duration now() {
        return Duration.ofNanos(scenario.ticker().nanoTime());
    }

    private FloatingIp.Builder withoutHosts() {
        return FloatingIp.at(VIP).assigner(assigner).ticker(scenario.ticker());
    }

    private <T extends FloatingIpException> T fails(Class<T> type) {
        return catchThrowableOfType(type, () -> db.moveTo(B));
    }

    // ---- what evicts

    @Test
    void move_thatMoved_evictsOnce() {
        db.moveTo(B);

        assertThat(evictions).hasSize(1);
    }

    @Test
    void standby_thatWasExecuted_evictsOnce() {
        db.standby(B).execute();

        assertThat(evictions).hasSize(1);
    }

    @Test
    void move_whoseReplyWasLost_evictsOnce() {
        assigner.inject(Fault.loseReply().onCall(Call.ASSIGN));

        db.moveTo(B);

        assertThat(evictions).hasSize(1);
    }

    @Test
    void failure_withAnUnknownEffect_evicts() {
        assigner.inject(Fault.loseRequest().onCall(Call.ASSIGN));
        assigner.inject(Fault.unavailable().onCall(Call.LOOK).skip(1).times(1000));

        assertThat(fails(NotVerifiedException.class).effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(evictions).hasSize(1);
    }

    @Test
    void failure_afterTheFlip_evicts() {
        scenario.network().delayVisibility(Duration.ofHours(1));

        assertThat(fails(NotVerifiedException.class).effect()).isEqualTo(Effect.APPLIED);
        assertThat(evictions).hasSize(1);
    }

    @Test
    void failure_sinceSomebodyElseWasFaster_evicts() {
        assigner.inject(Fault.none().onCall(Call.ASSIGN).then(Incident.thirdPartyTakes(VIP, C)));

        assertThat(fails(SupersededException.class).effect()).isNotEqualTo(Effect.NONE);
        assertThat(evictions).hasSize(1);
    }

    @Test
    void release_evicts() {
        db.release(A);

        assertThat(evictions).hasSize(1);
    }

    // ---- what does not

    @Test
    void releaseThatWasRefused_doesNotEvict() {
        assertThatThrownBy(() -> db.release(B)).isInstanceOf(HolderChangedException.class);

        assertThat(evictions).isEmpty();
    }

    @Test
    void settling_doesNotEvict() {
        FloatingIp withHosts =
                withoutHosts().hosts(scenario.hosts()).listener(eviction).build();

        withHosts.settle(B);

        assertThat(evictions).isEmpty();
    }

    @Test
    void move_toWhoHoldsItAlready_doesNotEvict() {
        assertThat(db.moveTo(A).moved()).isFalse();

        assertThat(evictions).isEmpty();
    }

    @Test
    void refusal_doesNotEvict() {
        assertThatThrownBy(() -> db.moveTo("i-0dead")).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> db.move().from(C).to(B).execute()).isInstanceOf(HolderChangedException.class);

        assertThat(evictions).isEmpty();
    }

    @Test
    void failure_withoutAnEffect_doesNotEvict() {
        assigner.inject(Fault.deny().onCall(Call.ASSIGN));

        assertThat(fails(PermissionDeniedException.class).effect()).isEqualTo(Effect.NONE);
        assertThat(evictions).isEmpty();
    }

    /** Nobody had it meanwhile: the connections to the old host go on. */
    @Test
    void handover_thatTookTheAddressAndGaveItBack_doesNotEvict() {
        assigner.inject(Fault.deny().onCall(Call.ASSIGN));

        FloatingIpException failed = catchThrowableOfType(
                FloatingIpException.class,
                () -> db.move().from(A).to(B).handover().execute());

        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(scenario.network().holders(VIP).get(0).host().value()).isEqualTo(A);
        assertThat(evictions).isEmpty();
    }

    @Test
    void readings_doNotEvict() {
        db.holder();
        db.move().to(B).plan();
        db.standby(B);

        assertThat(evictions).isEmpty();
    }

    // ---- several addresses

    /** Of a network that takes one address a call, so that something can go wrong with one of them. */
    private FloatingIpGroup group() {
        return FloatingIpGroup.of(VIPS)
                .assigner(new WithTraits(
                        assigner, assigner.traits().toBuilder().mostPerCall(1).build()))
                .ticker(scenario.ticker())
                .listener(eviction)
                .build();
    }

    /** The effect is none, and connections that were made meanwhile lead to the target. */
    @Test
    void group_thatGaveAddressesBack_evictsOnce() {
        assigner.inject(Fault.deny().onCall(Call.ASSIGN).skip(2));
        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class,
                () -> group().move().from(A).to(B).handover().allOrNothing().execute());

        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(failed.restored()).containsExactly(IpAddress.of(VIPS.get(0)), IpAddress.of(VIPS.get(1)));
        assertThat(evictions).hasSize(1);
    }

    @Test
    void group_ofWhichOneFailed_evictsOnce() {
        assigner.inject(Fault.deny().onCall(Call.ASSIGN).skip(2));
        GroupMoveException failed = catchThrowableOfType(GroupMoveException.class, () -> group().moveTo(B));

        assertThat(failed.moved()).hasSize(2);
        assertThat(evictions).hasSize(1);
    }

    @Test
    void group_ofWhichNothingWasChanged_doesNotEvict() {
        assigner.inject(Fault.deny().onCall(Call.ASSIGN).times(3));

        GroupMoveException failed = catchThrowableOfType(GroupMoveException.class, () -> group().moveTo(B));

        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(evictions).isEmpty();
    }

    // ---- when

    /** An eviction before packets follow would fill the pool with connections to the old host. */
    @Test
    void eviction_withHosts_comesOncePacketsHaveFollowed() {
        scenario.hosts().set(A, VIP);
        assigner.dataPlaneLag(LAG);
        List<Duration> flips = new ArrayList<>();
        assigner.inject(Fault.none().onCall(Call.ASSIGN).first(() -> flips.add(now())));

        withoutHosts().hosts(scenario.hosts()).listener(eviction).build().moveTo(B);

        assertThat(evictions)
                .singleElement()
                .satisfies(at -> assertThat(at.minus(flips.get(0))).isGreaterThanOrEqualTo(LAG));
    }

    /** The control of the above: here nothing waits, and so the same eviction is given a second time, for later. */
    @Test
    void eviction_withoutHosts_comesAtOnceAndOnceMoreByAnExecutorThatRunsLater() {
        assigner.dataPlaneLag(LAG);
        List<Runnable> later = new ArrayList<>();

        withoutHosts().listener(eviction).listener(eviction, later::add).build().moveTo(B);

        assertThat(evictions).singleElement().satisfies(at -> assertThat(at).isLessThan(LAG));
        scenario.ticker().advance(Duration.ofSeconds(10));
        later.forEach(Runnable::run);
        assertThat(evictions).hasSize(2);
        assertThat(evictions.get(1)).isGreaterThan(LAG);
    }

    @Test
    void eviction_asTheDocumentationHasIt_comesAtOnce() {
        InMemoryIpAssigner assigner = scenario.assigner();
        Runnable evict = this::evict;
        // sample
        PoolEviction eviction = PoolEviction.of(evict);
        FloatingIp db = FloatingIp.at("10.0.1.12")
                .assigner(assigner)
                .listener(eviction)
                .listener(eviction, CompletableFuture.delayedExecutor(10, TimeUnit.SECONDS))
                .build();
        // end

        db.moveTo(B);

        assertThat(evictions).hasSize(1);
    }

    @Test
    void eviction_thatThrows_hurtsNoMove() {
        FloatingIp hurt = withoutHosts()
                .listener(PoolEviction.of(() -> {
                    throw new IllegalStateException("the pool is closed");
                }))
                .build();

        assertThat(hurt.moveTo(B).moved()).isTrue();
    }

    @Test
    void of_nothing_isRefused() {
        assertThatThrownBy(() -> PoolEviction.of(null)).isInstanceOf(NullPointerException.class);
    }
}
