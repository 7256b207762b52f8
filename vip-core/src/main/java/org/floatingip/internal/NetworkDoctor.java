package org.floatingip.internal;

import static org.floatingip.internal.Engine.words;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.floatingip.Checks;
import org.floatingip.Finding;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.jspecify.annotations.Nullable;

/** What the network says of the address and of each host. Used once, by one thread. */
final class NetworkDoctor {

    private final Operation op;
    private final List<HostId> hosts;
    private final IpAddress address;

    /** In order, and none twice: several hosts can fail for the same reason. */
    private final Set<Finding> found = new LinkedHashSet<>();

    private final Map<HostId, Survey> surveys = new LinkedHashMap<>();
    private @Nullable List<Holder> holders;

    NetworkDoctor(Operation op, List<HostId> hosts) {
        this.op = op;
        this.hosts = hosts;
        this.address = op.address;
    }

    /** Who holds the address; null if that could not be found out. */
    @Nullable
    List<Holder> holders() {
        return holders;
    }

    /** Whether that host holds the address, by its own id or by that of its interface. */
    boolean holds(HostId host) {
        Survey survey = surveys.get(host);
        return holders != null
                && holders.stream()
                        .anyMatch(holder -> holder.isOn(host)
                                || (survey != null
                                        && survey.placement().interfaceId().equals(holder.interfaceId())));
    }

    /** Where the address is, or would be, on that host; with no more than its id where the network did not say. */
    Placement placement(HostId host) {
        Survey survey = surveys.get(host);
        return Optional.ofNullable(holders).stream()
                .flatMap(List::stream)
                .filter(holder -> survey == null && holder.isOn(host))
                .findFirst()
                .map(holder ->
                        Placement.builder(holder.host(), holder.interfaceId()).build())
                .orElseGet(() -> survey != null
                        ? survey.placement()
                        : Placement.builder(host, host.value()).build());
    }

    List<Finding> look() {
        locate();
        hosts.forEach(this::survey);
        judgeHolders();
        if (op.network.diagnoses()) {
            surveys.forEach((host, survey) -> add(host.value(), () -> op.network.diagnoseTarget(address, survey)));
            surveys.values().stream()
                    .findFirst()
                    .ifPresent(survey -> add(address.toString(), () -> op.network.diagnoseAddress(address, survey)));
        }
        return List.copyOf(found);
    }

    private void locate() {
        try {
            holders = op.plan("looking who holds " + address, op::locate, seen -> "held by " + words(seen));
        } catch (FloatingIpException e) {
            found.addAll(Judgement.of(e, Checks.HOLDER, address.toString(), address));
        }
    }

    private void survey(HostId host) {
        if (op.deadline.passed()) {
            found.add(Judgement.noTime(Checks.TARGET, host.value()));
            return;
        }
        try {
            Survey survey = op.plan(
                    "looking at " + host + " for " + address, () -> op.network.survey(address, host), Survey::toString);
            surveys.put(host, survey);
            Placement there = survey.placement();
            found.add(Finding.ok(
                    Checks.TARGET,
                    host.value(),
                    (holds(host) ? "it has it on " : "it could take it on ") + there.asHolder()));
            if (there.subnetId() != null) {
                found.add(Finding.ok(Checks.SUBNET, host.value(), there.subnetId() + " is the subnet of the address"));
            }
        } catch (FloatingIpException e) {
            found.addAll(Judgement.of(e, Checks.TARGET, host.value(), address));
        }
    }

    /** After the hosts were looked at: an interface's id names its host only then. */
    private void judgeHolders() {
        String subject = address.toString();
        List<Holder> seen = holders;
        if (!surveys.isEmpty()) {
            found.add(Finding.ok(Checks.RESERVED_ADDRESS, subject, "the network does not keep it for itself"));
        }
        if (seen == null) {
            return;
        }
        found.add(seen.stream()
                .filter(Holder::primary)
                .findFirst()
                .map(owner -> Judgement.ofTheAddress(RefusedException.primaryAddress(address, owner, null), address))
                .orElseGet(() -> Finding.ok(Checks.PRIMARY_ADDRESS, subject, "it is nobody's primary address")));
        if (seen.isEmpty()) {
            found.add(Finding.warning(
                    Checks.HOLDER, subject, "nobody holds it", "move it to one of the hosts: moveTo(..), vip move"));
        } else if (seen.size() > 1) {
            found.add(Finding.problem(
                    Checks.HOLDER,
                    subject,
                    "several hold it: " + words(seen),
                    "move it to the right one: moveTo(..), vip move"));
        } else if (hosts.stream().anyMatch(this::holds)) {
            found.add(Finding.ok(Checks.HOLDER, subject, "held by " + words(seen)));
        } else {
            found.add(Finding.warning(
                    Checks.HOLDER,
                    subject,
                    "held by " + words(seen) + ", which is none of the hosts that were named",
                    "name that host too, or find out who moved it there"));
        }
    }

    private void add(String subject, Supplier<List<Finding>> look) {
        if (op.deadline.passed() || op.interrupted()) {
            found.add(Judgement.noTime(Checks.NETWORK, subject));
            return;
        }
        try {
            found.addAll(look.get());
        } catch (FloatingIpException e) {
            found.addAll(Judgement.of(e, Checks.NETWORK, subject, address));
        }
    }
}
