package org.floatingip.internal.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Diagnosis;
import org.floatingip.doctor.Finding;
import org.floatingip.internal.move.HostSide;
import org.floatingip.internal.names.Names;
import org.floatingip.internal.operation.Collaborators;
import org.floatingip.internal.operation.Operation;
import org.floatingip.internal.operation.Telling;
import org.floatingip.internal.time.Deadline;
import org.floatingip.spi.Traits;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether moves of addresses would go well, and changes nothing: the network first, for what it says decides what is
 * to be expected of the hosts, then the hosts, then the ledger of epochs, then the names. Each is asked once for all addresses. Stateless; one instance
 * serves many threads.
 *
 * @param addresses at least one
 */
public record DoctorEngine(
        List<IpAddress> addresses,
        Collaborators by,
        @Nullable Names names) {

    /** Looks at everything that there is to look at for these hosts; a diagnosis for each address. */
    public List<Diagnosis> diagnose(List<HostId> hosts, Duration timeout) {
        Deadline deadline = by.deadline(timeout);
        Operation operation = by.operation(addresses.get(0), deadline, Telling.none());
        return operation.run(() -> diagnose(operation, hosts, timeout));
    }

    private List<Diagnosis> diagnose(Operation operation, List<HostId> hosts, Duration timeout) {
        Map<IpAddress, List<Finding>> findings = new LinkedHashMap<>();
        addresses.forEach(address -> findings.put(address, new ArrayList<>()));
        NetworkDoctor network =
                new NetworkDoctor(operation.withBudget(timeout.minus(kept(hosts, timeout))), addresses, hosts);
        add(findings, network.look());
        if (by.hosts() != null) {
            // Ledger and names are the last: they keep a share each of what is left.
            int shares = (by.ledger() == null ? 0 : 1) + (names == null ? 0 : 1);
            add(findings, new HostDoctor(operation, by.hosts(), network, addresses).look(hosts, shares));
        } else if (operation.network.hostSide() == Traits.HostSide.ENGINE) {
            findings.forEach((address, found) -> found.add(Finding.unproven(
                    Checks.HOST_ACCEPTS,
                    address.toString(),
                    "the hosts themselves were not asked: no way to them was given (hosts(..), --host)")));
        }
        add(findings, new LedgerDoctor(operation, by.ledger(), network, addresses).look());
        add(findings, new NameDoctor(operation, addresses, names).look());
        List<Diagnosis> diagnoses = new ArrayList<>();
        findings.forEach((address, found) -> diagnoses.add(
                Diagnosis.of(address, hosts, found, operation.deadline.startedAt(), operation.deadline.elapsed())));
        return List.copyOf(diagnoses);
    }

    private static void add(Map<IpAddress, List<Finding>> findings, Map<IpAddress, ? extends Iterable<Finding>> more) {
        findings.forEach(
                (address, found) -> Objects.requireNonNull(more.get(address)).forEach(found::add));
    }

    /** What is kept for hosts and names: a network that does not answer must not keep them from being looked at. */
    private Duration kept(List<HostId> hosts, Duration timeout) {
        int looks = (by.hosts() == null ? 0 : hosts.size()) + (by.ledger() == null ? 0 : 1) + (names == null ? 0 : 1);
        Duration wanted = HostSide.BUDGET.multipliedBy(looks);
        Duration most = timeout.dividedBy(2);
        return wanted.compareTo(most) < 0 ? wanted : most;
    }
}
