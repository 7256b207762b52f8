package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.FloatingIpGroup;
import org.floatingip.GroupMoveRequest;
import org.floatingip.GroupMoveResult;
import org.floatingip.MoveRequest;
import org.floatingip.MoveResult;
import org.floatingip.RefusedException;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.NotReassociatedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * For every step and every kind of fault: what the caller gets, and what network and hosts look like after it. The table in
 * docs/behaviour.md is what these runs print; it is read by people, and a change of it is a change of behaviour.
 *
 * <p>What the network does wrong is scripted once: over the wire, with the real assigner in front, each row is the same.
 *
 * <p>After a change that is meant, {@code -Dbehaviour=write} writes the table anew; look at the difference before you commit.
 */
class BehaviourTableTest {

    private static final Path DOCUMENT = Path.of("../docs/behaviour.md");
    private static final String BEGIN = "<!-- table: made by BehaviourTableTest -->\n";
    private static final String END = "<!-- end of table -->\n";

    private static String run(BehaviourCase one, BehaviourWorld world) {
        one.fail().accept(world);
        boolean several = one.strategy().addresses().size() > 1;
        String caller;
        Effect effect = Effect.APPLIED;
        long before = world.ticker.nanoTime();
        try {
            caller = several ? ofGroup(one, world) : ofOne(one, world);
            assertThat(world.holder().replace(", ", ""))
                    .as("a reported success is true: %s", one)
                    .matches("B+");
            assertThat(world.elasticIp())
                    .as("with all that hung on it: %s", one)
                    .isIn("", ", Elastic IP on B");
        } catch (GroupMoveException e) {
            effect = e.effect();
            caller = each(e);
            e.moved()
                    .forEach(moved -> assertThat(
                                    world.hosts.accepts(world.b, moved.address().toString()))
                            .as("what was moved is accepted: %s", one)
                            .isTrue());
            assertThat(e.steps()).as("the ladder of %s", one).isNotEmpty();
        } catch (FloatingIpException e) {
            effect = e.effect();
            caller = "`" + e.getClass().getSimpleName() + "`"
                    + (e.getClass() == RefusedException.class ? " `" + ((RefusedException) e).reason() + "`" : "")
                    + ", effect " + effect
                    + (List.of(e.getSuppressed()).stream().anyMatch(NotReassociatedException.class::isInstance)
                            ? ", with a `NotReassociatedException`"
                            : "");
            assertThat(e.steps()).as("the ladder of %s", one).isNotEmpty();
        } finally {
            assertThat(Duration.ofNanos(world.ticker.nanoTime() - before))
                    .as("deadline, one attempt, and the budget of undoing: %s", one)
                    .isLessThanOrEqualTo(Duration.ofSeconds(several ? 16 : 14));
            Thread.interrupted();
        }
        if (effect == Effect.NONE) {
            assertThat(world.holder()).as("nothing was changed: %s", one).doesNotContain("B");
            assertThat(world.accepting())
                    .as("nothing is left on the target: %s", one)
                    .doesNotContain("B");
        }
        return "| " + one.strategy().words + " | " + one.step() + " | " + one.fault() + " | " + caller + " | "
                + world.holder() + world.elasticIp() + " | " + world.accepting() + " | " + world.changes() + " |\n";
    }

    private static String ofOne(BehaviourCase one, BehaviourWorld world) {
        MoveRequest request = FloatingIp.at(BehaviourWorld.VIP)
                .assigner(world.assigner())
                .hosts(world.hosts)
                .ticker(world.ticker)
                .build()
                .move()
                .to(world.b);
        MoveResult result = one.strategy().of(request, world.a).execute();
        return "`" + result.outcome() + "`" + (result.warnings().isEmpty() ? "" : " with a warning");
    }

    private static String ofGroup(BehaviourCase one, BehaviourWorld world) {
        GroupMoveRequest request = FloatingIpGroup.of(BehaviourWorld.THREE)
                .assigner(one.strategy().of(world.assigner()))
                .hosts(world.hosts)
                .ticker(world.ticker)
                .build()
                .move()
                .to(world.b);
        GroupMoveResult all = one.strategy().of(request, world.a).execute();
        return all.results().stream()
                .map(result -> "`" + result.outcome() + "`" + (result.warnings().isEmpty() ? "" : " with a warning"))
                .collect(Collectors.joining("; "));
    }

    /** What became of each, in their order. */
    private static String each(GroupMoveException some) {
        return BehaviourWorld.THREE.stream()
                .map(address -> {
                    FloatingIpException failure = some.failures().get(address);
                    return failure != null
                            ? "`" + failure.getClass().getSimpleName() + "`, effect " + failure.effect()
                            : some.restored().contains(address) ? "restored" : "`MOVED`";
                })
                .collect(Collectors.joining("; "));
    }

    /** An interrupt is the caller's own: how far a call has come when it is noticed differs, and is not compared. */
    static Stream<BehaviourCase> casesOfTheNetwork() {
        return BehaviourCase.all().stream().filter(one -> !one.fault().contains("interrupt"));
    }

    @ParameterizedTest
    @MethodSource("casesOfTheNetwork")
    void behaviour_whenTheSameIsScriptedOverTheWire_isTheSame(BehaviourCase one) {
        try (BehaviourWorld inMemory = new BehaviourWorld.InMemory(one.strategy());
                BehaviourWorld overTheWire = new BehaviourWorld.OverTheWire(one.strategy())) {
            String expected = run(one, inMemory);

            assertThat(run(one, overTheWire)).isEqualTo(expected);
        }
    }

    @Test
    void behaviour_ofEveryStepUnderEveryFault_isAsDocumented() throws IOException {
        StringBuilder table =
                new StringBuilder("| strategy | step | fault | the caller gets | the network shows | hosts that"
                        + " accept it | changes sent |\n|---|---|---|---|---|---|---|\n");
        for (BehaviourCase one : BehaviourCase.all()) {
            try (BehaviourWorld world = new BehaviourWorld.InMemory(one.strategy())) {
                table.append(run(one, world));
            }
        }
        String text = Files.readString(DOCUMENT);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        int to = text.indexOf(END);
        if ("write".equals(System.getProperty("behaviour"))) {
            Files.writeString(DOCUMENT, text.substring(0, from) + table + text.substring(to));
        }

        assertThat(Files.readString(DOCUMENT)
                        .substring(from, Files.readString(DOCUMENT).indexOf(END)))
                .as("the table in docs/behaviour.md")
                .isEqualTo(table.toString());
    }
}
