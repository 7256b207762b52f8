package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.FloatingIpGroup;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveListener;
import org.floatingip.MoveResult;
import org.floatingip.RefusalReason;
import org.floatingip.ReleaseResult;
import org.floatingip.SettleResult;
import org.floatingip.StandbyMove;
import org.floatingip.StepOutcome;
import org.floatingip.event.AddressOutcome;
import org.floatingip.event.OperationEnded;
import org.floatingip.event.OperationKind;
import org.floatingip.event.OperationStarted;
import org.floatingip.event.Outcome;
import org.floatingip.event.StepEnded;
import org.floatingip.event.StepStarted;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.GroupReleaseException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.lab.engine.EmbeddedScene.Doing;
import org.floatingip.lab.engine.SpiFailuresTest.Thrown;
import org.floatingip.spi.Traits;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What listeners hear, when, and that they can't hurt a move. */
class MoveListenerTest {

    private static final Set<Doing> ONLY_READ = EnumSet.of(
            Doing.HOLDERS,
            Doing.PLAN,
            Doing.STANDBY,
            Doing.DOCTOR,
            Doing.NAMES_TABLE,
            Doing.GROUP_HOLDERS,
            // Writes names, and moves nothing.
            Doing.NAMES);

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final InMemoryIpAssigner assigner = InMemoryIpAssigner.of(sandbox.network());
    private final String a = sandbox.instanceId("db.a");
    private final String b = sandbox.instanceId("db.b");
    private final List<String> heard = new ArrayList<>();
    private final List<OperationStarted> started = new ArrayList<>();
    private final List<OperationEnded> ended = new ArrayList<>();
    private final Map<Integer, StepStarted> open = new HashMap<>();

    private final MoveListener listener = new MoveListener() {
        @Override
        public void started(OperationStarted event) {
            heard.add("started");
            started.add(event);
        }

        @Override
        public void stepStarted(StepStarted event) {
            heard.add("begins " + event.kind());
            assertThat(open.put(event.number(), event)).isNull();
        }

        @Override
        public void stepEnded(StepEnded event) {
            heard.add(event.step().kind() + " " + event.step().outcome());
            StepStarted begun = open.remove(event.number());
            if (event.step().outcome() != StepOutcome.SKIPPED) {
                assertThat(begun).isNotNull();
                assertThat(begun.address()).isEqualTo(event.address());
                assertThat(begun.kind()).isEqualTo(event.step().kind());
                assertThat(begun.startedAt()).isEqualTo(event.step().startedAt());
            }
        }

        @Override
        public void ended(OperationEnded event) {
            heard.add("ended " + event.outcome());
            ended.add(event);
        }
    };

    private FloatingIp.Builder db() {
        return FloatingIp.at(Sandbox.FLOATING_IP).assigner(assigner).ticker(ticker);
    }

    private OperationEnded theEnd() {
        assertThat(ended).hasSize(1);
        return ended.get(0);
    }

    private AddressOutcome theOutcome() {
        assertThat(theEnd().outcomes()).hasSize(1);
        return theEnd().outcomes().get(0);
    }

    // ---- what is told

    @Test
    void listener_ofAMove_hearsAllOfItInOrder() {
        MoveResult result = db().listener(listener).build().moveTo(b);

        assertThat(heard)
                .containsExactly(
                        "started",
                        "begins PLANNED",
                        "PLANNED DONE",
                        "begins ASSIGNED",
                        "ASSIGNED DONE",
                        "begins VERIFIED",
                        "VERIFIED DONE",
                        "ended MOVED");
        assertThat(open).isEmpty();
        assertThat(theOutcome().moved()).isEqualTo(result);
        assertThat(theOutcome().effect()).isEqualTo(Effect.APPLIED);
        assertThat(theOutcome().mayHaveMoved()).isTrue();
        assertThat(theEnd().elapsed()).isEqualTo(result.elapsed());
        assertThat(theEnd().failure()).isNull();
    }

    @Test
    void operation_ofAMove_saysWhatWasAskedForAndBearsTheIdOfItsResult() {
        MoveResult result = db().listener(listener).build().move().from(a).to(b).execute();

        assertThat(started).singleElement().satisfies(event -> {
            assertThat(event.operation().kind()).isEqualTo(OperationKind.MOVE);
            assertThat(event.operation().addresses()).containsExactly(IpAddress.of(Sandbox.FLOATING_IP));
            assertThat(event.operation().target()).isEqualTo(HostId.of(b));
            assertThat(event.operation().from()).isEqualTo(HostId.of(a));
            assertThat(event.operation().startedAt()).isEqualTo(result.startedAt());
            assertThat(event.operation().id()).isEqualTo(result.operationId());
        });
        assertThat(theEnd().operation()).isSameAs(started.get(0).operation());
    }

    @Test
    void id_inVirtualTime_isTheSameInEveryRunAndAnotherForEveryOperation() {
        FloatingIp db = db().build();

        assertThat(db.moveTo(b).operationId()).isEqualTo("op-1");
        assertThat(db.moveTo(a).operationId()).isEqualTo("op-2");
        assertThat(db.moveTo(b).operationId()).isEqualTo("op-3");
    }

    @ParameterizedTest
    @EnumSource
    void id_whenTheTickerFailsToGiveOne_isARandomOne(Thrown what) {
        EmbeddedScene scene = new EmbeddedScene();
        scene.interpose((method, call) -> {
            if (method.equals("operationId")) {
                throw what.make.get();
            }
            return call.make();
        });

        String id;
        if (what == Thrown.INTERRUPT) {
            id = catchThrowableOfType(OutOfTimeException.class, () -> scene.run(Doing.MOVE))
                    .operationId();
            assertThat(Thread.interrupted()).isTrue();
        } else {
            id = ((MoveResult) scene.run(Doing.MOVE)).operationId();
        }

        assertThat(id).matches("[0-9a-f]{16}");
    }

    @Test
    void id_whenTheTickerIsAMock_isARandomOne() {
        EmbeddedScene scene = new EmbeddedScene();
        scene.interpose((method, call) -> method.equals("operationId") ? null : call.make());

        assertThat(((MoveResult) scene.run(Doing.MOVE)).operationId()).matches("[0-9a-f]{16}");
    }

    @Test
    void listener_ofARefusal_hearsWhoWasMeantAndWhy() {
        FloatingIp db = db().listener(listener).build();
        String far = sandbox.instanceId("far");

        FloatingIpException refused = catchThrowableOfType(FloatingIpException.class, () -> db.moveTo(far));

        assertThat(theEnd().operation().target()).isEqualTo(HostId.of(far));
        assertThat(theEnd().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(theEnd().effect()).isEqualTo(Effect.NONE);
        assertThat(theEnd().failure()).isSameAs(refused);
        assertThat(theOutcome().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(theOutcome().failure()).isSameAs(refused);
        assertThat(theOutcome().mayHaveMoved()).isFalse();
        assertThat(refused.operationId()).isEqualTo(theEnd().operation().id());
    }

    @Test
    void listener_ofAFailure_hearsWhatTheCallerGetsAndItsEffect() {
        FloatingIp db = db().listener(listener).build();
        sandbox.network().delayVisibility(Duration.ofHours(1));

        NotVerifiedException failed = catchThrowableOfType(NotVerifiedException.class, () -> db.moveTo(b));

        assertThat(theEnd().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(theEnd().effect()).isEqualTo(Effect.APPLIED);
        assertThat(theEnd().failure()).isSameAs(failed);
        assertThat(theOutcome().failure()).isSameAs(failed);
        assertThat(theOutcome().mayHaveMoved()).isTrue();
        assertThat(theEnd().operation().target()).isEqualTo(HostId.of(b));
        assertThat(failed.operationId()).isEqualTo(theEnd().operation().id()).isNotEmpty();
    }

    @Test
    void listener_whereTheTargetHoldsItAlready_hearsThatNothingWasChanged() {
        db().listener(listener).build().moveTo(a);

        assertThat(theOutcome().outcome()).isEqualTo(Outcome.ALREADY_HELD);
        assertThat(theOutcome().mayHaveMoved()).isFalse();
        assertThat(theEnd().outcome()).isEqualTo(Outcome.ALREADY_HELD);
        assertThat(theEnd().effect()).isEqualTo(Effect.NONE);
    }

    @Test
    void listener_ofARelease_hearsIt() {
        FloatingIp db = db().listener(listener).build();

        ReleaseResult released = db.release(a);

        assertThat(theEnd().operation().kind()).isEqualTo(OperationKind.RELEASE);
        assertThat(theEnd().operation().from()).isEqualTo(HostId.of(a));
        assertThat(theEnd().operation().target()).isNull();
        assertThat(theEnd().outcome()).isEqualTo(Outcome.RELEASED);
        assertThat(theEnd().effect()).isEqualTo(Effect.APPLIED);
        assertThat(theOutcome().released()).isEqualTo(released);
        assertThat(theOutcome().mayHaveMoved()).isTrue();
        assertThat(released.operationId()).isEqualTo(theEnd().operation().id());
        assertThat(heard).contains("begins UNASSIGNED", "UNASSIGNED DONE", "VERIFIED DONE");

        ended.clear();
        assertThatThrownBy(() -> db.release(a)).is(refusal(RefusalReason.HOLDER_CHANGED));
        assertThat(theEnd().outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void listener_whereAHostIsLeft_hearsWhomAndLaterThatItIsSettled() {
        InMemoryHosts hosts = InMemoryHosts.create(ticker);
        hosts.set(a, Sandbox.FLOATING_IP);
        FloatingIp db = db().hosts(hosts).listener(listener).build();
        hosts.cutOff(a);

        MoveResult moved = db.moveTo(b);

        assertThat(theOutcome().unsettled()).isNotEmpty().isEqualTo(moved.unsettled());
        assertThat(theOutcome().warnings()).isNotEmpty().isEqualTo(moved.warnings());

        ended.clear();
        db.settle(moved);
        assertThat(theEnd().outcome()).isEqualTo(Outcome.UNSETTLED);
        assertThat(theOutcome().unsettled()).isEqualTo(moved.unsettled());

        ended.clear();
        hosts.mend(a);
        SettleResult settled = db.settle(moved);
        assertThat(theEnd().operation().kind()).isEqualTo(OperationKind.SETTLE);
        assertThat(theEnd().outcome()).isEqualTo(Outcome.SETTLED);
        assertThat(theEnd().effect()).isEqualTo(Effect.NONE);
        assertThat(theOutcome().settled()).isEqualTo(settled);
        assertThat(theOutcome().mayHaveMoved()).isFalse();
        assertThat(settled.operationId()).isEqualTo(theEnd().operation().id());
    }

    /** Each of all that there is: told once that it began and once that it ended, or not at all. */
    @ParameterizedTest
    @EnumSource
    void listener_ofEachOperation_hearsOneStartAndOneEnd(Doing doing) {
        EmbeddedScene scene = new EmbeddedScene().before(doing);
        scene.listener(listener, Runnable::run);

        scene.run(doing);

        if (ONLY_READ.contains(doing)) {
            assertThat(heard).isEmpty();
        } else if (doing == Doing.STANDBY_EXECUTE || doing == Doing.MAKE_READY) {
            // By a handle that was built before the listener came.
            assertThat(heard).isEmpty();
        } else {
            assertThat(heard).startsWith("started").last().asString().startsWith("ended ");
            assertThat(started).hasSize(1);
            assertThat(open).isEmpty();
            assertThat(theEnd().failure()).isNull();
            assertThat(theEnd().operation().id())
                    .isEqualTo(started.get(0).operation().id());
        }
    }

    @Test
    void listener_ofAStandby_hearsItsExecutionAndWhatItFallsBackTo_asOneOperation() {
        FloatingIp db = db().listener(listener).build();
        StandbyMove standby = db.standby(b).orMove();
        assertThat(heard).isEmpty();
        assigner.inject(Fault.refuse("PrivateIpAddressLimitExceeded").onCall(Call.ASSIGN));

        MoveResult moved = standby.execute();

        assertThat(theEnd().operation().kind()).isEqualTo(OperationKind.STANDBY);
        assertThat(theEnd().outcome()).isEqualTo(Outcome.MOVED);
        assertThat(started).hasSize(1);
        assertThat(heard).contains("ASSIGNED FAILED", "ASSIGNED DONE");
        assertThat(moved.operationId()).isEqualTo(theEnd().operation().id());
        assertThat(open).isEmpty();
    }

    @Test
    void listener_ofAStandby_hearsNotThatItIsPreparedButThatItStandsDown() {
        InMemoryHosts hosts = InMemoryHosts.create(ticker);
        hosts.set(a, Sandbox.FLOATING_IP);
        StandbyMove standby = db().hosts(hosts).listener(listener).build().standby(b);
        standby.makeReady();
        standby.refresh();
        assertThat(heard).isEmpty();

        SettleResult down = standby.standDown();

        assertThat(theEnd().operation().kind()).isEqualTo(OperationKind.SETTLE);
        assertThat(theOutcome().settled()).isEqualTo(down);
        assertThat(heard).contains("begins OLD_HOST_RELEASED", "OLD_HOST_RELEASED DONE");
    }

    // ---- several addresses

    private FloatingIpGroup.Builder group(String... addresses) {
        return FloatingIpGroup.at(addresses).assigner(assigner).ticker(ticker);
    }

    private void give(String host, String... addresses) {
        sandbox.network()
                .assignAddresses(
                        sandbox.network()
                                .instance(host)
                                .orElseThrow()
                                .interfaces()
                                .get(0)
                                .id(),
                        Arrays.stream(addresses).map(IpAddress::of).toList(),
                        true);
    }

    @Test
    void listener_ofAGroup_hearsOfOneOperationWithAnOutcomeForEachAddress() {
        give(a, "10.0.1.12", "10.0.1.40");
        give(b, "10.0.1.41");

        var result = group("10.0.1.12", "10.0.1.40", "10.0.1.41")
                .listener(listener)
                .build()
                .moveTo(b);

        assertThat(started).hasSize(1);
        assertThat(theEnd().outcomes())
                .extracting(each -> each.address() + " " + each.outcome())
                .containsExactly("10.0.1.12 MOVED", "10.0.1.40 MOVED", "10.0.1.41 ALREADY_HELD");
        assertThat(theEnd().outcome()).isEqualTo(Outcome.MOVED);
        assertThat(theEnd().effect()).isEqualTo(Effect.APPLIED);
        assertThat(result.operationId()).isEqualTo(theEnd().operation().id());
        assertThat(result.results()).extracting(MoveResult::operationId).containsOnly(result.operationId());
        assertThat(heard.stream().filter("ASSIGNED DONE"::equals)).hasSize(2);
        assertThat(open).isEmpty();
    }

    @Test
    void listener_whereSomeOfAGroupFail_hearsWhatBecameOfEach() {
        give(a, "10.0.1.12", "10.0.1.40");
        FloatingIpGroup two = group("10.0.1.12", "10.0.1.40")
                .assigner(new WithTraits(assigner, Traits.plain()))
                .listener(listener)
                .build();
        assigner.inject(Fault.deny().onCall(Call.ASSIGN).skip(1));

        GroupMoveException failed = catchThrowableOfType(GroupMoveException.class, () -> two.moveTo(b));

        assertThat(theEnd().failure()).isSameAs(failed);
        assertThat(theEnd().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(theEnd().effect()).isEqualTo(Effect.APPLIED);
        assertThat(theEnd().outcomes())
                .extracting(AddressOutcome::outcome)
                .containsExactly(Outcome.MOVED, Outcome.FAILED);
        assertThat(theEnd().outcomes().get(1).failure())
                .isSameAs(failed.failures().get(IpAddress.of("10.0.1.40")));
        assertThat(failed.operationId()).isEqualTo(theEnd().operation().id());
        assertThat(failed.failures().values())
                .extracting(FloatingIpException::operationId)
                .containsOnly(failed.operationId());
    }

    @Test
    void listener_whereOneOfAGroupIsRefused_hearsThatAllAre() {
        give(a, "10.0.1.12", "10.0.1.40");
        FloatingIpGroup two = group("10.0.1.12", "10.0.2.40").listener(listener).build();

        assertThatThrownBy(() -> two.moveTo(b)).is(refusal(RefusalReason.GROUP_REFUSED));

        assertThat(theEnd().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(theEnd().outcomes())
                .extracting(AddressOutcome::outcome)
                .containsExactly(Outcome.REFUSED, Outcome.REFUSED);
        assertThat(theEnd().outcomes().get(0).failure()).isSameAs(theEnd().failure());
        assertThat(theEnd().outcomes().get(1).failure()).is(refusal(RefusalReason.SUBNET_MISMATCH));
    }

    @Test
    void listener_ofAnEvacuation_hearsOfWhatTheHostHolds() {
        give(a, "10.0.1.12");
        give(b, "10.0.1.40");
        FloatingIpGroup two = group("10.0.1.12", "10.0.1.40").listener(listener).build();

        two.evacuate(a).to(b).execute();
        assertThat(theEnd().operation().kind()).isEqualTo(OperationKind.EVACUATION);
        assertThat(theEnd().operation().from()).isEqualTo(HostId.of(a));
        assertThat(theEnd().operation().addresses()).hasSize(2);
        assertThat(theOutcome().address()).isEqualTo(IpAddress.of("10.0.1.12"));

        ended.clear();
        var none = two.evacuate(a).to(b).execute();
        assertThat(theEnd().outcomes()).isEmpty();
        assertThat(theEnd().outcome()).isEqualTo(Outcome.NOTHING);
        assertThat(none.operationId()).isEqualTo(theEnd().operation().id());

        ended.clear();
        assigner.inject(Fault.deny().onCall(Call.LOOK).always());
        assertThatThrownBy(() -> two.evacuate(a).to(b).execute()).isInstanceOf(FloatingIpException.class);
        assertThat(theEnd().outcomes()).hasSize(2).allMatch(each -> each.outcome() == Outcome.FAILED);
    }

    @Test
    void listener_whereSomeOfAGroupAreNotReleased_hearsWhich() {
        give(a, "10.0.1.12");
        FloatingIpGroup two = group("10.0.1.12", "10.0.1.40").listener(listener).build();

        GroupReleaseException failed = catchThrowableOfType(GroupReleaseException.class, () -> two.release(a));

        assertThat(theEnd().failure()).isSameAs(failed);
        assertThat(theEnd().outcomes())
                .extracting(AddressOutcome::outcome)
                .containsExactly(Outcome.RELEASED, Outcome.REFUSED);
        assertThat(failed.failures().values())
                .extracting(FloatingIpException::operationId)
                .containsOnly(theEnd().operation().id());
    }

    // ---- when it is told

    @Test
    void listener_withoutAnExecutor_isCalledWhenTheMoveHasEnded() {
        assigner.inject(Fault.none().onCall(Call.ASSIGN).first(() -> heard.add("the flip")));

        db().listener(listener).build().moveTo(b);

        assertThat(heard.get(0)).isEqualTo("the flip");
        assertThat(heard).hasSize(9);
    }

    @Test
    void listener_withADirectExecutor_isCalledAsThingsHappenOnTheThreadThatMoves() {
        assigner.inject(Fault.none().onCall(Call.ASSIGN).first(() -> heard.add("the flip")));
        List<Thread> threads = new ArrayList<>();

        db().listener(listener, Runnable::run)
                .listener(
                        new MoveListener() {
                            @Override
                            public void stepEnded(StepEnded event) {
                                threads.add(Thread.currentThread());
                            }
                        },
                        Runnable::run)
                .build()
                .moveTo(b);

        assertThat(heard)
                .containsExactly(
                        "started",
                        "begins PLANNED",
                        "PLANNED DONE",
                        "begins ASSIGNED",
                        "the flip",
                        "ASSIGNED DONE",
                        "begins VERIFIED",
                        "VERIFIED DONE",
                        "ended MOVED");
        assertThat(threads).hasSize(3).containsOnly(Thread.currentThread());
    }

    /** What docs/observe.md warns of: it is the one way in which a listener takes the move's time. */
    @Test
    void listener_thatIsSlow_takesTheTimeOfTheMoveOnADirectExecutorAlone() {
        MoveListener slow = new MoveListener() {
            @Override
            public void stepEnded(StepEnded event) {
                ticker.advance(Duration.ofSeconds(1));
            }
        };

        assertThat(db().listener(slow).build().moveTo(b).elapsed()).isLessThan(Duration.ofSeconds(1));
        assertThat(db().listener(slow, Runnable::run).build().moveTo(a).elapsed())
                .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
        List<Runnable> queue = new ArrayList<>();
        assertThat(db().listener(slow, queue::add).build().moveTo(b).elapsed()).isLessThan(Duration.ofSeconds(1));
        assertThat(queue).hasSize(8);
    }

    @Test
    void listener_thatMoves_isAnOperationOfItsOwn() {
        List<String> ids = new ArrayList<>();
        FloatingIp inner = db().build();

        MoveResult outer = db().listener(
                        new MoveListener() {
                            @Override
                            public void started(OperationStarted event) {
                                ids.add(inner.moveTo(a).operationId());
                            }
                        },
                        Runnable::run)
                .build()
                .moveTo(b);

        assertThat(outer.moved()).isTrue();
        assertThat(ids).hasSize(1).doesNotContain(outer.operationId());
    }

    @Test
    void listener_thatThrows_hurtsNeitherTheMoveNorOtherListeners() {
        MoveListener broken = new MoveListener() {
            @Override
            public void started(OperationStarted event) {
                throw new IllegalStateException("broken on purpose");
            }

            @Override
            public void ended(OperationEnded event) {
                throw new IllegalStateException("broken on purpose");
            }
        };

        MoveResult result = db().listener(broken)
                .listener(broken, Runnable::run)
                .listener(broken, task -> {
                    throw new RejectedExecutionException("full on purpose");
                })
                .listener(listener)
                .build()
                .moveTo(b);

        assertThat(result.moved()).isTrue();
        assertThat(heard).hasSize(8);
    }

    @Test
    void listener_ofReadings_hearsNothing() {
        FloatingIp db = db().listener(listener).build();

        db.holder();
        db.move().to(b).plan();
        db.standby(b);
        assertThatThrownBy(() -> db.move().to("i-0nowhere").plan())
                .isInstanceOfSatisfying(
                        FloatingIpException.class,
                        failed -> assertThat(failed.operationId()).isEmpty());

        assertThat(heard).isEmpty();
    }
}
