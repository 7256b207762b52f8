package org.floatingip.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.lab.engine.OneByOneHosts;
import org.floatingip.lab.simulation.Violation.Rule;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Transfer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The negative controls of {@link Aftermath}: what is broken on purpose is found by the rule that it breaks, in a story that is
 * well without it.
 */
class AftermathSabotageTest {

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

    /** After an assignment it shows a host that holds nothing, as an answer does that is older than any may be. */
    private static class ShowsAStranger extends SimulatedAssigner {

        private final Holder stranger = Holder.of(HostId.of("i-0e"), "eni-0e");
        private final Set<IpAddress> assigned = new HashSet<>();

        ShowsAStranger(Mover mover) {
            super(mover);
        }

        @Override
        public void assign(List<Transfer> transfers) {
            super.assign(transfers);
            transfers.forEach(transfer -> assigned.add(transfer.address()));
        }

        boolean shows(IpAddress address) {
            return assigned.remove(address);
        }

        @Override
        public Map<IpAddress, List<Holder>> locate(List<IpAddress> addresses) {
            Map<IpAddress, List<Holder>> now = new LinkedHashMap<>(super.locate(addresses));
            now.replaceAll((address, holders) -> shows(address) ? List.of(stranger) : holders);
            return now;
        }
    }

    /** The same for the first address alone. */
    private static final class ShowsOneStranger extends ShowsAStranger {

        ShowsOneStranger(Mover mover) {
            super(mover);
        }

        @Override
        boolean shows(IpAddress address) {
            return address.toString().equals(Story.VIPS.get(0)) && super.shows(address);
        }
    }

    /** Hosts that say that they drop it, and go on accepting it. */
    private static final class LyingDrop extends OneByOneHosts {

        LyingDrop(Mover mover) {
            super(new SimulatedHosts(mover));
        }

        @Override
        public HostReport drop(IpAddress address, Holder holder, Duration budget) {
            return HostReport.of(holder.host(), false, true, "says so");
        }
    }

    /** A target that drops again what it accepted once an old host is told, for a name that two of them share. */
    private static final class WrongHost extends OneByOneHosts {

        private final Mover mover;

        WrongHost(Mover mover) {
            super(new SimulatedHosts(mover));
            this.mover = mover;
        }

        @Override
        public HostReport drop(IpAddress address, Holder holder, Duration budget) {
            HostReport report = super.drop(address, holder, budget);
            for (Holder now : mover.world.network.holders(address)) {
                HostReport unused = super.drop(address, now, budget);
            }
            return report;
        }
    }

    /** Hosts that fail after they have accepted it, as if they had not. */
    private static final class FailingAccept extends OneByOneHosts {

        FailingAccept(Mover mover) {
            super(new SimulatedHosts(mover));
        }

        @Override
        public HostReport accept(IpAddress address, Placement placement, Duration budget) {
            HostReport unused = super.accept(address, placement, budget);
            throw new HostConfigurationException(placement.host(), "it gave no whole answer", null);
        }
    }

    private static Sabotage assigner(Function<Mover, SimulatedAssigner> broken) {
        return new Sabotage() {
            @Override
            public SimulatedAssigner assigner(Mover mover) {
                return broken.apply(mover);
            }
        };
    }

    private static Sabotage hosts(Function<Mover, OneByOneHosts> broken) {
        return new Sabotage() {
            @Override
            public HostNetworkConfigurator hosts(Mover mover) {
                return broken.apply(mover);
            }
        };
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of(
                        "an answer that shows a stranger",
                        assigner(ShowsAStranger::new),
                        Rule.WHAT_IS_OURS_IS_NOT_DENIED),
                Arguments.of("a stranger for one of two", assigner(ShowsOneStranger::new), Rule.ALL_OR_NOTHING),
                Arguments.of("a host that says it drops", hosts(LyingDrop::new), Rule.WHO_STILL_ACCEPTS_IS_NAMED),
                Arguments.of(
                        "a target that fails after it has accepted",
                        hosts(FailingAccept::new),
                        Rule.WHO_STILL_ACCEPTS_IS_NAMED),
                Arguments.of(
                        "a target that is told to drop, too", hosts(WrongHost::new), Rule.HOLDERS_ARE_LEFT_ACCEPTING));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void aStoryThatIsWell_whenSomethingIsBroken_isFoundByTheRuleThatThatBreaks(
            String what, Sabotage sabotage, Rule rule) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Simulation.Run run = Simulation.run(Story.of(seed, true), sabotage, THREADS, false);
            Optional<Violation> found = run.failure();
            if (found.isEmpty() || found.get().rule() != rule) {
                continue;
            }
            Simulation.Run shrunk = Simulation.shrunk(run, sabotage, THREADS);
            Simulation.Run well = Simulation.run(shrunk.story(), Sabotage.NONE, THREADS, false);
            if (well.failure().isEmpty()) {
                System.out.println(
                        what + ": seed " + seed + ", " + shrunk.story().lines().size() + " lines: "
                                + shrunk.failure().orElseThrow());
                assertThat(shrunk.story().lines()).hasSizeLessThanOrEqualTo(3);
                return;
            }
        }
        assertThat(rule).as("of %s, no story of %d breaks it", what, SEEDS).isNull();
    }
}
