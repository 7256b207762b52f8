package org.floatingip.lab.aws;

import java.util.List;
import java.util.function.Consumer;
import org.floatingip.MoveStrategy;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.network.Incident;

/** One row of the table of ways: where something goes wrong with a move from A to B, what, and how it is made to. */
record WayCase(MoveStrategy strategy, String step, String fault, Consumer<WayFixture> script) {

    @Override
    public String toString() {
        return words() + ", " + step + ", " + fault;
    }

    String words() {
        return strategy == MoveStrategy.HANDOVER ? "handover" : "takeover";
    }

    private static WayCase takeover(String step, String fault, Consumer<WayFixture> script) {
        return new WayCase(MoveStrategy.TAKEOVER, step, fault, script);
    }

    private static WayCase handover(String step, String fault, Consumer<WayFixture> script) {
        return new WayCase(MoveStrategy.HANDOVER, step, fault, script);
    }

    private static Consumer<WayFixture> on(Call call, Fault fault) {
        return world -> world.inject(call, fault);
    }

    private static Consumer<WayFixture> thirdPartyFirst(Call call) {
        return world -> world.inject(call, Fault.none().first(() -> world.give(world.held(), world.other())));
    }

    private static Consumer<WayFixture> thirdPartyThen(Call call, Fault fault) {
        return world -> world.inject(call, fault.then(() -> world.give(world.held(), world.other())));
    }

    /** What can go wrong by each way. */
    static List<WayCase> ofEach() {
        Incident targetGoes = Incident.terminate("i-0b");
        return List.of(
                takeover("none", "none", world -> {}),
                takeover("survey", "refused (denied)", on(Call.LOOK, Fault.deny())),
                takeover("survey", "third party took it before", thirdPartyFirst(Call.LOOK)),
                takeover(
                        "assign",
                        "refused (denied)",
                        on(Call.ASSIGN, Fault.deny().always())),
                takeover(
                        "assign",
                        "throttled twice",
                        on(Call.ASSIGN, Fault.throttle().times(2))),
                takeover(
                        "assign",
                        "throttled to the deadline",
                        on(Call.ASSIGN, Fault.throttle().always())),
                takeover("assign", "timeout before the effect", on(Call.ASSIGN, Fault.loseRequest())),
                takeover("assign", "timeout after the effect", on(Call.ASSIGN, Fault.loseReply())),
                takeover(
                        "assign",
                        "timeout after the effect, third party took it",
                        thirdPartyThen(Call.ASSIGN, Fault.loseReply())),
                takeover("assign", "third party took it just before", thirdPartyFirst(Call.ASSIGN)),
                takeover(
                        "assign",
                        "target terminated just before",
                        on(Call.ASSIGN, Fault.none().first(targetGoes))),
                takeover("verify", "third party took it", thirdPartyThen(Call.ASSIGN, Fault.none())),
                handover("none", "none", world -> {}),
                handover("survey", "third party took it before", thirdPartyFirst(Call.LOOK)),
                handover("unassign", "refused (denied)", on(Call.RELEASE, Fault.deny())),
                handover("unassign", "third party took it just before", thirdPartyFirst(Call.RELEASE)),
                handover("unassign", "timeout before the effect", on(Call.RELEASE, Fault.loseRequest())),
                handover("unassign", "timeout after the effect", on(Call.RELEASE, Fault.loseReply())),
                handover("assign", "refused (denied), giving back works", on(Call.ASSIGN, Fault.deny())),
                handover(
                        "assign",
                        "refused (denied), giving back too",
                        on(Call.ASSIGN, Fault.deny().always())),
                handover("assign", "timeout before the effect", on(Call.ASSIGN, Fault.loseRequest())),
                handover("assign", "timeout after the effect", on(Call.ASSIGN, Fault.loseReply())),
                handover("assign", "third party took it in the gap", thirdPartyFirst(Call.ASSIGN)),
                handover(
                        "assign",
                        "target terminated in the gap",
                        on(Call.ASSIGN, Fault.none().first(targetGoes))));
    }

    /** What can go wrong with three tables. */
    static List<WayCase> ofRoutes() {
        return List.of(
                takeover(
                        "survey",
                        "one table led to a third party",
                        world -> routes(world).routeOfOne(world.other())),
                takeover(
                        "survey",
                        "one table lacks the route, which may be created",
                        world -> routes(world).deleteRouteOfOne()),
                takeover("survey", "one table is gone", world -> routes(world).deleteOne()),
                takeover(
                        "assign",
                        "one table refused (denied)",
                        on(Call.ASSIGN, Fault.deny().skip(1).times(1))),
                takeover(
                        "assign",
                        "one table throttled once",
                        on(Call.ASSIGN, Fault.throttle().skip(1))),
                takeover(
                        "assign",
                        "one table timed out before the effect",
                        on(Call.ASSIGN, Fault.loseRequest().skip(1))),
                takeover(
                        "verify",
                        "third party took one table",
                        world -> world.inject(
                                Call.ASSIGN,
                                Fault.none().skip(2).then(() -> routes(world).routeOfOne(world.other())))));
    }

    private static RouteFixture routes(WayFixture world) {
        return (RouteFixture) world;
    }

    /** What can go wrong in the place where an Elastic IP comes to. */
    static List<WayCase> ofElasticIps() {
        return List.of(
                takeover("survey", "it was released", world -> elastic(world).releaseIt()),
                takeover(
                        "survey",
                        "another Elastic IP is in the place",
                        world -> elastic(world).occupy(world.target())),
                takeover(
                        "assign",
                        "another came to the place just before",
                        world -> world.inject(
                                Call.ASSIGN,
                                Fault.none().first(() -> elastic(world).occupy(world.target())))),
                takeover(
                        "verify",
                        "another displaced it",
                        world -> world.inject(
                                Call.ASSIGN,
                                Fault.none().then(() -> elastic(world).occupy(world.target())))));
    }

    private static ElasticIpFixture elastic(WayFixture world) {
        return (ElasticIpFixture) world;
    }
}
