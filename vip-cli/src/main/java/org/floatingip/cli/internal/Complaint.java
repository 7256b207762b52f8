package org.floatingip.cli.internal;

import java.io.PrintWriter;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.MoveStep;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.GroupRefusedException;
import org.floatingip.failure.GroupReleaseException;
import org.floatingip.failure.NotReassociatedException;

/** Tells a person what failed, what else is left to see to, and how far each address came. */
final class Complaint {

    private final PrintWriter err;

    /** One failure may be that of several addresses: what goes along with it is said once. */
    private final Set<Throwable> told = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Set<String> warned = new HashSet<>();

    private Complaint(PrintWriter err) {
        this.err = err;
    }

    static void print(PrintWriter err, Throwable thrown) {
        new Complaint(err).print(thrown);
    }

    private void print(Throwable thrown) {
        told.add(thrown);
        err.println("vip: " + Messages.of(thrown));
        if (!(thrown instanceof FloatingIpException ours)) {
            return;
        }
        beside(ours);
        Map<IpAddress, ? extends FloatingIpException> failures = failures(ours);
        failures.values().forEach(this::beside);
        if (failures.isEmpty()) {
            steps("  ", ours.steps(), ours);
        }
        failures.forEach((address, failure) -> {
            err.println("  " + address + " failed:");
            steps("    ", ours instanceof GroupMoveException group ? group.stepsOf(address) : failure.steps(), failure);
        });
        if (ours instanceof GroupMoveException group) {
            for (IpAddress address : group.restored()) {
                err.println("  " + address + " is where it was:");
                steps("    ", group.stepsOf(address), ours);
                group.warningsOf(address).forEach(this::warn);
            }
            failures.keySet().forEach(address -> group.warningsOf(address).forEach(this::warn));
            group.moved().forEach(this::warnings);
        }
    }

    private static Map<IpAddress, ? extends FloatingIpException> failures(FloatingIpException thrown) {
        if (thrown instanceof GroupMoveException group) {
            return group.failures();
        }
        if (thrown instanceof GroupReleaseException group) {
            return group.failures();
        }
        return thrown instanceof GroupRefusedException group ? group.refusals() : Map.of();
    }

    /** What is not in the message of a failure. */
    private void beside(FloatingIpException failure) {
        for (Throwable other : failure.getSuppressed()) {
            if (told.add(other)) {
                err.println("vip: " + Messages.of(other));
            }
        }
        if (failure instanceof NotReassociatedException lost && lost.moved() != null) {
            warnings(VipCommand.given(lost.moved()));
        }
    }

    private void warnings(MoveResult result) {
        result.warnings().forEach(this::warn);
    }

    private void warn(String warning) {
        if (warned.add(warning)) {
            err.println("vip: warning: " + warning);
        }
    }

    /** The last step's detail is most often the message itself: once is enough. */
    private void steps(String indent, List<MoveStep> steps, FloatingIpException failure) {
        steps.forEach(step -> err.println(indent + step.toString().replace(": " + failure.getMessage(), "")));
    }
}
