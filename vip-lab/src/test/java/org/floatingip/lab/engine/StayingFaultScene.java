package org.floatingip.lab.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.FloatingIpGroup;
import org.floatingip.GroupMoveResult;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.SettleResult;
import org.floatingip.StandbyMove;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.lab.CountingTicker;
import org.floatingip.lab.CountingTicker.Kind;
import org.floatingip.spi.DnsRegistrar;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.dns.InMemoryDnsRegistrar;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.hosts.HostFault;
import org.floatingip.testkit.hosts.InMemoryHosts;

/** A world of its own, in which the first of two hosts holds two addresses, and every call is counted. */
final class StayingFaultScene {

    private static final String ONE = Sandbox.FLOATING_IP;
    private static final String TWO = "10.0.1.13";
    private static final int ENDLESS = 5000;
    private static final Set<String> CHANGES = Set.of("assign", "release", "putBack");

    /** What asks nobody, and is asked whenever it is needed. */
    private static final Set<String> KNOWN = Set.of("traits", "severalAtOnce", "diagnoses");

    /** Something that stays wrong. */
    @SuppressWarnings("ImmutableEnumChecker") // lambdas that hold nothing
    enum Staying {
        ASSIGN_UNAVAILABLE(scene -> scene.always(Fault.unavailable(), Call.ASSIGN)),
        ASSIGN_THROTTLED(scene -> scene.always(Fault.throttle(), Call.ASSIGN)),
        ASSIGN_REQUEST_LOST(scene -> scene.always(Fault.loseRequest(), Call.ASSIGN)),
        ASSIGN_UNAVAILABLE_AND_ONE_LET_GO(scene -> scene.assigner.inject(
                Fault.unavailable().onCall(Call.ASSIGN).always().then(scene::letGo))),
        ASSIGN_REPLY_LOST(scene -> scene.always(Fault.loseReply(), Call.ASSIGN)),
        RELEASE_UNAVAILABLE(scene -> scene.always(Fault.unavailable(), Call.RELEASE)),
        RELEASE_REPLY_LOST(scene -> scene.always(Fault.loseReply(), Call.RELEASE)),
        CHANGES_THROTTLED(scene -> {
            scene.always(Fault.throttle(), Call.ASSIGN);
            scene.always(Fault.throttle(), Call.RELEASE);
        }),
        LOOKS_UNAVAILABLE(scene -> scene.always(Fault.unavailable(), Call.LOOK)),
        LOOKS_THROTTLED(scene -> scene.always(Fault.throttle(), Call.LOOK)),
        LOOKS_UNAVAILABLE_AFTER_THE_FIRST(scene -> scene.assigner.inject(
                Fault.unavailable().onCall(Call.LOOK).skip(1).always())),
        NEVER_SHOWN(scene -> scene.sandbox.network().delayVisibility(Duration.ofDays(1))),
        NEVER_SHOWN_NOR_ANSWERED(scene -> {
            scene.sandbox.network().delayVisibility(Duration.ofDays(1));
            scene.always(Fault.loseReply(), Call.ASSIGN);
            scene.always(Fault.loseReply(), Call.RELEASE);
        }),
        HOSTS_UNREACHABLE(scene -> scene.faultHosts(HostFault.unreachable())),
        HOSTS_FROZEN(scene -> scene.faultHosts(HostFault.frozen())),
        DNS_SILENT(scene -> scene.registrar.cutOff()),
        CLOCK_STOPPED(scene -> {
            scene.clock.stopped = true;
            scene.always(Fault.unavailable(), Call.ASSIGN);
            scene.always(Fault.unavailable(), Call.RELEASE);
        }),
        CLOCK_STOPPED_AND_NEVER_SHOWN(scene -> {
            scene.clock.stopped = true;
            scene.sandbox.network().delayVisibility(Duration.ofDays(1));
        });

        private final Consumer<StayingFaultScene> begin;

        Staying(Consumer<StayingFaultScene> begin) {
            this.begin = begin;
        }
    }

    /** An operation, as its caller knows it. */
    @SuppressWarnings("ImmutableEnumChecker") // lambdas that hold nothing
    enum Doing {
        MOVE(scene -> end(scene.db().moveTo(scene.b))),
        HANDOVER(scene ->
                end(scene.db().move().from(scene.a).to(scene.b).handover().execute())),
        STANDBY(scene -> end(scene.standby.execute())),
        STANDBY_OR_MOVE(scene -> end(scene.standby.orMove().execute())),
        GROUP(scene -> end(scene.group(true).moveTo(scene.b))),
        GROUP_ALL_OR_NOTHING(
                scene -> end(scene.group(true).move().to(scene.b).allOrNothing().execute())),
        GROUP_ONE_BY_ONE(scene -> end(scene.group(false).moveTo(scene.b))),
        EVACUATE(scene -> end(scene.group(true).evacuate(scene.a).to(scene.b).execute())),
        RELEASE(scene -> scene.db().release(scene.a).steps().size() + " steps"),
        SETTLE(scene -> end(List.of(scene.db().settle(scene.lost)))),
        GROUP_SETTLE(scene -> end(scene.group(true).settle(scene.lostByAll))),
        NAMES(scene -> scene.db().registerNames().status().toString());

        private final Function<StayingFaultScene, String> run;

        Doing(Function<StayingFaultScene, String> run) {
            this.run = run;
        }

        /** Whether it undoes, in a time of its own, what it did not finish. */
        boolean undoes() {
            return this == HANDOVER || this == GROUP_ALL_OR_NOTHING;
        }

        private static String end(MoveResult result) {
            return result.outcome() + (result.warnings().isEmpty() ? "" : ", with a warning");
        }

        private static String end(GroupMoveResult result) {
            return String.join(
                    ", ", result.results().stream().map(Doing::end).distinct().toList());
        }

        private static String end(List<SettleResult> results) {
            return results.stream().allMatch(SettleResult::complete) ? "settled" : "unsettled";
        }
    }

    /** A clock that can stop: a wait returns at once then, and no time has passed. */
    private static final class StoppableClock implements Ticker {

        private final Ticker time;
        private volatile boolean stopped;

        private StoppableClock(Ticker time) {
            this.time = time;
        }

        @Override
        public Instant now() {
            return stopped ? Instant.EPOCH : time.now();
        }

        @Override
        public long nanoTime() {
            return stopped ? 0 : time.nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            if (!stopped) {
                time.sleep(duration);
            }
        }

        @Override
        public long jitter(long bound) {
            return stopped ? 0 : time.jitter(bound);
        }
    }

    final CountingTicker done;
    private final Sandbox sandbox;
    private final InMemoryIpAssigner assigner;
    private final InMemoryHosts hosts;
    private final InMemoryDnsRegistrar registrar;
    private final StoppableClock clock;
    private Duration timeout = Duration.ofMinutes(1);
    private final String a;
    private final String b;
    private final StandbyMove standby;
    private final MoveResult lost;
    private final GroupMoveResult lostByAll;

    /** @param time of the network, which goes on where that of the engine stops */
    StayingFaultScene(Ticker time, Duration timeout) {
        clock = new StoppableClock(time);
        done = new CountingTicker(clock);
        sandbox = Sandbox.create(time);
        a = sandbox.instanceId("db.a");
        b = sandbox.instanceId("db.b");
        assigner = InMemoryIpAssigner.of(sandbox.network());
        hosts = InMemoryHosts.create(time);
        registrar = InMemoryDnsRegistrar.of(sandbox.dns());
        give(a);
        hosts.set(a, ONE);
        hosts.set(a, TWO);
        // Moves whose old host could not be reached: what settle(..) is for.
        hosts.cutOff(a);
        lostByAll = group(true).moveTo(b);
        lost = lostByAll.results().get(0);
        hosts.mend(a);
        Holder there = lost.to();
        lostByAll.results().forEach(result -> One.drop(hosts, result.address(), there, this.timeout));
        give(a);
        this.timeout = timeout;
        standby = db().standby(b);
    }

    private void give(String instance) {
        String eni = sandbox.network()
                .instance(instance)
                .orElseThrow()
                .interfaces()
                .get(0)
                .id();
        sandbox.network().assignAddresses(eni, List.of(IpAddress.of(ONE), IpAddress.of(TWO)), true);
    }

    /** The second address is held by nobody from now on, so that it can't be assigned together with the first. */
    private void letGo() {
        sandbox.network()
                .holders(TWO)
                .forEach(holder ->
                        sandbox.network().unassignAddresses(holder.interfaceId(), List.of(IpAddress.of(TWO))));
    }

    private void always(Fault fault, Call call) {
        assigner.inject(fault.onCall(call).always());
    }

    private void faultHosts(HostFault fault) {
        hosts.fault(a, fault);
        hosts.fault(b, fault);
    }

    private FloatingIp db() {
        return FloatingIp.at(ONE)
                .assigner(counted(assigner, IpAssigner.class))
                .hosts(counted(hosts, HostNetworkConfigurator.class))
                .dns(counted(registrar, DnsRegistrar.class), "db.example.com")
                .ticker(done)
                .timeout(timeout)
                .build();
    }

    /** @param able whether they can do several at once */
    private FloatingIpGroup group(boolean able) {
        IpAssigner network = able
                ? assigner
                : new WithTraits(
                        assigner, assigner.traits().toBuilder().mostPerCall(1).build());
        return FloatingIpGroup.at(ONE, TWO)
                .assigner(counted(network, IpAssigner.class))
                .hosts(counted(able ? hosts : new OneByOneHosts(hosts), HostNetworkConfigurator.class))
                .ticker(done)
                .timeout(timeout)
                .build();
    }

    private <T> T counted(T real, Class<T> type) {
        return Interposed.before(real, type, (method, call) -> {
            Kind kind = type == HostNetworkConfigurator.class
                    ? Kind.HOST
                    : type == DnsRegistrar.class ? Kind.NAME : CHANGES.contains(method) ? Kind.CHANGE : Kind.LOOK;
            if (!KNOWN.contains(method)) {
                done.count(kind);
                if (done.all(kind) > ENDLESS) {
                    throw new IllegalStateException(ENDLESS + " calls of a kind: this would not end");
                }
            }
            return call.make();
        });
    }

    /** What came of it. */
    String run(Doing doing, Staying fault) {
        give(doing == Doing.SETTLE || doing == Doing.GROUP_SETTLE ? b : a);
        fault.begin.accept(this);
        done.reset();
        try {
            return doing.run.apply(this);
        } catch (GroupMoveException e) {
            return String.join(
                    ", ",
                    e.failures().values().stream()
                            .map(StayingFaultScene::end)
                            .distinct()
                            .toList());
        } catch (FloatingIpException e) {
            return end(e);
        }
    }

    private static String end(FloatingIpException e) {
        return e.type() + " " + e.effect();
    }
}
