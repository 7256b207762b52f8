package org.floatingip.lab.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.InstanceStateChange;

/** Instances and what is under way with them, in the reference. */
final class ReferenceInstances implements ReferenceSubject {

    private static final int ENOUGH = 9;
    private static final int FEW = 5;

    private final ReferenceRun run;
    private final ReferenceBook book;

    ReferenceInstances(ReferenceRun run) {
        this.run = run;
        this.book = run.book;
    }

    @Override
    public int weight() {
        return 3;
    }

    @Override
    public void step() {
        int alive = run.alive().size();
        int dice = run.random.nextInt(10);
        if (alive < FEW || (dice < 2 && alive < ENOUGH)) {
            String type = run.oneIn(4) ? "t2.micro" : "m5.large";
            if (run.oneIn(4)) {
                runWith(type, run.someInterface());
            } else {
                runIn(type, run.somePrefix(), 1 + run.random.nextInt(2));
            }
        } else if (dice < 5) {
            stop(some());
        } else if (dice < 7) {
            start(some());
        } else if (dice < 8) {
            terminate(List.of(run.someInstance()));
        } else if (dice < 9) {
            reboot(some());
        } else {
            lookForRunning();
        }
    }

    private List<String> some() {
        Set<String> some = new LinkedHashSet<>(List.of(run.someInstance()));
        if (run.oneIn(4)) {
            some.add(run.someInstance());
        }
        return List.copyOf(some);
    }

    // ---- RunInstances

    private void runIn(String type, String prefix, int count) {
        List<Instance> ran = new ArrayList<>();
        if (run.attempt(
                "run " + count + " " + type + " in " + prefix,
                Set.of(),
                () -> ran.addAll(run.ec2
                        .runInstances(request -> request.imageId("ami-12345678")
                                .instanceType(type)
                                .minCount(count)
                                .maxCount(count)
                                .subnetId(book.subnetOf.get(prefix)))
                        .instances()))) {
            assertThat(ran).hasSize(count);
            for (Instance instance : ran) {
                InstanceNetworkInterface made = only(instance);
                String eni = made.networkInterfaceId();
                assertThat(book.prefixOf).doesNotContainKey(eni);
                noteAddress(eni, prefix, made.privateIpAddress());
                note(instance, type, made);
                book.goesWithItsInstance.add(eni);
            }
        }
    }

    /** The network chooses: what nobody has, and none of those that it keeps. */
    private void noteAddress(String eni, String prefix, String address) {
        assertThat(ReferenceBook.whyNotInSubnet(prefix, address)).isEmpty();
        assertThat(book.owner).doesNotContainKey(address);
        book.prefixOf.put(eni, prefix);
        book.primaryOf.put(eni, address);
        book.owner.put(address, eni);
    }

    private void runWith(String type, String eni) {
        Set<String> why = new LinkedHashSet<>(book.whyNoInterface(eni));
        if (book.instanceOf.containsKey(eni)) {
            why.add("InvalidNetworkInterface.InUse: Interface: [" + eni + "] in use.");
        }
        if (book.held(eni).size() > ReferenceBook.addressLimit(type)) {
            why.add("PrivateIpAddressLimitExceeded: Number of private addresses will exceed limit.");
        }
        List<Instance> ran = new ArrayList<>();
        if (run.attempt(
                "run-with " + eni + " a " + type,
                why,
                () -> ran.addAll(run.ec2
                        .runInstances(request -> request.imageId("ami-12345678")
                                .instanceType(type)
                                .minCount(1)
                                .maxCount(1)
                                .networkInterfaces(InstanceNetworkInterfaceSpecification.builder()
                                        .deviceIndex(0)
                                        .networkInterfaceId(eni)
                                        .build()))
                        .instances()))) {
            assertThat(ran).hasSize(1);
            note(ran.get(0), type, only(ran.get(0)));
        }
    }

    private static InstanceNetworkInterface only(Instance instance) {
        assertThat(instance.networkInterfaces()).hasSize(1);
        return instance.networkInterfaces().get(0);
    }

    private void note(Instance instance, String type, InstanceNetworkInterface eni) {
        String id = instance.instanceId();
        assertThat(book.stateOf).doesNotContainKey(id);
        assertThat(instance.state().nameAsString()).isEqualTo("pending");
        assertThat(eni.attachment().statusAsString()).isEqualTo("attaching");
        book.typeOf.put(id, type);
        book.stateOf.put(id, "pending");
        book.begin(id);
        book.attached(eni.networkInterfaceId(), id, 0, eni.attachment().attachmentId());
    }

    // ---- states

    private void stop(List<String> ids) {
        Set<String> why = new LinkedHashSet<>();
        for (String id : ids) {
            why.addAll(book.whyNoInstance(id));
            if (book.stateOf.containsKey(id)) {
                if (book.isGone(id)) {
                    why.add("IncorrectInstanceState: This instance '" + id
                            + "' is not in a state from which it can be stopped.");
                } else if (!book.ranOnce.contains(id)) {
                    why.add("IncorrectInstanceState: Instance '" + id
                            + "' cannot be stopped as it has never reached the 'running' state.");
                }
            }
        }
        change(
                "stop",
                ids,
                why,
                all -> run.ec2
                        .stopInstances(request -> request.instanceIds(all))
                        .stoppingInstances(),
                Set.of("pending", ReferenceBook.UP),
                "stopping");
    }

    private void start(List<String> ids) {
        change(
                "start",
                ids,
                whyNotFrom(ids, Set.of("stopped", "pending", ReferenceBook.UP), "started"),
                all -> run.ec2
                        .startInstances(request -> request.instanceIds(all))
                        .startingInstances(),
                Set.of("stopped"),
                "pending");
    }

    private void terminate(List<String> ids) {
        Set<String> why = new LinkedHashSet<>();
        ids.forEach(id -> why.addAll(book.whyNoInstance(id)));
        change(
                "terminate",
                ids,
                why,
                all -> run.ec2
                        .terminateInstances(request -> request.instanceIds(all))
                        .terminatingInstances(),
                Set.of("pending", ReferenceBook.UP, "stopping", "stopped"),
                "shutting-down");
    }

    private void reboot(List<String> ids) {
        run.attempt(
                "reboot " + ids,
                whyNotFrom(ids, Set.of("pending", ReferenceBook.UP), "rebooted"),
                () -> run.ec2.rebootInstances(request -> request.instanceIds(ids)));
    }

    private Set<String> whyNotFrom(List<String> ids, Set<String> states, String participle) {
        Set<String> why = new LinkedHashSet<>();
        for (String id : ids) {
            why.addAll(book.whyNoInstance(id));
            if (book.stateOf.containsKey(id) && !states.contains(book.state(id))) {
                why.add("IncorrectInstanceState: The instance '" + id + "' is not in a state from which it can be "
                        + participle + ".");
            }
        }
        return why;
    }

    /** The reply has the state that was found and the one that it is in now, both of each. */
    private void change(
            String what,
            List<String> ids,
            Set<String> why,
            Function<List<String>, List<InstanceStateChange>> call,
            Set<String> from,
            String through) {
        Map<String, String> said = new TreeMap<>();
        if (!run.attempt(
                what + " " + ids,
                why,
                () -> call.apply(ids)
                        .forEach(each -> said.put(
                                each.instanceId(),
                                each.previousState().nameAsString() + " "
                                        + each.currentState().nameAsString())))) {
            return;
        }
        Map<String, String> expected = new TreeMap<>();
        for (String id : ids) {
            String before = book.state(id);
            if (from.contains(before)) {
                book.stateOf.put(id, through);
                book.begin(id);
            }
            expected.put(id, before + " " + book.state(id));
        }
        assertThat(said).as("%s %s", what, ids).isEqualTo(expected);
    }

    // ---- what there is

    private void lookForRunning() {
        Set<String> shown = new TreeSet<>();
        run.ec2
                .describeInstanceStatusPaginator(request -> request.maxResults(5))
                .instanceStatuses()
                .forEach(each -> shown.add(each.instanceId()));
        Set<String> running = new TreeSet<>(book.stateOf.keySet());
        running.removeIf(id -> !book.state(id).equals(ReferenceBook.UP));
        assertThat(shown).as("running instances").isEqualTo(running);
        run.count("status done");
    }

    @Override
    public void compare() {
        Map<String, String> shown = new TreeMap<>();
        run.ec2.describeInstances().reservations().stream()
                .flatMap(each -> each.instances().stream())
                .forEach(instance -> shown.put(instance.instanceId(), shown(instance)));
        Map<String, String> expected = new TreeMap<>();
        book.stateOf.keySet().forEach(id -> expected.put(id, expected(id)));
        assertThat(shown).as("instances").isEqualTo(expected);
    }

    private static String shown(Instance instance) {
        List<String> interfaces = new ArrayList<>();
        instance.networkInterfaces()
                .forEach(eni -> interfaces.add(
                        eni.networkInterfaceId() + " " + eni.attachment().deviceIndex() + " "
                                + eni.attachment().statusAsString()));
        return instance.instanceTypeAsString() + " " + instance.state().nameAsString() + " because of "
                + (instance.stateReason() == null
                        ? "nothing"
                        : instance.stateReason().code())
                + (instance.stateTransitionReason().isEmpty() ? "" : ", by a user")
                + ", with " + interfaces + " and " + instance.privateIpAddress();
    }

    private String expected(String id) {
        String state = book.state(id);
        boolean goesDown = !Set.of("pending", ReferenceBook.UP).contains(state);
        List<String> interfaces = new ArrayList<>();
        List<String> all = book.interfacesOf(id);
        all.forEach(eni -> interfaces.add(eni + " " + book.indexOf.get(eni) + " " + book.attachmentState.get(eni)));
        String why = state.equals("pending") ? "pending" : goesDown ? "Client.UserInitiatedShutdown" : "nothing";
        return book.typeOf.get(id) + " " + state + " because of " + why + (goesDown ? ", by a user" : "") + ", with "
                + interfaces + " and "
                + (book.isGone(id) ? null : Objects.requireNonNull(book.primaryOf.get(all.get(0))));
    }
}
