package org.floatingip.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.MoveRequest;
import org.floatingip.MoveResult;
import org.floatingip.NotReassociatedException;
import org.floatingip.RefusedException;
import org.floatingip.testkit.Sandbox;
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
        FloatingIp db = FloatingIp.at(BehaviourWorld.VIP)
                .assigner(world.assigner())
                .hosts(world.hosts)
                .ticker(world.ticker)
                .build();
        MoveRequest request = db.move().to(world.b);
        String caller;
        Effect effect = Effect.APPLIED;
        long before = world.ticker.nanoTime();
        try {
            MoveResult result = one.strategy().of(request, world.a).execute();
            caller = "`" + result.outcome() + "`" + (result.warnings().isEmpty() ? "" : " with a warning");
            assertThat(world.holder()).as("a reported success is true: %s", one).isEqualTo("B");
            assertThat(world.elasticIp())
                    .as("with all that hung on it: %s", one)
                    .isIn("", ", Elastic IP on B");
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
                    .isLessThanOrEqualTo(Duration.ofSeconds(14));
            Thread.interrupted();
        }
        if (effect == Effect.NONE) {
            assertThat(world.holder()).as("nothing was changed: %s", one).isIn("A", "third party", "nobody");
            assertThat(world.hosts.accepts(world.b, Sandbox.FLOATING_IP))
                    .as("nothing is left on the target: %s", one)
                    .isFalse();
        }
        return "| " + one.strategy().words + " | " + one.step() + " | " + one.fault() + " | " + caller + " | "
                + world.holder() + world.elasticIp() + " | " + world.accepting() + " | " + world.changes() + " |\n";
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
