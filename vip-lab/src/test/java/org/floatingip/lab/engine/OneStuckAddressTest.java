package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.Dependent;
import org.floatingip.FloatingIpGroup;
import org.floatingip.GroupMovePlan;
import org.floatingip.GroupMoveResult;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.GroupReleaseException;
import org.floatingip.failure.LeftUnheldException;
import org.floatingip.failure.NotReassociatedException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.ThrottledException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.ForwardingHostNetworkConfigurator;
import org.floatingip.spi.ForwardingIpAssigner;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.InMemoryVpc;
import org.junit.jupiter.api.Test;

/** One of several addresses is lost or stuck: what that costs the others. */
class OneStuckAddressTest {

    private static final String A = "i-0a";
    private static final String B = "i-0b";
    private static final List<IpAddress> VIPS =
            List.of(IpAddress.of("10.0.1.12"), IpAddress.of("10.0.1.13"), IpAddress.of("10.0.1.14"));

    private final Scenario scenario = Scenario.builder()
            .host(A)
            .holding("10.0.1.12")
            .holding("10.0.1.13")
            .holding("10.0.1.14")
            .host(B)
            .build();
    private final InMemoryVpc network = scenario.network();
    private final InMemoryHosts hosts = scenario.hosts();
    private final VirtualTicker ticker = scenario.ticker();
    private final String onA =
            network.instance(A).orElseThrow().interfaces().get(0).id();
    private final String onB =
            network.instance(B).orElseThrow().interfaces().get(0).id();

    /** When each address was taken last, given last, and what hung on it was put back. */
    private final Map<IpAddress, Duration> taken = new LinkedHashMap<>();

    private final Map<IpAddress, Duration> given = new LinkedHashMap<>();
    private final Map<IpAddress, Duration> putBack = new LinkedHashMap<>();
    private final List<String> givenTo = new ArrayList<>();

    private Duration now() {
        return Duration.ofNanos(ticker.nanoTime());
    }

    /** The network, which notes when what was done. */
    private class Noting extends ForwardingIpAssigner {

        private final int mostPerCall;

        Noting(int mostPerCall) {
            super(scenario.assigner());
            this.mostPerCall = mostPerCall;
        }

        @Override
        public Traits traits() {
            return super.traits().toBuilder().mostPerCall(mostPerCall).build();
        }

        @Override
        public void release(List<IpAddress> addresses, Holder holder) {
            super.release(addresses, holder);
            addresses.forEach(address -> taken.put(address, now()));
        }

        @Override
        public void assign(List<Transfer> batch) {
            super.assign(batch);
            batch.forEach(transfer -> given.put(transfer.address(), now()));
            batch.forEach(transfer -> givenTo.add(transfer.placement().host().value()));
        }

        @Override
        public void putBack(IpAddress address, Placement placement, List<Dependent> dependents) {
            super.putBack(address, placement, dependents);
            putBack.put(address, now());
        }
    }

    /** A network from which somebody takes those just before they are taken for the first time. */
    private IpAssigner losing(List<IpAddress> lost) {
        return new Noting(50) {

            private boolean done;

            @Override
            public void release(List<IpAddress> addresses, Holder holder) {
                if (!done) {
                    done = true;
                    network.unassignAddresses(onA, lost);
                }
                super.release(addresses, holder);
            }
        };
    }

    private FloatingIpGroup group(IpAssigner assigner, int seconds) {
        return FloatingIpGroup.of(VIPS)
                .assigner(assigner)
                .hosts(hosts)
                .ticker(ticker)
                .timeout(Duration.ofSeconds(seconds))
                .build();
    }

    private String holder(int index) {
        List<Holder> holders =
                scenario.assigner().locate(List.of(VIPS.get(index))).get(VIPS.get(index));
        return holders.isEmpty() ? "nobody" : holders.get(0).host().value();
    }

    private Duration gap(int index) {
        return given.get(VIPS.get(index)).minus(taken.get(VIPS.get(index)));
    }

    private void elasticIpOn(int index) {
        network.associateElasticIp(network.allocateElasticIp().allocationId(), onA, VIPS.get(index), false);
    }

    // ---- one that was lost

    @Test
    void handover_whenOneWasLost_givesWhatWasTakenBeforeItLooksWhoHasThat() {
        FloatingIpGroup group = group(losing(VIPS.subList(1, 2)), 30);

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class,
                () -> group.move().from(A).to(B).handover().execute());

        assertThat(List.of(holder(0), holder(1), holder(2))).containsExactly(B, "nobody", B);
        assertThat(List.of(gap(0), gap(2))).allMatch(gap -> gap.toMillis() < 100);
        assertThat(failed.failures()).containsOnlyKeys(VIPS.get(1));
        assertThat(failed.failures().get(VIPS.get(1)))
                .isInstanceOfSatisfying(
                        NotVerifiedException.class,
                        e -> assertThat(e.observed()).isEmpty());
    }

    @Test
    void handover_whenAllButOneWereLost_takesThatOneInTime() {
        FloatingIpGroup group = group(losing(VIPS.subList(0, 2)), 3);

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class,
                () -> group.move().from(A).to(B).handover().execute());

        assertThat(holder(2)).isEqualTo(B);
        assertThat(failed.failures()).containsOnlyKeys(VIPS.get(0), VIPS.get(1));
    }

    @Test
    void release_whenAllWereLost_looksForAllInOneTime() {
        FloatingIpGroup group = group(losing(VIPS), 3);
        Duration began = now();

        GroupReleaseException failed = catchThrowableOfType(GroupReleaseException.class, () -> group.release(A));

        assertThat(failed.failures().values()).hasSize(3).allMatch(e -> e instanceof NotVerifiedException);
        assertThat(now().minus(began)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void allOrNothing_whenOneIsKnownToBeLost_givesNoOtherToTheTarget() {
        FloatingIpGroup group = group(losing(VIPS.subList(0, 1)), 30);

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class,
                () -> group.move().from(A).to(B).handover().allOrNothing().execute());

        assertThat(List.of(holder(0), holder(1), holder(2))).containsExactly("nobody", A, A);
        assertThat(givenTo).containsOnly(A);
        assertThat(failed.restored()).containsExactly(VIPS.get(1), VIPS.get(2));
        assertThat(gap(1)).isLessThan(Duration.ofMillis(100));
    }

    // ---- one that can't be given

    /** Does not give the first to the target: for good, or until that time has passed. */
    private IpAssigner busyTarget(boolean forAnybody, Duration until) {
        return new Noting(1) {
            @Override
            public void assign(List<Transfer> batch) {
                Transfer first = batch.get(0);
                boolean meant = first.address().equals(VIPS.get(0))
                        && (forAnybody || first.placement().host().value().equals(B));
                if (meant && now().compareTo(until) < 0) {
                    throw UnavailableException.withoutEffect("assign", "this one is busy", null);
                }
                super.assign(batch);
            }
        };
    }

    private Duration in(int seconds) {
        return now().plusSeconds(seconds);
    }

    @Test
    void takeover_whenOneIsStuck_givesTheOthers() {
        FloatingIpGroup group = group(busyTarget(false, in(1000)), 5);

        GroupMoveException failed = catchThrowableOfType(GroupMoveException.class, () -> group.moveTo(B));

        assertThat(List.of(holder(0), holder(1), holder(2))).containsExactly(A, B, B);
        assertThat(failed.failures()).containsOnlyKeys(VIPS.get(0));
        assertThat(failed.failures().get(VIPS.get(0))).isInstanceOf(OutOfTimeException.class);
    }

    @Test
    void takeover_whenOneIsStuckForATime_givesTheOthersAtOnceAndThatLater() {
        Duration began = now();
        GroupMoveResult moved = group(busyTarget(false, in(3)), 10).moveTo(B);

        assertThat(moved.results()).hasSize(3);
        assertThat(given.get(VIPS.get(1)).minus(began)).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void handover_whenOneIsStuck_goesBackSoonAndTheOthersMove() {
        FloatingIpGroup group = group(busyTarget(false, in(1000)), 10);

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class,
                () -> group.move().from(A).to(B).handover().execute());

        assertThat(List.of(holder(0), holder(1), holder(2))).containsExactly(A, B, B);
        assertThat(gap(0)).isLessThanOrEqualTo(Duration.ofMillis(2100));
        assertThat(failed.failures()).containsOnlyKeys(VIPS.get(0));
    }

    /** The same outage keeps it from its holder: it is not left to nobody while there is time. */
    @Test
    void handover_whenOneCanBeGivenToNobodyForATime_goesBackOnceItCan() {
        FloatingIpGroup group = group(busyTarget(true, in(6)), 30);

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class,
                () -> group.move().from(A).to(B).handover().execute());

        assertThat(List.of(holder(0), holder(1), holder(2))).containsExactly(A, B, B);
        assertThat(failed.failures().get(VIPS.get(0))).isNotInstanceOf(LeftUnheldException.class);
    }

    /** Two seconds more, and no more than that. */
    @Test
    void handover_whenInterruptedWhileOneCanBeGivenToNobody_endsSoonAfter() {
        Duration began = now();
        IpAssigner stuck = new Noting(1) {
            @Override
            public void assign(List<Transfer> batch) {
                if (now().minus(began).toSeconds() >= 5) {
                    Thread.currentThread().interrupt();
                }
                throw UnavailableException.withoutEffect("assign", "nobody is given anything", null);
            }
        };
        FloatingIpGroup group = group(stuck, 60);

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class,
                () -> group.move().from(A).to(B).handover().execute());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failed.failures().get(VIPS.get(0))).isInstanceOf(LeftUnheldException.class);
        assertThat(List.of(holder(0), holder(1), holder(2))).containsExactly("nobody", A, A);
        assertThat(now().minus(began)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
    }

    // ---- one of which what hangs on it is stuck

    /** Does not put back what hung on the first. */
    private IpAssigner stuckElasticIp() {
        return new Noting(50) {
            @Override
            public void putBack(IpAddress address, Placement placement, List<Dependent> dependents) {
                if (address.equals(VIPS.get(0))) {
                    throw new ThrottledException("ec2:AssociateAddress", null);
                }
                super.putBack(address, placement, dependents);
            }
        };
    }

    @Test
    void handover_whenOneElasticIpIsStuck_putsTheOthersBackAtOnce() {
        elasticIpOn(0);
        elasticIpOn(1);
        FloatingIpGroup group = group(stuckElasticIp(), 30);
        Duration began = now();

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class,
                () -> group.move().from(A).to(B).handover().reassociate().execute());

        assertThat(failed.failures()).containsOnlyKeys(VIPS.get(0));
        assertThat(failed.failures().get(VIPS.get(0))).isInstanceOf(NotReassociatedException.class);
        assertThat(putBack.get(VIPS.get(1)).minus(began)).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void handover_whenTimeIsOverAndAllElasticIpsAreStuck_isTriedInOneTime() {
        elasticIpOn(0);
        elasticIpOn(1);
        elasticIpOn(2);
        IpAssigner stuck = new Noting(50) {
            @Override
            public void putBack(IpAddress address, Placement placement, List<Dependent> dependents) {
                throw new ThrottledException("ec2:AssociateAddress", null);
            }
        };
        FloatingIpGroup group = group(stuck, 1);
        Duration began = now();

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class,
                () -> group.move().from(A).to(B).handover().reassociate().execute());

        assertThat(failed.failures()).hasSize(3);
        assertThat(now().minus(began)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void apply_whenWhatAnEarlierMoveOwesIsStuck_movesTheOthersFirst() {
        elasticIpOn(0);
        GroupMovePlan plan = group(new Noting(50), 10)
                .move()
                .from(A)
                .to(B)
                .handover()
                .reassociate()
                .plan();
        network.unassignAddresses(onA, VIPS.subList(0, 1));
        network.assignAddresses(onB, VIPS.subList(0, 1), false);
        FloatingIpGroup group = group(stuckElasticIp(), 10);
        Duration began = now();

        GroupMoveException failed = catchThrowableOfType(GroupMoveException.class, () -> group.apply(plan));

        assertThat(List.of(holder(0), holder(1), holder(2))).containsExactly(B, B, B);
        assertThat(failed.failures()).containsOnlyKeys(VIPS.get(0));
        assertThat(failed.failures().get(VIPS.get(0))).isInstanceOf(NotReassociatedException.class);
        assertThat(given.get(VIPS.get(1)).minus(began)).isLessThan(Duration.ofMillis(100));
    }

    // ---- one of which it can't be told who holds it

    /** The first was changed long enough ago for its answers to be new, the others were not. */
    @Test
    void moveTo_whenAnswersOfTheOthersMayBeOld_hasTheOldHostAcceptAgainWhatItWasGivenMeanwhile() {
        scenario.assigner().readLag(Duration.ofSeconds(6));
        VIPS.forEach(vip -> hosts.set(A, vip.toString()));
        IpAssigner slow = new Noting(1) {
            @Override
            public void assign(List<Transfer> batch) {
                if (batch.get(0).address().equals(VIPS.get(1))) {
                    ticker.advance(Duration.ofSeconds(5));
                }
                super.assign(batch);
            }
        };
        boolean[] done = {false};
        ForwardingHostNetworkConfigurator bringsBack = new ForwardingHostNetworkConfigurator(hosts) {
            @Override
            public PerAddress<HostReport> drop(List<IpAddress> addresses, Holder holder, Duration budget) {
                PerAddress<HostReport> dropped = super.drop(addresses, holder, budget);
                if (!done[0]) {
                    done[0] = true;
                    network.assignAddresses(onA, VIPS.subList(0, 2), true);
                }
                return dropped;
            }
        };

        GroupMoveResult moved = FloatingIpGroup.of(VIPS)
                .assigner(slow)
                .hosts(bringsBack)
                .ticker(ticker)
                .timeout(Duration.ofSeconds(20))
                .build()
                .moveTo(B);

        assertThat(hosts.accepts(A, VIPS.get(0).toString())).isTrue();
        assertThat(moved.results().get(0).warnings()).singleElement().asString().contains("accepts it again");
        assertThat(moved.results().get(1).warnings().toString()).contains("could not be seen whether", "6000 ms old");
    }
}
