package org.floatingip.testkit.network;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.floatingip.testkit.internal.Refusals;

/** Decides from which state an instance gets into which, and when it is there. Guarded by the lock of its network. */
final class LifecycleRules {

    private final VpcState state;
    private final Duration transitionTime;
    private final InterfaceRules interfaces;
    private final AttachmentRules attachments;

    LifecycleRules(VpcState state, Duration transitionTime, InterfaceRules interfaces, AttachmentRules attachments) {
        this.state = state;
        this.transitionTime = transitionTime;
        this.interfaces = interfaces;
        this.attachments = attachments;
    }

    /** Completes what is due; called at the start of each operation, so no thread has to. */
    void settle() {
        long now = state.ticker.nanoTime();
        for (MutableInstance instance : state.instances.values()) {
            InstanceState next = instance.next;
            if (next != null && now - instance.nextAtNanos >= 0) {
                instance.state = next;
                instance.next = null;
                state.history.resource(instance.id + " is " + next.ec2Name());
                if (next == InstanceState.TERMINATED) {
                    dropInterfaces(instance);
                }
            }
        }
    }

    /** Lets an instance that was just launched become a running one. */
    void boot(MutableInstance instance) {
        transition(instance, InstanceState.PENDING, InstanceState.RUNNING);
    }

    Set<MutableInstance> stop(List<String> instanceIds) {
        return change(
                instanceIds,
                "stopped",
                InstanceState.STOPPING,
                InstanceState.STOPPED,
                Set.of(InstanceState.PENDING, InstanceState.RUNNING, InstanceState.STOPPING, InstanceState.STOPPED));
    }

    Set<MutableInstance> start(List<String> instanceIds) {
        return change(
                instanceIds,
                "started",
                InstanceState.PENDING,
                InstanceState.RUNNING,
                Set.of(InstanceState.STOPPED, InstanceState.PENDING, InstanceState.RUNNING));
    }

    /** Nothing changes: a rebooted instance keeps its state and its addresses. That it has to run is a guess. */
    Set<MutableInstance> reboot(List<String> instanceIds) {
        Set<MutableInstance> chosen =
                chosen(instanceIds, "rebooted", Set.of(InstanceState.PENDING, InstanceState.RUNNING));
        chosen.forEach(instance -> state.history.resource(instance.id + " is rebooted"));
        return chosen;
    }

    Set<MutableInstance> terminate(List<String> instanceIds) {
        return change(
                instanceIds,
                "terminated",
                InstanceState.SHUTTING_DOWN,
                InstanceState.TERMINATED,
                Set.of(InstanceState.values()));
    }

    private Set<MutableInstance> change(
            List<String> instanceIds,
            String participle,
            InstanceState through,
            InstanceState to,
            Set<InstanceState> from) {
        Set<MutableInstance> chosen = chosen(instanceIds, participle, from);
        for (MutableInstance instance : chosen) {
            if (instance.state != to && instance.state != through) {
                transition(instance, through, to);
            }
        }
        return chosen;
    }

    private Set<MutableInstance> chosen(List<String> instanceIds, String participle, Set<InstanceState> from) {
        Set<MutableInstance> chosen = new LinkedHashSet<>();
        for (String id : instanceIds) {
            chosen.add(state.instance(id));
        }
        for (MutableInstance instance : chosen) {
            if (!from.contains(instance.state)) {
                throw Refusals.incorrectState(instance.id, participle);
            }
        }
        return chosen;
    }

    private void transition(MutableInstance instance, InstanceState through, InstanceState to) {
        instance.state = through;
        instance.next = to;
        instance.nextAtNanos = state.ticker.nanoTime() + transitionTime.toNanos();
        state.history.resource(instance.id + " is " + through.ec2Name());
        settle();
    }

    private void dropInterfaces(MutableInstance instance) {
        for (MutableInterface eni : List.copyOf(instance.interfaces.values())) {
            VpcInterface.Attachment attachment = Objects.requireNonNull(eni.attachment);
            if (attachment.deleteOnTermination()) {
                interfaces.delete(eni);
            } else {
                attachments.detach(eni);
            }
        }
    }
}
