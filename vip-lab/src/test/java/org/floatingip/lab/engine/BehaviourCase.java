package org.floatingip.lab.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.floatingip.HostId;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.lab.engine.BehaviourWorld.Strategy;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.network.Incident;

/** One row: where something goes wrong, what, and how it is made to. */
record BehaviourCase(String step, String fault, Strategy strategy, Consumer<BehaviourWorld> fail) {

    @Override
    public String toString() {
        return strategy.words + ", " + step + ", " + fault;
    }

    private static BehaviourCase takeover(String step, String fault, Consumer<BehaviourWorld> fail) {
        return new BehaviourCase(step, fault, Strategy.TAKEOVER, fail);
    }

    private static BehaviourCase takeover(String step, String fault, Fault script) {
        return takeover(step, fault, w -> w.inject(script));
    }

    private static BehaviourCase handover(String step, String fault, Consumer<BehaviourWorld> fail) {
        return new BehaviourCase(step, fault, Strategy.HANDOVER, fail);
    }

    private static BehaviourCase reassociate(String step, String fault, Consumer<BehaviourWorld> fail) {
        return new BehaviourCase(step, fault, Strategy.REASSOCIATE, fail);
    }

    private static BehaviourCase handover(String step, String fault, Fault script) {
        return handover(step, fault, w -> w.inject(script));
    }

    private static BehaviourCase reassociate(String step, String fault, Fault script) {
        return reassociate(step, fault, w -> w.inject(script));
    }

    /** A look after the survey. */
    private static Fault verifying(Fault fault) {
        return fault.onCall(Call.LOOK).skip(1);
    }

    private static Incident interrupt() {
        return Incident.interrupt(Thread.currentThread());
    }

    /** Those of one address, and then those of three. */
    static List<BehaviourCase> all() {
        return Stream.concat(ofOne().stream(), ofThree().stream()).toList();
    }

    private static BehaviourCase three(Strategy strategy, String step, String fault, Fault script) {
        return new BehaviourCase(step, fault, strategy, world -> world.inject(script));
    }

    private static List<BehaviourCase> ofThree() {
        List<BehaviourCase> all = new ArrayList<>();
        for (Strategy strategy : List.of(Strategy.THREE_TAKEOVER, Strategy.THREE_TAKEOVER_ALL)) {
            all.add(three(strategy, "none", "none", Fault.none()));
            all.add(three(strategy, "survey", "refused (denied)", Fault.deny().onCall(Call.LOOK)));
            all.add(three(strategy, "assign", "refused (denied)", Fault.deny().onCall(Call.ASSIGN)));
            all.add(three(
                    strategy,
                    "assign",
                    "throttled twice",
                    Fault.throttle().onCall(Call.ASSIGN).times(2)));
            all.add(three(
                    strategy,
                    "assign",
                    "timeout after the effect",
                    Fault.loseReply().onCall(Call.ASSIGN)));
            all.add(new BehaviourCase(
                    "assign",
                    "throttled, third party took the second",
                    strategy,
                    w -> w.inject(Fault.throttle().onCall(Call.ASSIGN).then(w.thirdPartyTakesTheSecond))));
            all.add(new BehaviourCase(
                    "verify",
                    "third party took the second",
                    strategy,
                    w -> w.inject(Fault.none().onCall(Call.ASSIGN).then(w.thirdPartyTakesTheSecond))));
            all.add(three(
                    strategy,
                    "verify",
                    "never visible",
                    Fault.none().onCall(Call.ASSIGN).first(Incident.delayVisibilitySeconds(3600))));
        }
        all.add(new BehaviourCase(
                "verify", "third party took the second, giving back is denied", Strategy.THREE_TAKEOVER_ALL, w -> {
                    w.inject(Fault.none().onCall(Call.ASSIGN).then(w.thirdPartyTakesTheSecond));
                    w.inject(Fault.deny().onCall(Call.ASSIGN).always());
                }));
        for (Strategy strategy : List.of(Strategy.THREE_HANDOVER, Strategy.THREE_HANDOVER_ALL)) {
            all.add(three(strategy, "none", "none", Fault.none()));
            all.add(three(strategy, "unassign", "refused (denied)", Fault.deny().onCall(Call.RELEASE)));
            all.add(three(
                    strategy,
                    "unassign",
                    "throttled twice",
                    Fault.throttle().onCall(Call.RELEASE).times(2)));
            all.add(three(
                    strategy,
                    "unassign",
                    "timeout after the effect",
                    Fault.loseReply().onCall(Call.RELEASE)));
            all.add(new BehaviourCase(
                    "unassign",
                    "third party took the second before",
                    strategy,
                    w -> w.inject(Fault.none().onCall(Call.RELEASE).first(w.thirdPartyTakesTheSecond))));
            all.add(three(
                    strategy,
                    "assign",
                    "refused (denied), giving back works",
                    Fault.deny().onCall(Call.ASSIGN)));
            all.add(three(
                    strategy,
                    "assign",
                    "refused (denied), giving back too",
                    Fault.deny().onCall(Call.ASSIGN).always()));
            all.add(new BehaviourCase(
                    "assign",
                    "third party took the second in the gap",
                    strategy,
                    w -> w.inject(Fault.none().onCall(Call.ASSIGN).first(w.thirdPartyTakesTheSecond))));
        }
        for (Strategy strategy : List.of(Strategy.THREE_ONE_BY_ONE, Strategy.THREE_ONE_BY_ONE_ALL)) {
            all.add(three(strategy, "none", "none", Fault.none()));
            all.add(three(
                    strategy,
                    "unassign",
                    "the second refused (denied)",
                    Fault.deny().onCall(Call.RELEASE).skip(1)));
            all.add(three(
                    strategy,
                    "unassign",
                    "the second throttled twice",
                    Fault.throttle().onCall(Call.RELEASE).skip(1).times(2)));
            all.add(three(
                    strategy,
                    "unassign",
                    "the second timed out after the effect",
                    Fault.loseReply().onCall(Call.RELEASE).skip(1)));
            all.add(three(
                    strategy,
                    "assign",
                    "the second refused (denied), giving back works",
                    Fault.deny().onCall(Call.ASSIGN).skip(1)));
            all.add(three(
                    strategy,
                    "assign",
                    "from the second on refused (denied), giving back too",
                    Fault.deny().onCall(Call.ASSIGN).skip(1).always()));
            all.add(new BehaviourCase(
                    "assign",
                    "third party took the second in the gap",
                    strategy,
                    w -> w.inject(Fault.none().onCall(Call.ASSIGN).skip(1).first(w.thirdPartyTakesTheSecond))));
        }
        return all;
    }

    private static List<BehaviourCase> ofOne() {
        Consumer<BehaviourWorld> nothing = world -> {};
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
}
