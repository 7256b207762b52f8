package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.FloatingIpGroup;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.linux.IfupdownConfigurator;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandFailedException.Reason;
import org.floatingip.linux.spi.CommandResult;
import org.floatingip.linux.spi.CommandRunner;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host that does what it is asked, and whose answer is cut off on its way back: that is no answer, and is said. */
class CutAnswerTest {

    private static final String ONE = "10.0.1.12";
    private static final String TWO = "10.0.1.13";

    private Scenario scenario;
    private InMemoryIpAssigner network;
    private Host a;
    private Host b;
    private IfupdownConfigurator hosts;

    @BeforeEach
    void start() {
        scenario = Scenario.builder()
                .host("i-0a")
                .holding(ONE)
                .holding(TWO)
                .host("i-0b")
                .build();
        network = scenario.assigner();
        a = new Host(ONE, TWO);
        b = new Host();
        hosts = IfupdownConfigurator.builder()
                .runner("i-0a", a)
                .runner("i-0b", b)
                .build();
    }

    @AfterEach
    void stop() {
        scenario.close();
    }

    private FloatingIp one() {
        return oneBy(hosts);
    }

    private FloatingIp oneBy(IfupdownConfigurator configurator) {
        return FloatingIp.at(ONE)
                .assigner(network)
                .hosts(configurator)
                .ticker(scenario.ticker())
                .build();
    }

    private FloatingIpGroup both() {
        return groupBy(hosts);
    }

    private FloatingIpGroup groupBy(IfupdownConfigurator configurator) {
        return FloatingIpGroup.at(ONE, TWO)
                .assigner(network)
                .hosts(configurator)
                .ticker(scenario.ticker())
                .build();
    }

    private String holder(String address) {
        return One.locate(network, IpAddress.of(address)).get(0).host().value();
    }

    private static List<String> suppressed(Throwable failed) {
        return List.of(failed.getSuppressed()).stream()
                .map(each -> String.valueOf(each.getMessage()))
                .toList();
    }

    @Test
    void moveTo_whenTheFirstAnswerIsCutOff_asksAgainAndMoves() {
        b.cuts = 1;

        MoveResult moved = one().moveTo("i-0b");

        assertThat(moved.warnings()).isEmpty();
        assertThat(holder(ONE)).isEqualTo("i-0b");
        assertThat(b.accepted).containsExactly(ONE);
        assertThat(a.accepted).containsExactly(TWO);
    }

    @Test
    void moveTo_whenEachAnswerIsCutOff_changesNothingInTheNetworkAndSaysWhatMayHaveBeenDone() {
        b.cuts = Integer.MAX_VALUE;

        OutOfTimeException failed = catchThrowableOfType(OutOfTimeException.class, () -> one().moveTo("i-0b"));

        assertThat(failed)
                .hasMessageContaining("making i-0b accept " + ONE)
                .hasMessageContaining("its answer was cut off, so that it may have done what it was asked (status 0");
        assertThat(holder(ONE)).isEqualTo("i-0a");
        assertThat(b.accepted).as("which is what was said").containsExactly(ONE);
    }

    @Test
    void moveTo_whenTheAnswerWasCutOffAndTheNetworkRefuses_saysThatTheTargetStillAcceptsIt() {
        b.cuts = 1;
        network.inject(Fault.deny().onCall(Call.ASSIGN));

        FloatingIpException failed =
                Objects.requireNonNull(catchThrowableOfType(FloatingIpException.class, () -> one().moveTo("i-0b")));

        assertThat(suppressed(failed))
                .anyMatch(message -> message.contains("it still accepts " + ONE + "; whether it accepted it before"));
    }

    @Test
    void moveTo_whenTheOldHostsAnswerIsCutOff_listsItAsUnsettled() {
        a.cuts = Integer.MAX_VALUE;

        MoveResult moved = one().moveTo("i-0b");

        assertThat(moved.unsettled()).singleElement().asString().contains("i-0a");
        assertThat(moved.warnings())
                .singleElement()
                .asString()
                .contains("i-0a may still accept " + ONE)
                .contains("its answer was cut off");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void moveTo_whenTimeRunsOutWhileAHostIsAsked_tellsWhatItFailedByBefore(boolean group) {
        // Each attempt takes 30 ms to fail; the last one has less.
        IfupdownConfigurator refused = IfupdownConfigurator.builder()
                .runner("i-0a", a)
                .runner("i-0b", command -> {
                    long left = command.timeout().toMillis();
                    pass(Math.min(left, 30));
                    throw left < 30
                            ? new CommandFailedException(Reason.TIMED_OUT, "no answer within " + left + " ms", null)
                            : new CommandFailedException(Reason.UNREACHABLE, "Connection refused", null);
                })
                .build();

        FloatingIpException failed = Objects.requireNonNull(catchThrowableOfType(FloatingIpException.class, () -> {
            if (group) {
                groupBy(refused).moveTo("i-0b");
            } else {
                oneBy(refused).moveTo("i-0b");
            }
        }));

        String said = group
                ? ((GroupMoveException) failed)
                        .failures()
                        .values()
                        .iterator()
                        .next()
                        .getMessage()
                : failed.getMessage();
        assertThat(said).contains("Last failure: ").contains("Connection refused");
    }

    private void pass(long millis) {
        try {
            scenario.ticker().sleep(Duration.ofMillis(millis));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void groupMove_whenTheAnswerIsCutOffInTheMiddle_asksAgainForTheRest() {
        b.cutsAfterTheFirst = 1;

        both().moveTo("i-0b");

        // The last time is after the move: it may have accepted it before, and been made to drop it since.
        assertThat(b.asked).containsExactly(Set.of(ONE, TWO), Set.of(TWO), Set.of(TWO));
        assertThat(List.of(holder(ONE), holder(TWO))).containsOnly("i-0b");
        assertThat(b.accepted).containsExactly(ONE, TWO);
        assertThat(a.accepted).isEmpty();
    }

    @Test
    void groupMove_whenTheAnswerWasCutOffAndTheNetworkRefuses_undoesWhatIsKnownAndSaysTheRest() {
        b.cutsAfterTheFirst = 1;
        network.inject(Fault.deny().onCall(Call.ASSIGN));

        GroupMoveException failed =
                Objects.requireNonNull(catchThrowableOfType(GroupMoveException.class, () -> both().moveTo("i-0b")));

        assertThat(b.accepted).as("known to be new: undone").containsExactly(TWO);
        assertThat(suppressed(Objects.requireNonNull(failed.failures().get(IpAddress.of(TWO)))))
                .anyMatch(message -> message.contains("it still accepts " + TWO + "; whether it accepted it before"));
    }

    /** What a host does with our script, without running it. */
    private static final class Host implements CommandRunner {

        private final Set<String> accepted;
        private final List<Set<String>> asked = new ArrayList<>();
        private int cuts;
        private int cutsAfterTheFirst;

        Host(String... accepted) {
            this.accepted = new TreeSet<>(List.of(accepted));
        }

        @Override
        public CommandResult run(Command command) {
            String[] words = command.input()
                    .lines()
                    .findFirst()
                    .orElseThrow()
                    .replace("'", "")
                    .split(" ", -1);
            Set<String> addresses = new TreeSet<>();
            StringBuilder out = new StringBuilder("vip-host/2 begin\n");
            int first = 0;
            // set -- operation interface mac mode announce keepers lease patience, then four words for each address
            for (int i = 10; i < words.length; i += 4) {
                String address = words[i + 1];
                addresses.add(address);
                boolean changed = words[2].equals("accept") ? accepted.add(address) : accepted.remove(address);
                out.append("vip-host/2 address ").append(address).append("\nvip-host/2 interface eth0\n");
                if (accepted.contains(address)) {
                    out.append("vip-host/2 live eth0 ").append(address).append("/32 ours\n");
                }
                out.append("vip-host/2 file absent\nvip-host/2 changed ").append(changed ? "yes" : "no");
                out.append("\nvip-host/2 end ").append(address).append('\n');
                first = first == 0 ? out.length() : first;
            }
            asked.add(addresses);
            if (cuts > 0) {
                cuts--;
                return CommandResult.of(0, out.substring(0, 40), "");
            }
            if (cutsAfterTheFirst > 0) {
                cutsAfterTheFirst--;
                return CommandResult.of(0, out.substring(0, first + 30), "");
            }
            return CommandResult.of(0, out + "vip-host/2 done\n", "");
        }
    }
}
