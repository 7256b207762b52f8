package org.floatingip.internal.doctor;

import static org.floatingip.internal.move.Engine.words;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.HostUnreachableException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.internal.gate.Hosts;
import org.floatingip.internal.move.HostSide;
import org.floatingip.internal.operation.Operation;
import org.floatingip.internal.time.Deadline;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;

/**
 * Whether each host accepts the addresses, and whether it ought to by what the network said. A host is asked of all of them at
 * once where the configurator can do that. Used once, by one thread.
 */
final class HostDoctor {

    /** What a host that can be asked for more is asked for. */
    private static final List<String> MORE =
            List.of(Checks.HOST_PRIVILEGES, Checks.INTERFACE_MANAGER, Checks.HOST_INTERFACE, Checks.PERSISTENCE);

    private final Operation op;
    private final Hosts configurator;
    private final NetworkDoctor network;
    private final Map<IpAddress, List<Finding>> found = new LinkedHashMap<>();

    HostDoctor(Operation op, Hosts configurator, NetworkDoctor network, List<IpAddress> addresses) {
        this.op = op;
        this.configurator = configurator;
        this.network = network;
        addresses.forEach(address -> found.put(address, new ArrayList<>()));
    }

    /** @param kept how many shares of the time are for what comes after the hosts */
    Map<IpAddress, List<Finding>> look(List<HostId> hosts, int kept) {
        int shares = hosts.size() + kept;
        for (HostId host : hosts) {
            // A dead host must not take the others' time.
            look(host, op.deadline(op.deadline.remaining().dividedBy(shares--)));
        }
        return found;
    }

    private void look(HostId host, Deadline share) {
        if (share.timeout().isZero() || op.interrupted()) {
            found.values().forEach(findings -> findings.add(Judgement.noTime(Checks.HOST_ACCESS, host.value())));
            return;
        }
        boolean several = configurator.severalAtOnce();
        Map<List<Object>, List<IpAddress>> alike = new LinkedHashMap<>();
        for (IpAddress address : found.keySet()) {
            List<Object> key =
                    new ArrayList<>(List.of(network.placement(address, host).asHolder()));
            if (!several) {
                key.add(address);
            }
            alike.computeIfAbsent(key, unused -> new ArrayList<>()).add(address);
        }
        alike.values().forEach(addresses -> look(host, addresses, share));
    }

    /** @param addresses which are, or would be, at the same place of that host */
    private void look(HostId host, List<IpAddress> addresses, Deadline share) {
        Placement there = network.placement(addresses.get(0), host);
        Duration budget = share.remaining();
        List<IpAddress> answered = new ArrayList<>();
        try {
            PerAddress<HostReport> all = configurator.inspectAll(addresses, there, budget);
            for (IpAddress address : addresses) {
                try {
                    HostReport report = Hosts.of(address, all);
                    findings(address).add(Finding.ok(Checks.HOST_ACCESS, host.value(), "it answers"));
                    findings(address).add(accepts(address, host, report));
                    answered.add(address);
                } catch (FloatingIpException e) {
                    findings(address).addAll(failed(host, e, share, budget));
                }
            }
        } catch (FloatingIpException e) {
            addresses.forEach(address -> findings(address).addAll(failed(host, e, share, budget)));
            return;
        }
        if (configurator.diagnoses()) {
            answered.forEach(address -> diagnose(host, address, there, share));
        }
    }

    private List<Finding> findings(IpAddress address) {
        return Objects.requireNonNull(found.get(address));
    }

    /** The host has answered by now: that it does not a second time takes nothing back of what was found. */
    private void diagnose(HostId host, IpAddress address, Placement there, Deadline share) {
        List<Finding> findings = findings(address);
        if (share.remaining().isZero() || op.interrupted()) {
            MORE.forEach(check -> findings.add(Judgement.noTime(check, host.value())));
            return;
        }
        try {
            findings.addAll(configurator.diagnose(address, there, share.remaining()));
        } catch (FloatingIpException e) {
            MORE.forEach(check -> findings.add(Judgement.unknown(e, check, host.value())));
        }
    }

    private Finding accepts(IpAddress address, HostId host, HostReport report) {
        String seen = report.detail();
        List<Holder> holders = network.holders(address);
        if (holders == null) {
            return Finding.unknown(
                    Checks.HOST_ACCEPTS,
                    host.value(),
                    (report.accepts() ? "it accepts it" : "it does not accept it")
                            + ", but it is not known whether it should (" + seen + ")",
                    "mend what prevents reading the network");
        }
        boolean holds = network.holds(address, host);
        if (report.accepts()) {
            return holds || report.standing()
                    ? Finding.ok(
                            Checks.HOST_ACCEPTS,
                            host.value(),
                            "it accepts it" + (holds ? "" : " always") + " (" + seen + ")")
                    : Finding.warning(
                            Checks.HOST_ACCEPTS,
                            host.value(),
                            "it accepts it, though " + words(holders) + " holds it: its own packets to the address do"
                                    + " not leave the host (" + seen + ")",
                            "a standby that was made ready, or a move under way, looks the same: standDown() for the"
                                    + " first; otherwise make it drop: settle(\"" + host
                                    + "\"), vip settle, vip host drop");
        }
        if (holds) {
            return Finding.problem(
                    Checks.HOST_ACCEPTS,
                    host.value(),
                    "it holds it but does not accept it: nobody answers there (" + seen + ")",
                    "move it to " + host + " once more, which changes nothing in the network: moveTo(\"" + host
                            + "\"), vip move; or vip host accept");
        }
        return report.standing()
                ? Finding.warning(
                        Checks.HOST_ACCEPTS,
                        host.value(),
                        "hosts should always accept it, but this one does not (" + seen + ")",
                        "make it accept the address: vip host accept --mode always")
                : Finding.ok(Checks.HOST_ACCEPTS, host.value(), "it does not accept it, and does not hold it");
    }

    /** @param budget what it was given to answer */
    private List<Finding> failed(HostId host, FloatingIpException e, Deadline share, Duration budget) {
        if (e instanceof HostUnreachableException unreachable) {
            if (share.passed() && budget.compareTo(HostSide.BUDGET) < 0) {
                // A move would have waited longer: that it was silent for so little says nothing of the host.
                return List.of(Judgement.unknown(e, Checks.HOST_ACCESS, host.value()), unknown(host));
            }
            return List.of(
                    Finding.problem(
                            Checks.HOST_ACCESS,
                            host.value(),
                            "it can't be reached: " + unreachable.why(),
                            "check that it runs, and the way there"),
                    unknown(host));
        }
        if (e instanceof PermissionDeniedException denied) {
            return List.of(
                    Finding.problem(
                            Checks.HOST_ACCESS,
                            host.value(),
                            "not permitted: " + denied.action(),
                            "log in as root, or with a sudo that needs no password (--sudo)"),
                    unknown(host));
        }
        if (e instanceof HostConfigurationException wrong) {
            return List.of(Finding.problem(Checks.HOST_ACCEPTS, host.value(), wrong.why(), "mend what it names"));
        }
        if (e instanceof RefusedException refused) {
            return List.of(Judgement.problem(refused, Checks.HOST_ACCEPTS, host.value()));
        }
        return List.of(Judgement.unknown(e, Checks.HOST_ACCESS, host.value()));
    }

    private static Finding unknown(HostId host) {
        return Finding.unknown(
                Checks.HOST_ACCEPTS, host.value(), "not known while it can't be asked", "mend that first");
    }
}
