package org.floatingip.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsRecord;
import org.floatingip.dns.DnsRecordChange;
import org.floatingip.failure.UnavailableException;
import org.floatingip.lab.engine.One;
import org.floatingip.lab.engine.OneByOneHosts;
import org.floatingip.lab.simulation.Violation.Rule;
import org.floatingip.spi.DnsRegistrar;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.Vpc;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The negative controls: what is broken on purpose is found, by the rule that it breaks, and told in few lines. */
class SabotageTest {

    private static final int SEEDS = 20_000;

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "mover");
        thread.setDaemon(true);
        return thread;
    });

    @AfterAll
    static void stop() {
        THREADS.shutdownNow();
    }

    @FunctionalInterface
    private interface Broken {
        SimulatedAssigner by(Mover mover);
    }

    private static Sabotage assigner(Broken broken) {
        return new Sabotage() {
            @Override
            public SimulatedAssigner assigner(Mover mover) {
                return broken.by(mover);
            }
        };
    }

    /** Broken in what it says and does of one address, of which each batch is made. */
    private abstract static class ByEach extends SimulatedAssigner {

        ByEach(Mover mover) {
            super(mover);
        }

        List<Holder> locate(IpAddress address) {
            return Objects.requireNonNull(super.locate(List.of(address)).get(address));
        }

        @Override
        public final Map<IpAddress, List<Holder>> locate(List<IpAddress> addresses) {
            Map<IpAddress, List<Holder>> found = new LinkedHashMap<>();
            addresses.forEach(address -> found.put(address, locate(address)));
            return found;
        }

        Survey survey(IpAddress address, HostId target) {
            return super.survey(List.of(address), target).get(address);
        }

        @Override
        public final PerAddress<Survey> survey(List<IpAddress> addresses, HostId target) {
            return PerAddress.oneByOne(addresses, address -> survey(address, target), RefusedException.class);
        }

        void assign(Transfer transfer) {
            super.assign(List.of(transfer));
        }

        @Override
        public final void assign(List<Transfer> batch) {
            batch.forEach(this::assign);
        }
    }

    /** Says that it assigned, and shows what it said. */
    private static final class Liar extends ByEach {

        private final Map<IpAddress, Holder> said = new TreeMap<>();

        Liar(Mover mover) {
            super(mover);
        }

        @Override
        void assign(Transfer transfer) {
            said.put(transfer.address(), transfer.placement().asHolder());
        }

        @Override
        List<Holder> locate(IpAddress address) {
            Holder holder = said.get(address);
            return holder == null ? super.locate(address) : List.of(holder);
        }
    }

    /** Repeats an assignment that got no answer, without a look, and tells only the last answer. */
    private static final class BlindRetry extends SimulatedAssigner {

        BlindRetry(Mover mover) {
            super(mover);
        }

        @Override
        public void assign(List<Transfer> transfers) {
            try {
                super.assign(transfers);
            } catch (UnavailableException e) {
                super.assign(transfers);
            }
        }
    }

    /** Goes on trying when nobody waits for it any more. */
    private static final class LateRetry extends SimulatedAssigner {

        LateRetry(Mover mover) {
            super(mover);
        }

        @Override
        public void assign(List<Transfer> transfers) {
            try {
                super.assign(transfers);
            } catch (UnavailableException e) {
                mover.world.baton.start(
                        mover.world.baton.now() + Duration.ofSeconds(20).toNanos(), () -> again(transfers));
                throw e;
            }
        }

        private void again(List<Transfer> transfers) {
            try {
                super.assign(transfers);
            } catch (FloatingIpException | Baton.Crash e) {
                mover.world.say(() -> "retried in vain: " + e);
            }
        }
    }

    /** Takes the address from whoever holds it. */
    private static final class CarelessRelease extends SimulatedAssigner {

        CarelessRelease(Mover mover) {
            super(mover);
        }

        @Override
        public void release(List<IpAddress> addresses, Holder holder) {
            List<Holder> now = mover.world.network.holders(addresses.get(0));
            super.release(addresses, now.isEmpty() ? holder : now.get(0));
        }
    }

    /** Displaces whoever came since nobody was seen. */
    private static final class CarelessAssign extends ByEach {

        CarelessAssign(Mover mover) {
            super(mover);
        }

        @Override
        void assign(Transfer transfer) {
            Holder anybody = Holder.of(HostId.of("i-0a"), "eni-anybody");
            super.assign(Transfer.of(
                    transfer.address(),
                    transfer.seen().isEmpty() ? List.of(anybody) : transfer.seen(),
                    transfer.placement()));
        }
    }

    /** Takes no answer for "not done". */
    private static final class UnknownIsNone extends SimulatedAssigner {

        UnknownIsNone(Mover mover) {
            super(mover);
        }

        @Override
        public void assign(List<Transfer> transfers) {
            try {
                super.assign(transfers);
            } catch (UnavailableException e) {
                throw UnavailableException.withoutEffect("assign", "no answer", e);
            }
        }

        @Override
        public void release(List<IpAddress> addresses, Holder holder) {
            try {
                super.release(addresses, holder);
            } catch (UnavailableException e) {
                throw UnavailableException.withoutEffect("release", "no answer", e);
            }
        }
    }

    /** Takes a failure for "nobody holds it". */
    private static final class ErrorIsEmpty extends ByEach {

        ErrorIsEmpty(Mover mover) {
            super(mover);
        }

        @Override
        List<Holder> locate(IpAddress address) {
            try {
                return super.locate(address);
            } catch (FloatingIpException e) {
                return List.of();
            }
        }
    }

    /** Leaves the address where it was, too: as public emulators do. */
    private static final class OnBoth extends ByEach {

        OnBoth(Mover mover) {
            super(mover);
        }

        @Override
        void assign(Transfer transfer) {
            super.assign(transfer);
            // One VPC never has it twice; two that overlap do.
            Vpc twin = mover.world.network.createVpc("10.0.0.0/16");
            String subnet = mover.world
                    .network
                    .createSubnet(twin.id(), "10.0.1.0/24", "us-east-1a")
                    .id();
            mover.world.network.run(InstanceSpec.with(
                    InterfaceSpec.in(subnet).secondary(transfer.address().toString())));
        }
    }

    /** An engine that lets something out as it came. */
    private static final Sabotage UNTYPED = new Sabotage() {
        @Override
        public Object result(Object result) {
            throw new AssertionError("of the test");
        }
    };

    /** Never waits for an answer, and never gets one. */
    private static final class Endless extends ByEach {

        Endless(Mover mover) {
            super(mover);
        }

        @Override
        void assign(Transfer transfer) {
            while (true) {
                super.locate(transfer.address());
            }
        }
    }

    /** A host that says it accepts, and does not. */
    private static final class LyingHosts extends OneByOneHosts {

        LyingHosts(Mover mover) {
            super(new SimulatedHosts(mover));
        }

        @Override
        public HostReport accept(IpAddress address, Placement placement, Duration budget) {
            return HostReport.of(placement.host(), true, true, "says so");
        }
    }

    /** A host that writes its one address over whatever else was there. */
    private static final class ForgetfulHosts extends OneByOneHosts {

        private final Mover mover;

        ForgetfulHosts(Mover mover) {
            super(new SimulatedHosts(mover));
            this.mover = mover;
        }

        @Override
        public HostReport drop(IpAddress address, Holder holder, Duration budget) {
            HostReport unused = One.drop(mover.world.hosts, IpAddress.of(World.BYSTANDER), holder, budget);
            return super.drop(address, holder, budget);
        }
    }

    /** Says that it wrote a name, and does not. */
    private static final class LyingNames extends SimulatedNames {

        LyingNames(Mover mover) {
            super(mover);
        }

        @Override
        public DnsChange register(List<DnsRecord> records, Duration budget) {
            return DnsChange.unchanged(records.stream()
                    .map(record -> DnsRecordChange.of(record, record))
                    .toList());
        }
    }

    /** Serves on after it was closed. */
    private static final class NeverClosed extends SimulatedAssigner {

        NeverClosed(Mover mover) {
            super(mover);
        }

        @Override
        void checkOpen() {}
    }

    /** Does not see what hangs on the address. */
    private static final class BlindToElasticIps extends ByEach {

        BlindToElasticIps(Mover mover) {
            super(mover);
        }

        @Override
        Survey survey(IpAddress address, HostId target) {
            Survey seen = super.survey(address, target);
            return Survey.of(seen.holders(), seen.placement());
        }
    }

    private static Sabotage hosts(Function<Mover, OneByOneHosts> broken) {
        return new Sabotage() {
            @Override
            public HostNetworkConfigurator hosts(Mover mover) {
                return broken.apply(mover);
            }
        };
    }

    private static Sabotage names(Function<Mover, SimulatedNames> broken) {
        return new Sabotage() {
            @Override
            public DnsRegistrar names(Mover mover) {
                return broken.apply(mover);
            }
        };
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of("an assigner that lies", assigner(Liar::new), Set.of(Rule.SUCCESS_WAS_TRUE)),
                Arguments.of("a blind retry", assigner(BlindRetry::new), Set.of(Rule.EFFECT_NONE_CHANGED_NOTHING)),
                Arguments.of(
                        "a retry that outlives its move", assigner(LateRetry::new), Set.of(Rule.NO_CALL_AFTER_CLOSE)),
                Arguments.of(
                        "a release from anybody",
                        assigner(CarelessRelease::new),
                        Set.of(Rule.HANDOVER_TAKES_FROM_ITS_HOLDER_ALONE)),
                Arguments.of(
                        "an assignment that displaces anybody",
                        assigner(CarelessAssign::new),
                        Set.of(Rule.HANDOVER_TAKES_FROM_ITS_HOLDER_ALONE)),
                Arguments.of(
                        "no answer is taken for not done",
                        assigner(UnknownIsNone::new),
                        Set.of(Rule.EFFECT_NONE_CHANGED_NOTHING)),
                Arguments.of(
                        "an error is taken for nobody",
                        assigner(ErrorIsEmpty::new),
                        Set.of(Rule.HOLDERS_NAMED_WERE_TRUE)),
                Arguments.of("an address on two interfaces", assigner(OnBoth::new), Set.of(Rule.NEVER_TWO_HOLDERS)),
                Arguments.of("an engine that types nothing", UNTYPED, Set.of(Rule.FAILURES_ARE_TYPED)),
                Arguments.of("a call without end", assigner(Endless::new), Set.of(Rule.OPERATIONS_END)),
                Arguments.of("a host that lies", hosts(LyingHosts::new), Set.of(Rule.HOLDER_ACCEPTS_IN_THE_END)),
                Arguments.of(
                        "a host that forgets the rest", hosts(ForgetfulHosts::new), Set.of(Rule.NOTHING_ELSE_IS_LOST)),
                Arguments.of(
                        "a registrar that lies",
                        names(LyingNames::new),
                        Set.of(Rule.NAME_POINTS_AT_THE_ADDRESS_IN_THE_END)),
                Arguments.of(
                        "an assigner that serves on after its end",
                        assigner(NeverClosed::new),
                        Set.of(Rule.NO_CALL_AFTER_CLOSE)),
                Arguments.of(
                        "an assigner that sees no Elastic IP",
                        assigner(BlindToElasticIps::new),
                        Set.of(Rule.NOTHING_IS_CUT_OFF_IN_SILENCE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void everySchedule_whenSomethingIsBroken_isFoundAndTold(String what, Sabotage sabotage, Set<Rule> rules) {
        List<Rule> found = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            Simulation.Run run = Simulation.run(Story.of(seed), sabotage, THREADS, false);
            if (run.failure().isEmpty()) {
                continue;
            }
            found.add(run.failure().get().rule());
            if (rules.contains(run.failure().get().rule())) {
                Simulation.Run shrunk = Simulation.shrunk(run, sabotage, THREADS);
                System.out.println(
                        what + ": seed " + seed + ", " + run.story().lines().size() + " -> "
                                + shrunk.story().lines().size() + " lines: "
                                + shrunk.failure().get());
                assertThat(shrunk.failure().get().rule())
                        .isEqualTo(run.failure().get().rule());
                assertThat(shrunk.story().lines()).hasSizeLessThanOrEqualTo(8);
                assertThat(shrunk.history()).isNotEmpty();
                return;
            }
        }
        assertThat(found).as("broken rules, of %s", what).containsAnyElementsOf(rules);
    }
}
