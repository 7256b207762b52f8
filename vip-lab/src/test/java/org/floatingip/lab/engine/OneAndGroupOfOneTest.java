package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.FloatingIpGroup;
import org.floatingip.GroupMoveRequest;
import org.floatingip.GroupMoveResult;
import org.floatingip.HostId;
import org.floatingip.MoveRequest;
import org.floatingip.MoveResult;
import org.floatingip.MoveStep;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.GroupRefusedException;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.lab.engine.BehaviourWorld.Strategy;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.hosts.HostFault;
import org.floatingip.testkit.network.Incident;
import org.junit.jupiter.api.Test;

/**
 * One address is a group of one: whatever goes wrong, both end alike, leave the same behind, and say the same. What is compared
 * of a group's failure is that of its address.
 */
class OneAndGroupOfOneTest {

    /** Under which condition the address is moved from A to B. */
    private enum Condition {
        PLAIN,
        FROM_A,
        FROM_A_OR_UNHELD
    }

    private record Script(String words, Condition condition, Consumer<BehaviourWorld> fail) {

        @Override
        public String toString() {
            return condition + ", " + words;
        }
    }

    private static MoveResult ofOne(Script script, BehaviourWorld world) {
        MoveRequest request = FloatingIp.at(BehaviourWorld.VIP)
                .assigner(world.assigner())
                .hosts(world.hosts)
                .ticker(world.ticker)
                .build()
                .move()
                .to(world.b);
        return switch (script.condition()) {
            case PLAIN -> request.execute();
            case FROM_A -> request.from(world.a).execute();
            case FROM_A_OR_UNHELD -> request.from(world.a).orUnheld().execute();
        };
    }

    private static MoveResult ofGroup(Script script, BehaviourWorld world) {
        GroupMoveRequest request = FloatingIpGroup.of(List.of(BehaviourWorld.VIP))
                .assigner(world.assigner())
                .hosts(world.hosts)
                .ticker(world.ticker)
                .build()
                .move()
                .to(world.b);
        GroupMoveResult result = switch (script.condition()) {
            case PLAIN -> request.execute();
            case FROM_A -> request.from(world.a).execute();
            case FROM_A_OR_UNHELD -> request.from(world.a).orUnheld().execute();
        };
        return result.result(BehaviourWorld.VIP);
    }

    /** What can be seen of a run from outside, by what it is called. */
    private static Map<String, String> run(Script one, boolean asGroup) {
        try (BehaviourWorld.InMemory world = new BehaviourWorld.InMemory(Strategy.TAKEOVER)) {
            one.fail().accept(world);
            Map<String, String> seen = new LinkedHashMap<>();
            List<MoveStep> steps;
            long before = world.ticker.nanoTime();
            try {
                MoveResult result = asGroup ? ofGroup(one, world) : ofOne(one, world);
                steps = result.steps();
                seen.put("ends with", result.outcome().toString());
                seen.put("words", result.toString());
                seen.put("warnings", result.warnings().toString());
                seen.put("unsettled", result.unsettled().toString());
                seen.put("displaced", result.displaced().toString());
            } catch (FloatingIpException whole) {
                FloatingIpException leaf = leaf(whole);
                steps = leaf.steps().isEmpty() ? whole.steps() : leaf.steps();
                seen.put("ends with", leaf.type());
                seen.put(
                        "effect",
                        leaf.effect() + (whole.effect() == leaf.effect() ? "" : ", as a whole " + whole.effect()));
                seen.put("retryable", String.valueOf(leaf.retryable()));
                seen.put("words", leaf.getMessage());
                seen.put("cause", String.valueOf(leaf.getCause()));
                List<Throwable> beside = new ArrayList<>(List.of(leaf.getSuppressed()));
                if (whole != leaf) {
                    beside.addAll(List.of(whole.getSuppressed()));
                }
                seen.put("suppressed", beside.toString());
            }
            seen.put("interrupted", String.valueOf(Thread.interrupted()));
            seen.put("holder", world.holder());
            seen.put("accepting", world.accepting());
            seen.put(
                    "calls",
                    world.calls().stream()
                            .collect(Collectors.groupingBy(call -> call, TreeMap::new, Collectors.counting()))
                            .toString());
            seen.put("time", Duration.ofNanos(world.ticker.nanoTime() - before).toString());
            seen.put(
                    "steps",
                    steps.stream()
                            .map(step ->
                                    step.kind() + " " + step.outcome() + " " + step.attempts() + "x " + step.detail())
                            .collect(Collectors.joining(" | ")));
            return seen;
        } finally {
            boolean unused = Thread.interrupted();
        }
    }

    private static FloatingIpException leaf(FloatingIpException whole) {
        if (whole instanceof GroupMoveException some) {
            return some.failures().getOrDefault(BehaviourWorld.VIP, some);
        }
        if (whole instanceof GroupRefusedException refused) {
            FloatingIpException refusal = refused.refusals().get(BehaviourWorld.VIP);
            return refusal == null ? refused : refusal;
        }
        return whole;
    }

    // ---- the scripts

    private enum Kind {
        NONE,
        THROTTLED,
        DENIED,
        UNAVAILABLE,
        REFUSED,
        FULL,
        REQUEST_LOST,
        REPLY_LOST;

        Fault fault() {
            return switch (this) {
                case NONE -> Fault.none();
                case THROTTLED -> Fault.throttle();
                case DENIED -> Fault.deny();
                case UNAVAILABLE -> Fault.unavailable();
                case REFUSED -> Fault.refuse("IncorrectState");
                case FULL -> Fault.refuse("PrivateIpAddressLimitExceeded");
                case REQUEST_LOST -> Fault.loseRequest();
                case REPLY_LOST -> Fault.loseReply();
            };
        }
    }

    /** What happens beside the first call that is hit: before it, or after it. */
    private enum Beside {
        NOTHING,
        THIRD_PARTY,
        HOLDER_RELEASES,
        TARGET_TERMINATED,
        HOLDER_TERMINATED,
        INTERRUPT,
        LATE_BY_A_SECOND,
        OLD_ANSWER;

        Incident in(BehaviourWorld world) {
            return switch (this) {
                case NOTHING -> Incident.timePasses(Duration.ZERO);
                case THIRD_PARTY -> world.thirdParty;
                case HOLDER_RELEASES -> Incident.holderReleases(BehaviourWorld.VIP);
                case TARGET_TERMINATED -> Incident.terminate(world.b);
                case HOLDER_TERMINATED -> Incident.terminate(world.a);
                case INTERRUPT -> Incident.interrupt(Thread.currentThread());
                case LATE_BY_A_SECOND -> Incident.delayVisibilitySeconds(1);
                case OLD_ANSWER -> Incident.ageOfNextReads(Duration.ZERO, Duration.ofSeconds(1));
            };
        }
    }

    private static Script takeover(String words, Consumer<BehaviourWorld> fail) {
        return new Script(words, Condition.PLAIN, fail);
    }

    private static List<Script> scripts() {
        List<Script> all = new ArrayList<>(BehaviourCase.all().stream()
                .filter(one -> one.strategy() == Strategy.TAKEOVER)
                .map(one -> takeover(one.step() + ", " + one.fault(), one.fail()))
                .toList());
        all.addAll(scripts(Call.LOOK, 0));
        all.addAll(scripts(Call.LOOK, 1));
        all.addAll(scripts(Call.LOOK, 2));
        all.addAll(scripts(Call.RESOLVE, 0));
        List<Script> ofAssignments = scripts(Call.ASSIGN, 0);
        all.addAll(ofAssignments);
        for (Script script : ofAssignments) {
            all.add(new Script(script.words(), Condition.FROM_A, script.fail()));
            all.add(new Script(script.words(), Condition.FROM_A_OR_UNHELD, script.fail()));
            for (Condition condition : List.of(Condition.PLAIN, Condition.FROM_A_OR_UNHELD)) {
                all.add(new Script("held by nobody, " + script.words(), condition, world -> {
                    world.network
                            .holders(BehaviourWorld.VIP)
                            .forEach(holder ->
                                    world.network.unassignAddresses(holder.interfaceId(), List.of(BehaviourWorld.VIP)));
                    script.fail().accept(world);
                }));
            }
        }
        all.addAll(hostScripts());
        return all;
    }

    private static List<Script> scripts(Call call, int skip) {
        List<Script> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (int times : new int[] {1, 2, Integer.MAX_VALUE}) {
                for (Beside beside : Beside.values()) {
                    all.add(script(call, skip, kind, times, beside, true));
                    all.add(script(call, skip, kind, times, beside, false));
                }
            }
        }
        return all;
    }

    /** Every call takes a millisecond, so that what is repeated without a pause comes to the deadline. */
    private static Script script(Call call, int skip, Kind kind, int times, Beside beside, boolean before) {
        String words = call + (skip == 0 ? "" : " after " + skip) + ": " + kind + " "
                + (times == Integer.MAX_VALUE ? "always" : times + " times") + (before ? ", before: " : ", after: ")
                + beside;
        return takeover(words, world -> {
            Fault fault = kind.fault().onCall(call).first(Incident.timePasses(Duration.ofMillis(1)));
            Incident incident = beside.in(world);
            world.inject((before ? fault.first(incident) : fault.then(incident)).skip(skip));
            if (times > 1) {
                world.inject(times == Integer.MAX_VALUE ? fault.always() : fault.times(times - 1));
            }
        });
    }

    private static List<Script> hostScripts() {
        Map<String, HostFault> faults = new LinkedHashMap<>();
        faults.put("unreachable", HostFault.unreachable());
        faults.put("without permission", HostFault.permissionDenied());
        faults.put("with a full disk", HostFault.readOnlyDisk());
        Map<String, Consumer<BehaviourWorld>> network = new LinkedHashMap<>();
        network.put("nothing", world -> {});
        network.put("assignment denied", world -> world.inject(Fault.deny().onCall(Call.ASSIGN)));
        network.put(
                "reply to the assignment lost",
                world -> world.inject(Fault.loseReply().onCall(Call.ASSIGN)));
        network.put(
                "third party before the assignment",
                world -> world.inject(Fault.none().onCall(Call.ASSIGN).first(world.thirdParty)));
        network.put(
                "third party after the assignment",
                world -> world.inject(Fault.none().onCall(Call.ASSIGN).then(world.thirdParty)));
        network.put(
                "brought back after the verification",
                world -> world.inject(Fault.none()
                        .onCall(Call.LOOK)
                        .skip(1)
                        .then(Incident.thirdPartyTakes(BehaviourWorld.VIP, world.a))));
        network.put(
                "packets follow late",
                world -> ((InMemoryIpAssigner) world.assigner()).dataPlaneLag(Duration.ofMillis(1500)));
        network.put("packets follow late, then no look", world -> {
            ((InMemoryIpAssigner) world.assigner()).dataPlaneLag(Duration.ofMillis(1500));
            world.inject(Fault.deny().onCall(Call.LOOK).skip(2));
        });
        network.put(
                "held already",
                world -> world.network.assignAddresses(
                        world.network
                                .instance(world.b)
                                .orElseThrow()
                                .interfaces()
                                .get(0)
                                .id(),
                        List.of(BehaviourWorld.VIP),
                        true));
        List<Script> all = new ArrayList<>();
        network.forEach((words, script) -> {
            all.add(takeover("hosts well, network: " + words, script));
            all.add(takeover("target accepts it already, network: " + words, world -> {
                world.hosts.set(world.b, BehaviourWorld.VIP.toString());
                script.accept(world);
            }));
            faults.forEach((fault, what) -> {
                all.add(takeover("target " + fault + ", network: " + words, world -> {
                    world.hosts.fault(world.b, what);
                    script.accept(world);
                }));
                all.add(takeover("old host " + fault + ", network: " + words, world -> {
                    world.hosts.fault(world.a, what);
                    script.accept(world);
                }));
            });
            all.add(takeover("old host refuses to, network: " + words, world -> {
                world.hosts.fail(world.a, new HostConfigurationException(HostId.of(world.a), "it is busy", null));
                script.accept(world);
            }));
        });
        return all;
    }

    @Test
    void everyFaultScript_ofOneAddressAndOfAGroupOfOne_endsAlike() {
        List<Script> scripts = scripts();
        List<String> differences = new ArrayList<>();
        Map<String, Integer> kinds = new TreeMap<>();
        Map<String, Integer> ends = new TreeMap<>();
        for (Script script : scripts) {
            Map<String, String> one = run(script, false);
            Map<String, String> group = run(script, true);
            ends.merge(String.valueOf(one.get("ends with")), 1, Integer::sum);
            List<String> different = one.keySet().stream()
                    .filter(what -> !String.valueOf(one.get(what)).equals(group.get(what)))
                    .toList();
            if (!one.equals(group)) {
                kinds.merge(different.toString(), 1, Integer::sum);
                differences.add(different.stream()
                        .map(what -> "\n    " + what + "\n      one:   " + one.get(what) + "\n      group: "
                                + group.get(what))
                        .collect(Collectors.joining("", "  " + script, "")));
            }
        }
        System.out.printf(
                "one address and a group of one: %d scripts, which end in %s; %d differences %s%n",
                scripts.size(), ends, differences.size(), kinds);

        assertThat(scripts).hasSizeGreaterThan(200);
        assertThat(ends)
                .as("or the scripts hit nothing")
                .containsKeys(
                        "MOVED",
                        "ALREADY_HELD",
                        "Superseded",
                        "NotVerified",
                        "OutOfTime",
                        "PermissionDenied",
                        "UnknownTarget",
                        "InterfaceFull",
                        "Rejected",
                        "HostConfiguration");
        assertThat(differences.stream().limit(20).toList())
                .as("the first of %d differences", differences.size())
                .isEmpty();
    }
}
