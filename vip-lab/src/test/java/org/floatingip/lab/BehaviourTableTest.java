package org.floatingip.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostConfigurationException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveRequest;
import org.floatingip.MoveResult;
import org.floatingip.PermissionDeniedException;
import org.floatingip.ThrottledException;
import org.floatingip.UnavailableException;
import org.floatingip.testkit.InMemoryHosts;
import org.floatingip.testkit.InMemoryIpAssigner;
import org.floatingip.testkit.InMemoryVpc;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.junit.jupiter.api.Test;

/**
 * For every step and every kind of fault: what the caller gets, and what network and hosts look like after it. The table in
 * docs/behaviour.md is what these runs print; it is read by people, and a change of it is a change of behaviour.
 *
 * <p>After a change that is meant, {@code -Dbehaviour=write} writes the table anew; look at the difference before you commit.
 */
class BehaviourTableTest {

    private static final Path DOCUMENT = Path.of("../docs/behaviour.md");
    private static final String BEGIN = "<!-- table: made by BehaviourTableTest -->\n";
    private static final String END = "<!-- end of table -->\n";
    private static final IpAddress VIP = IpAddress.of(Sandbox.FLOATING_IP);

    /** A network and two hosts before a move from A to B. */
    private static final class World {

        final VirtualTicker ticker = VirtualTicker.create();
        final Sandbox sandbox = Sandbox.create(ticker);
        final InMemoryVpc network = sandbox.network();
        final InMemoryHosts hosts = InMemoryHosts.create();
        final FaultyAssigner assigner = new FaultyAssigner(InMemoryIpAssigner.of(network));
        final String a = sandbox.instanceId("db.a");
        final String b = sandbox.instanceId("db.b");
        final String third = sandbox.instanceId("small");
        final Holder onA = network.holders(VIP).get(0);

        World() {
            hosts.set(a, Sandbox.FLOATING_IP);
        }

        void thirdPartyTakesIt() {
            network.assignAddresses(
                    network.instance(third).orElseThrow().interfaces().get(0).id(), List.of(VIP), true);
        }

        String holder() {
            List<Holder> holders = network.holders(VIP);
            if (holders.isEmpty()) {
                return "nobody";
            }
            assertThat(holders).as("never two").hasSize(1);
            return holders.get(0).isOn(HostId.of(a)) ? "A" : holders.get(0).isOn(HostId.of(b)) ? "B" : "third party";
        }

        String accepting() {
            List<String> accepting = new ArrayList<>();
            if (hosts.accepts(a, Sandbox.FLOATING_IP)) {
                accepting.add("A");
            }
            if (hosts.accepts(b, Sandbox.FLOATING_IP)) {
                accepting.add("B");
            }
            return accepting.isEmpty() ? "none" : String.join(", ", accepting);
        }

        /** Few are exact; how many fit before a deadline is up to the jitter of the waits. */
        String changes() {
            long count = assigner.calls().stream()
                    .filter(call -> call.equals("assign") || call.equals("release"))
                    .count();
            return count > 5 ? "many" : Long.toString(count);
        }
    }

    /** One row: where something goes wrong, what, and how it is made to. */
    private record Case(String step, String fault, boolean handover, Consumer<World> fail) {}

    private static RuntimeException throttled() {
        return new ThrottledException("the call", null);
    }

    private static RuntimeException denied() {
        return new PermissionDeniedException("ec2:TheCall", null);
    }

    private static RuntimeException lost() {
        return UnavailableException.effectUnknown("the call", "no answer", null);
    }

    private static FaultyAssigner.Call failing(RuntimeException failure) {
        return call -> {
            throw failure;
        };
    }

    private static FaultyAssigner.Call after(Runnable then, RuntimeException failure) {
        return call -> {
            call.run();
            then.run();
            throw failure;
        };
    }

    private static void always(Runnable once) {
        for (int i = 0; i < 500; i++) {
            once.run();
        }
    }

    private static Case takeover(String step, String fault, Consumer<World> fail) {
        return new Case(step, fault, false, fail);
    }

    private static Case handover(String step, String fault, Consumer<World> fail) {
        return new Case(step, fault, true, fail);
    }

    private static List<Case> cases() {
        Consumer<World> nothing = world -> {};
        return List.of(
                takeover("none", "none", nothing),
                takeover(
                        "survey",
                        "refused (denied)",
                        w -> w.assigner.survey(() -> {
                            throw denied();
                        })),
                takeover("survey", "throttled twice", w -> {
                    for (int i = 0; i < 2; i++) {
                        w.assigner.survey(() -> {
                            throw throttled();
                        });
                    }
                }),
                takeover(
                        "survey",
                        "throttled to the deadline",
                        w -> always(() -> w.assigner.survey(() -> {
                            throw throttled();
                        }))),
                takeover(
                        "survey", "target terminated", w -> w.assigner.survey(() -> w.network.terminate(List.of(w.b)))),
                takeover(
                        "survey",
                        "interrupt",
                        w -> w.assigner.survey(() -> Thread.currentThread().interrupt())),
                takeover(
                        "survey",
                        "deadline passes",
                        w -> w.assigner.survey(() -> w.ticker.advance(Duration.ofSeconds(11)))),
                takeover("survey", "third party took it before", World::thirdPartyTakesIt),
                takeover("host ready", "unreachable", w -> w.hosts.cutOff(w.b)),
                takeover(
                        "host ready",
                        "refused by the host",
                        w -> w.hosts.fail(w.b, new HostConfigurationException(HostId.of(w.b), "read-only", null))),
                takeover("assign", "refused (denied)", w -> w.assigner.assign(failing(denied()))),
                takeover(
                        "assign",
                        "throttled twice",
                        w -> w.assigner.assign(failing(throttled())).assign(failing(throttled()))),
                takeover(
                        "assign",
                        "throttled to the deadline",
                        w -> always(() -> w.assigner.assign(failing(throttled())))),
                takeover("assign", "timeout before the effect", w -> w.assigner.assign(failing(lost()))),
                takeover("assign", "timeout after the effect", w -> w.assigner.assign(after(() -> {}, lost()))),
                takeover("assign", "timeout after the effect, then nothing can be read", w -> {
                    w.assigner.assign(after(() -> {}, lost()));
                    always(() -> w.assigner.locate(real -> {
                        throw throttled();
                    }));
                }),
                takeover(
                        "assign",
                        "timeout after the effect, third party took it",
                        w -> w.assigner.assign(after(w::thirdPartyTakesIt, lost()))),
                takeover(
                        "assign",
                        "throttled, third party took it",
                        w -> w.assigner.assign(call -> {
                            w.thirdPartyTakesIt();
                            throw throttled();
                        })),
                takeover(
                        "assign",
                        "third party took it just before",
                        w -> w.assigner.assign(call -> {
                            w.thirdPartyTakesIt();
                            call.run();
                        })),
                takeover(
                        "assign",
                        "target terminated just before",
                        w -> w.assigner.assign(call -> {
                            w.network.terminate(List.of(w.b));
                            call.run();
                        })),
                takeover(
                        "assign",
                        "holder terminated, throttled once",
                        w -> w.assigner.assign(call -> {
                            w.network.terminate(List.of(w.a));
                            throw throttled();
                        })),
                takeover(
                        "assign",
                        "interrupt, throttled",
                        w -> w.assigner.assign(call -> {
                            Thread.currentThread().interrupt();
                            throw throttled();
                        })),
                takeover(
                        "assign",
                        "interrupt, no answer",
                        w -> w.assigner.assign(call -> {
                            Thread.currentThread().interrupt();
                            throw lost();
                        })),
                takeover("verify", "delayed visibility", w -> {
                    for (int i = 0; i < 4; i++) {
                        w.assigner.locate(real -> List.of(w.onA));
                    }
                }),
                takeover("verify", "never visible", w -> always(() -> w.assigner.locate(real -> List.of(w.onA)))),
                takeover("verify", "throttled twice", w -> {
                    for (int i = 0; i < 2; i++) {
                        w.assigner.locate(real -> {
                            throw throttled();
                        });
                    }
                }),
                takeover(
                        "verify",
                        "refused (denied)",
                        w -> w.assigner.locate(real -> {
                            throw denied();
                        })),
                takeover(
                        "verify",
                        "third party took it",
                        w -> w.assigner.assign(call -> {
                            call.run();
                            w.thirdPartyTakesIt();
                        })),
                takeover(
                        "verify",
                        "interrupt",
                        w -> w.assigner.locate(real -> {
                            Thread.currentThread().interrupt();
                            return List.of(w.onA);
                        })),
                takeover("old host released", "unreachable", w -> w.hosts.cutOff(w.a)),
                handover("none", "none", nothing),
                handover("survey", "third party took it before", World::thirdPartyTakesIt),
                handover("unassign", "refused (denied)", w -> w.assigner.release(failing(denied()))),
                handover(
                        "unassign",
                        "third party took it just before",
                        w -> w.assigner.release(call -> {
                            w.thirdPartyTakesIt();
                            call.run();
                        })),
                handover("unassign", "timeout before the effect", w -> w.assigner.release(failing(lost()))),
                handover("unassign", "timeout after the effect", w -> w.assigner.release(after(() -> {}, lost()))),
                handover(
                        "unassign",
                        "throttled to the deadline",
                        w -> always(() -> w.assigner.release(failing(throttled())))),
                handover("assign", "refused (denied), giving back works", w -> w.assigner.assign(failing(denied()))),
                handover(
                        "assign",
                        "refused (denied), giving back too",
                        w -> always(() -> w.assigner.assign(failing(denied())))),
                handover("assign", "timeout before the effect", w -> w.assigner.assign(failing(lost()))),
                handover("assign", "timeout after the effect", w -> w.assigner.assign(after(() -> {}, lost()))),
                handover(
                        "assign",
                        "third party took it in the gap",
                        w -> w.assigner.assign(call -> {
                            w.thirdPartyTakesIt();
                            call.run();
                        })),
                handover(
                        "assign",
                        "target terminated in the gap",
                        w -> w.assigner.assign(call -> {
                            w.network.terminate(List.of(w.b));
                            call.run();
                        })),
                handover(
                        "assign",
                        "interrupt, throttled",
                        w -> w.assigner.assign(call -> {
                            Thread.currentThread().interrupt();
                            throw throttled();
                        })),
                handover("verify", "never visible", w -> always(() -> w.assigner.locate(real -> List.of(w.onA)))));
    }

    private static String run(Case one) {
        World world = new World();
        one.fail().accept(world);
        FloatingIp db = FloatingIp.at(VIP)
                .assigner(world.assigner)
                .hosts(world.hosts)
                .ticker(world.ticker)
                .build();
        MoveRequest request = db.move().to(world.b);
        String caller;
        Effect effect = Effect.APPLIED;
        long before = world.ticker.nanoTime();
        try {
            MoveResult result =
                    one.handover() ? request.from(world.a).handover().execute() : request.execute();
            caller = "`" + result.outcome() + "`" + (result.warnings().isEmpty() ? "" : " with a warning");
            assertThat(world.holder()).as("a reported success is true: %s", one).isEqualTo("B");
        } catch (FloatingIpException e) {
            effect = e.effect();
            caller = "`" + e.getClass().getSimpleName() + "`, effect " + effect;
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
        return "| " + (one.handover() ? "handover" : "takeover") + " | " + one.step() + " | " + one.fault() + " | "
                + caller + " | " + world.holder() + " | " + world.accepting() + " | " + world.changes() + " |\n";
    }

    @Test
    void behaviour_ofEveryStepUnderEveryFault_isAsDocumented() throws IOException {
        StringBuilder table =
                new StringBuilder("| strategy | step | fault | the caller gets | the network shows | hosts that"
                        + " accept it | changes sent |\n|---|---|---|---|---|---|---|\n");
        for (Case one : cases()) {
            table.append(run(one));
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
