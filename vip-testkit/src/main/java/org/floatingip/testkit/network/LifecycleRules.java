package org.floatingip.testkit.network;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.floatingip.testkit.internal.Refusals;

/** Decides on the transitions between instance states, and when they complete. Guarded by the lock of its network. */
final class LifecycleRules {

    private final VpcState state;
    private final Transitions transitions;
    private final InterfaceRules interfaces;
    private final AttachmentRules attachments;

    LifecycleRules(VpcState state, Transitions transitions, InterfaceRules interfaces, AttachmentRules attachments) {
        this.state = state;
        this.transitions = transitions;
        this.interfaces = interfaces;
        this.attachments = attachments;
    }

    /** Lets a launched instance become a running one. */
    void boot(MutableInstance instance) {
        transition(instance, InstanceState.PENDING, InstanceState.RUNNING);
    }

    /** EC2 lets a pending instance be stopped if it was running before. */
    Set<MutableInstance> stop(List<String> instanceIds) {
        Set<MutableInstance> chosen = chosen(instanceIds);
        for (MutableInstance instance : chosen) {
            if (isGone(instance)) {
                throw Refusals.cantBeStopped(instance.id);
            }
            if (!instance.hasRun) {
                throw Refusals.neverRan(instance.id);
            }
        }
        return change(chosen, InstanceState.STOPPING, InstanceState.STOPPED);
    }

    Set<MutableInstance> start(List<String> instanceIds) {
        Set<MutableInstance> chosen = chosen(instanceIds);
        for (MutableInstance instance : chosen) {
            if (isGone(instance) || instance.state == InstanceState.STOPPING) {
                throw Refusals.incorrectState(instance.id, "started");
            }
        }
        return change(chosen, InstanceState.PENDING, InstanceState.RUNNING);
    }

    /** Changes nothing: a rebooted instance keeps its state and addresses. That it must be running is a guess. */
    Set<MutableInstance> reboot(List<String> instanceIds) {
        Set<MutableInstance> chosen = chosen(instanceIds);
        for (MutableInstance instance : chosen) {
            if (instance.state != InstanceState.PENDING && instance.state != InstanceState.RUNNING) {
                throw Refusals.incorrectState(instance.id, "rebooted");
            }
        }
        chosen.forEach(instance -> state.history.resource(instance.id + " is rebooted"));
        return chosen;
    }

    Set<MutableInstance> terminate(List<String> instanceIds) {
        return change(chosen(instanceIds), InstanceState.SHUTTING_DOWN, InstanceState.TERMINATED);
    }

    private static boolean isGone(MutableInstance instance) {
        return instance.state == InstanceState.SHUTTING_DOWN || instance.state == InstanceState.TERMINATED;
    }

    private Set<MutableInstance> chosen(List<String> instanceIds) {
        Set<MutableInstance> chosen = new LinkedHashSet<>();
        for (String id : instanceIds) {
            chosen.add(state.instance(id));
        }
        return chosen;
    }

    private Set<MutableInstance> change(Set<MutableInstance> chosen, InstanceState through, InstanceState to) {
        for (MutableInstance instance : chosen) {
            if (instance.state != to && instance.state != through) {
                transition(instance, through, to);
            }
        }
        return chosen;
    }

    private void transition(MutableInstance instance, InstanceState through, InstanceState to) {
        instance.state = through;
        if (to == InstanceState.RUNNING) {
            instance.launchedAt = state.ticker.now();
            instance.shutDownAt = null;
        } else {
            instance.shutDownAt = state.ticker.now();
        }
        state.history.resource(instance.id + " is " + through.ec2Name());
        transitions.begin(instance, () -> arrive(instance, to));
    }

    private void arrive(MutableInstance instance, InstanceState at) {
        instance.state = at;
        state.history.resource(instance.id + " is " + at.ec2Name());
        switch (at) {
            case RUNNING -> instance.hasRun = true;
            case TERMINATED -> dropInterfaces(instance);
            default -> {}
        }
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
