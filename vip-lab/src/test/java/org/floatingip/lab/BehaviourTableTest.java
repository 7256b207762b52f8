package org.floatingip.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostConfigurationException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveRequest;
import org.floatingip.MoveResult;
import org.floatingip.NotReassociatedException;
import org.floatingip.spi.IpAssigner;
import org.floatingip.testkit.Call;
import org.floatingip.testkit.Fault;
import org.floatingip.testkit.InMemoryHosts;
import org.floatingip.testkit.InMemoryIpAssigner;
import org.floatingip.testkit.InMemoryVpc;
import org.floatingip.testkit.Incident;
import org.floatingip.testkit.RecordedCall;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.VpcElasticIp;
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
    private static final IpAddress VIP = IpAddress.of(Sandbox.FLOATING_IP);

    /** A network and two hosts before a move from A to B, and whoever speaks to the network. */
    private abstract static class World implements AutoCloseable {

        final VirtualTicker ticker = VirtualTicker.create();
        final Sandbox sandbox = Sandbox.create(ticker);
        final InMemoryVpc network = sandbox.network();
        final InMemoryHosts hosts = InMemoryHosts.create();
        final String a = sandbox.instanceId("db.a");
        final String b = sandbox.instanceId("db.b");
        final String third = sandbox.instanceId("small");
        final Incident thirdParty = Incident.thirdPartyTakes(VIP, third);

        World(Strategy strategy) {
            hosts.set(a, Sandbox.FLOATING_IP);
            if (strategy == Strategy.REASSOCIATE) {
                String onA = network.holders(VIP).get(0).interfaceId();
                network.associateElasticIp(network.allocateElasticIp().allocationId(), onA, VIP, false);
            }
        }

        Incident thirdPartyTakesTheElasticIp() {
            return Incident.thirdPartyTakesElasticIp(network.elasticIps().get(0).allocationId(), third);
        }

        abstract IpAssigner assigner();

        abstract void inject(Fault fault);

        abstract List<Call> calls();

        @Override
        public abstract void close();

        String holder() {
            List<Holder> holders = network.holders(VIP);
            if (holders.isEmpty()) {
                return "nobody";
            }
            assertThat(holders).as("never two").hasSize(1);
            return name(holders.get(0).interfaceId());
        }

        private String name(String interfaceId) {
            return isOf(a, interfaceId) ? "A" : isOf(b, interfaceId) ? "B" : "third party";
        }

        private boolean isOf(String instance, String interfaceId) {
            return network.instance(instance).orElseThrow().interfaces().stream()
                    .anyMatch(eni -> eni.id().equals(interfaceId));
        }

        /** Where the Elastic IP leads, where there is one. */
        String elasticIp() {
            return network.elasticIps().stream()
                    .map(VpcElasticIp::association)
                    .map(association ->
                            ", Elastic IP on " + (association == null ? "nobody" : name(association.interfaceId())))
                    .findFirst()
                    .orElse("");
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
            long count = calls().stream().filter(Call::mutating).count();
            return count > 5 ? "many" : Long.toString(count);
        }
    }

    /** The assigner speaks to the network directly. */
    private static final class InMemory extends World {

        private final InMemoryIpAssigner assigner = InMemoryIpAssigner.of(network);

        InMemory(Strategy strategy) {
            super(strategy);
        }

        @Override
        IpAssigner assigner() {
            return assigner;
        }

        @Override
        void inject(Fault fault) {
            assigner.inject(fault);
        }

        @Override
        List<Call> calls() {
            return assigner.calls().stream().map(RecordedCall::call).toList();
        }

        @Override
        public void close() {}
    }

    /** The real assigner speaks to the network over HTTP. */
    private static final class OverTheWire extends World {

        private final SandboxAws aws = new SandboxAws(sandbox);

        OverTheWire(Strategy strategy) {
            super(strategy);
        }

        @Override
        IpAssigner assigner() {
            return aws.assigner;
        }

        @Override
        void inject(Fault fault) {
            aws.server.inject(fault);
        }

        @Override
        List<Call> calls() {
            return aws.server.requests().stream()
                    .flatMap(request -> request.call().stream())
                    .toList();
        }

        @Override
        public void close() {
            aws.close();
        }
    }

    /** One row: where something goes wrong, what, and how it is made to. */
    private record Case(String step, String fault, Strategy strategy, Consumer<World> fail) {

        @Override
        public String toString() {
            return strategy.words + ", " + step + ", " + fault;
        }
    }

    /** How the address is moved, and how the table calls that. */
    private enum Strategy {
        TAKEOVER("takeover"),
        HANDOVER("handover"),
        REASSOCIATE("handover, `reassociate()`");

        final String words;

        Strategy(String words) {
            this.words = words;
        }

        MoveRequest of(MoveRequest request, String from) {
            return switch (this) {
                case TAKEOVER -> request;
                case HANDOVER -> request.from(from).handover();
                case REASSOCIATE -> request.from(from).handover().reassociate();
            };
        }
    }

    private static Case takeover(String step, String fault, Consumer<World> fail) {
        return new Case(step, fault, Strategy.TAKEOVER, fail);
    }

    private static Case takeover(String step, String fault, Fault script) {
        return takeover(step, fault, w -> w.inject(script));
    }

    private static Case handover(String step, String fault, Consumer<World> fail) {
        return new Case(step, fault, Strategy.HANDOVER, fail);
    }

    private static Case reassociate(String step, String fault, Consumer<World> fail) {
        return new Case(step, fault, Strategy.REASSOCIATE, fail);
    }

    private static Case handover(String step, String fault, Fault script) {
        return handover(step, fault, w -> w.inject(script));
    }

    private static Case reassociate(String step, String fault, Fault script) {
        return reassociate(step, fault, w -> w.inject(script));
    }

    /** A look after the survey. */
    private static Fault verifying(Fault fault) {
        return fault.onCall(Call.LOOK).skip(1);
    }

    private static Incident interrupt() {
        return Incident.interrupt(Thread.currentThread());
    }

    private static List<Case> cases() {
        Consumer<World> nothing = world -> {};
        Fault look = Fault.none().onCall(Call.LOOK);
        Fault assign = Fault.none().onCall(Call.ASSIGN);
        Fault reassociate = Fault.none().onCall(Call.REASSOCIATE);
        return List.of(
                takeover("none", "none", nothing),
                takeover("survey", "refused (denied)", Fault.deny().onCall(Call.LOOK)),
                takeover(
                        "survey",
                        "throttled twice",
                        Fault.throttle().onCall(Call.LOOK).times(2)),
                takeover(
                        "survey",
                        "throttled to the deadline",
                        Fault.throttle().onCall(Call.LOOK).always()),
                takeover("survey", "target terminated", w -> w.inject(look.first(Incident.terminate(w.b)))),
                takeover("survey", "interrupt", look.first(interrupt())),
                takeover("survey", "deadline passes", look.first(Incident.secondsPass(11))),
                takeover("survey", "third party took it before", w -> w.inject(look.first(w.thirdParty))),
                takeover("host ready", "unreachable", w -> w.hosts.cutOff(w.b)),
                takeover(
                        "host ready",
                        "refused by the host",
                        w -> w.hosts.fail(w.b, new HostConfigurationException(HostId.of(w.b), "read-only", null))),
                takeover("assign", "refused (denied)", Fault.deny().onCall(Call.ASSIGN)),
                takeover(
                        "assign",
                        "throttled twice",
                        Fault.throttle().onCall(Call.ASSIGN).times(2)),
                takeover(
                        "assign",
                        "throttled to the deadline",
                        Fault.throttle().onCall(Call.ASSIGN).always()),
                takeover(
                        "assign",
                        "timeout before the effect",
                        Fault.loseRequest().onCall(Call.ASSIGN)),
                takeover("assign", "timeout after the effect", Fault.loseReply().onCall(Call.ASSIGN)),
                takeover("assign", "timeout after the effect, then nothing can be read", w -> {
                    w.inject(Fault.loseReply().onCall(Call.ASSIGN));
                    w.inject(verifying(Fault.throttle()).always());
                }),
                takeover(
                        "assign",
                        "timeout after the effect, third party took it",
                        w -> w.inject(Fault.loseReply().onCall(Call.ASSIGN).then(w.thirdParty))),
                takeover(
                        "assign",
                        "throttled, third party took it",
                        w -> w.inject(Fault.throttle().onCall(Call.ASSIGN).then(w.thirdParty))),
                takeover("assign", "third party took it just before", w -> w.inject(assign.first(w.thirdParty))),
                takeover(
                        "assign",
                        "target terminated just before",
                        w -> w.inject(assign.first(Incident.terminate(w.b)))),
                takeover(
                        "assign",
                        "holder terminated, throttled once",
                        w -> w.inject(Fault.throttle().onCall(Call.ASSIGN).then(Incident.terminate(w.a)))),
                takeover(
                        "assign",
                        "interrupt, throttled",
                        Fault.throttle().onCall(Call.ASSIGN).then(interrupt())),
                takeover(
                        "assign",
                        "interrupt, no answer",
                        Fault.loseRequest().onCall(Call.ASSIGN).then(interrupt())),
                takeover("verify", "delayed visibility", assign.first(Incident.delayVisibilitySeconds(2))),
                takeover("verify", "never visible", assign.first(Incident.delayVisibilitySeconds(3600))),
                takeover(
                        "verify", "throttled twice", verifying(Fault.throttle()).times(2)),
                takeover("verify", "refused (denied)", verifying(Fault.deny())),
                takeover("verify", "third party took it", w -> w.inject(assign.then(w.thirdParty))),
                takeover("verify", "interrupt", w -> {
                    w.network.delayVisibility(Duration.ofHours(1));
                    w.inject(verifying(Fault.none()).then(interrupt()));
                }),
                takeover("old host released", "unreachable", w -> w.hosts.cutOff(w.a)),
                handover("none", "none", nothing),
                handover("survey", "third party took it before", w -> w.inject(look.first(w.thirdParty))),
                handover("unassign", "refused (denied)", Fault.deny().onCall(Call.RELEASE)),
                handover(
                        "unassign",
                        "third party took it just before",
                        w -> w.inject(Fault.none().onCall(Call.RELEASE).first(w.thirdParty))),
                handover(
                        "unassign",
                        "timeout before the effect",
                        Fault.loseRequest().onCall(Call.RELEASE)),
                handover(
                        "unassign",
                        "timeout after the effect",
                        Fault.loseReply().onCall(Call.RELEASE)),
                handover(
                        "unassign",
                        "throttled to the deadline",
                        Fault.throttle().onCall(Call.RELEASE).always()),
                handover(
                        "assign",
                        "refused (denied), giving back works",
                        Fault.deny().onCall(Call.ASSIGN)),
                handover(
                        "assign",
                        "refused (denied), giving back too",
                        Fault.deny().onCall(Call.ASSIGN).always()),
                handover("assign", "refused (denied), giving back works, unassigning had timed out once", w -> {
                    w.inject(Fault.loseRequest().onCall(Call.RELEASE));
                    w.inject(Fault.deny().onCall(Call.ASSIGN));
                }),
                handover(
                        "assign",
                        "timeout before the effect",
                        Fault.loseRequest().onCall(Call.ASSIGN)),
                handover("assign", "timeout after the effect", Fault.loseReply().onCall(Call.ASSIGN)),
                handover("assign", "third party took it in the gap", w -> w.inject(assign.first(w.thirdParty))),
                handover(
                        "assign", "target terminated in the gap", w -> w.inject(assign.first(Incident.terminate(w.b)))),
                handover(
                        "assign",
                        "interrupt, throttled",
                        Fault.throttle().onCall(Call.ASSIGN).then(interrupt())),
                handover("verify", "never visible", assign.first(Incident.delayVisibilitySeconds(3600))),
                reassociate("none", "none", nothing),
                reassociate("unassign", "refused (denied)", Fault.deny().onCall(Call.RELEASE)),
                reassociate(
                        "assign",
                        "refused (denied), giving back works",
                        Fault.deny().onCall(Call.ASSIGN)),
                reassociate("assign", "refused (denied), giving back works, unassigning had timed out once", w -> {
                    w.inject(Fault.loseRequest().onCall(Call.RELEASE));
                    w.inject(Fault.deny().onCall(Call.ASSIGN));
                }),
                reassociate("assign", "refused (denied), giving back works, reassociation denied", w -> {
                    w.inject(Fault.deny().onCall(Call.ASSIGN));
                    w.inject(Fault.deny().onCall(Call.REASSOCIATE));
                }),
                reassociate(
                        "assign",
                        "refused (denied), giving back too",
                        Fault.deny().onCall(Call.ASSIGN).always()),
                reassociate("assign", "third party took it in the gap", w -> w.inject(assign.first(w.thirdParty))),
                reassociate("reassociate", "refused (denied)", Fault.deny().onCall(Call.REASSOCIATE)),
                reassociate(
                        "reassociate",
                        "throttled twice",
                        Fault.throttle().onCall(Call.REASSOCIATE).times(2)),
                reassociate(
                        "reassociate",
                        "throttled to the deadline",
                        Fault.throttle().onCall(Call.REASSOCIATE).always()),
                reassociate(
                        "reassociate",
                        "timeout before the effect",
                        Fault.loseRequest().onCall(Call.REASSOCIATE)),
                reassociate(
                        "reassociate",
                        "timeout after the effect",
                        Fault.loseReply().onCall(Call.REASSOCIATE)),
                reassociate(
                        "reassociate",
                        "third party took the Elastic IP in the gap",
                        w -> w.inject(reassociate.first(w.thirdPartyTakesTheElasticIp()))),
                reassociate(
                        "reassociate", "third party took the address", w -> w.inject(reassociate.first(w.thirdParty))),
                reassociate(
                        "reassociate",
                        "target terminated just before",
                        w -> w.inject(reassociate.first(Incident.terminate(w.b)))),
                reassociate(
                        "reassociate",
                        "interrupt, throttled",
                        Fault.throttle().onCall(Call.REASSOCIATE).then(interrupt())),
                reassociate("reassociate", "delayed visibility", reassociate.first(Incident.delayVisibilitySeconds(2))),
                reassociate("reassociate", "never visible", reassociate.first(Incident.delayVisibilitySeconds(3600))),
                reassociate("verify", "never visible", assign.first(Incident.delayVisibilitySeconds(3600))),
                reassociate(
                        "verify",
                        "nothing can be read",
                        Fault.throttle().onCall(Call.LOOK).skip(3).always()));
    }

    private static String run(Case one, World world) {
        one.fail().accept(world);
        FloatingIp db = FloatingIp.at(VIP)
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
            caller = "`" + e.getClass().getSimpleName() + "`, effect " + effect
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
    static Stream<Case> casesOfTheNetwork() {
        return cases().stream().filter(one -> !one.fault().contains("interrupt"));
    }

    @ParameterizedTest
    @MethodSource("casesOfTheNetwork")
    void behaviour_whenTheSameIsScriptedOverTheWire_isTheSame(Case one) {
        try (World inMemory = new InMemory(one.strategy());
                World overTheWire = new OverTheWire(one.strategy())) {
            String expected = run(one, inMemory);

            assertThat(run(one, overTheWire)).isEqualTo(expected);
        }
    }

    @Test
    void behaviour_ofEveryStepUnderEveryFault_isAsDocumented() throws IOException {
        StringBuilder table =
                new StringBuilder("| strategy | step | fault | the caller gets | the network shows | hosts that"
                        + " accept it | changes sent |\n|---|---|---|---|---|---|---|\n");
        for (Case one : cases()) {
            try (World world = new InMemory(one.strategy())) {
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
