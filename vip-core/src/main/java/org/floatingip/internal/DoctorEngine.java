package org.floatingip.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.floatingip.Checks;
import org.floatingip.Diagnosis;
import org.floatingip.Finding;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether moves of one address would go well, and changes nothing: the network first, for what it says decides what is
 * to be expected of the hosts, then the hosts, then the names. Stateless; one instance serves many threads.
 */
public record DoctorEngine(
        IpAddress address, Collaborators by, @Nullable Names names) {

    /** Looks at everything that there is to look at for these hosts. */
    public Diagnosis diagnose(List<HostId> hosts, Duration timeout) {
        Deadline deadline = by.deadline(timeout);
        Operation operation = by.operation(address, deadline, Listeners.none().events());
        return operation.run(() -> diagnose(operation, hosts, timeout));
    }

    private Diagnosis diagnose(Operation operation, List<HostId> hosts, Duration timeout) {
        NetworkDoctor network = new NetworkDoctor(operation.withBudget(timeout.minus(kept(hosts, timeout))), hosts);
        List<Finding> findings = new ArrayList<>(network.look());
        if (by.hosts() != null) {
            // The names are the last: they keep one share of what is left.
            int shares = names == null ? 0 : 1;
            findings.addAll(new HostDoctor(operation, by.hosts(), network).look(hosts, shares));
        } else if (!operation.network.claimsHosts()) {
            findings.add(Finding.unproven(
                    Checks.HOST_ACCEPTS,
                    address.toString(),
                    "the hosts themselves were not asked: no way to them was given (hosts(..), --host)"));
        }
        findings.addAll(new NameDoctor(operation, names).look());
        return Diagnosis.of(address, hosts, findings, operation.deadline.startedAt(), operation.deadline.elapsed());
    }

    /** What is kept for hosts and names: a network that does not answer must not keep them from being looked at. */
    private Duration kept(List<HostId> hosts, Duration timeout) {
        int looks = (by.hosts() == null ? 0 : hosts.size()) + (names == null ? 0 : 1);
        Duration wanted = HostSide.BUDGET.multipliedBy(looks);
        Duration most = timeout.dividedBy(2);
        return wanted.compareTo(most) < 0 ? wanted : most;
    }
}
