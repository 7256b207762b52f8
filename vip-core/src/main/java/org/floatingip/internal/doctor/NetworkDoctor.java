package org.floatingip.internal.doctor;

import static org.floatingip.internal.move.Engine.words;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.internal.operation.Operation;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.jspecify.annotations.Nullable;

/** What the network says of the addresses and of each host, by one reading for all of them. Used once, by one thread. */
final class NetworkDoctor {

    private final Operation op;
    private final List<IpAddress> addresses;
    private final List<HostId> hosts;

    /** In order, and none twice: several hosts can fail for the same reason. */
    private final Map<IpAddress, Set<Finding>> found = new LinkedHashMap<>();

    private final Map<IpAddress, Map<HostId, Survey>> surveys = new LinkedHashMap<>();
    private @Nullable Map<IpAddress, List<Holder>> holders;

    NetworkDoctor(Operation op, List<IpAddress> addresses, List<HostId> hosts) {
        this.op = op;
        this.addresses = addresses;
        this.hosts = hosts;
        for (IpAddress address : addresses) {
            found.put(address, new LinkedHashSet<>());
            surveys.put(address, new LinkedHashMap<>());
        }
    }

    /** Who holds the address; null if that could not be found out. */
    @Nullable
    List<Holder> holders(IpAddress address) {
        return holders == null ? null : holders.get(address);
    }

    private Map<HostId, Survey> surveys(IpAddress address) {
        return Objects.requireNonNull(surveys.get(address));
    }

    private Set<Finding> found(IpAddress address) {
        return Objects.requireNonNull(found.get(address));
    }

    /** Whether that host holds the address, by its own id or by that of its interface. */
    boolean holds(IpAddress address, HostId host) {
        Survey survey = surveys(address).get(host);
        List<Holder> seen = holders(address);
        return seen != null
                && seen.stream()
                        .anyMatch(holder -> holder.isOn(host)
                                || (survey != null
                                        && survey.placement().interfaceId().equals(holder.interfaceId())));
    }

    /** Where the address is, or would be, on that host; with no more than its id where the network did not say. */
    Placement placement(IpAddress address, HostId host) {
        Survey survey = surveys(address).get(host);
        return Optional.ofNullable(holders(address)).stream()
                .flatMap(List::stream)
                .filter(holder -> survey == null && holder.isOn(host))
                .findFirst()
                .map(holder ->
                        Placement.builder(holder.host(), holder.interfaceId()).build())
                .orElseGet(() -> survey != null
                        ? survey.placement()
                        : Placement.builder(host, host.value()).build());
    }

    Map<IpAddress, Set<Finding>> look() {
        locate();
        hosts.forEach(this::survey);
        addresses.forEach(address -> judgeHolders(address, found(address)));
        if (op.network.diagnoses()) {
            diagnose();
        }
        return found;
    }

    private void locate() {
        try {
            holders = op.plan(
                    "reading who holds " + count(),
                    () -> op.network.locateAll(addresses),
                    seen -> "held by " + seen.values());
        } catch (FloatingIpException e) {
            failed(e, Checks.HOLDER, null);
        }
    }

    /** @param host null for the address itself */
    private void failed(FloatingIpException e, String check, @Nullable HostId host) {
        for (IpAddress address : addresses) {
            found(address).addAll(Judgement.of(e, check, host == null ? address.toString() : host.value(), address));
        }
    }

    private void survey(HostId host) {
        if (op.deadline.passed()) {
            found.values().forEach(findings -> findings.add(Judgement.noTime(Checks.TARGET, host.value())));
            return;
        }
        try {
            PerAddress<Survey> all = op.plan(
                    "looking at " + host + " for " + count(),
                    () -> op.network.surveyAll(addresses, host),
                    PerAddress::toString);
            addresses.forEach(address -> surveyed(address, host, all.value(address)));
            all.failures()
                    .forEach((address, failure) ->
                            found(address).addAll(Judgement.of(failure, Checks.TARGET, host.value(), address)));
        } catch (FloatingIpException e) {
            failed(e, Checks.TARGET, host);
        }
    }

    private void surveyed(IpAddress address, HostId host, @Nullable Survey survey) {
        if (survey == null) {
            return;
        }
        surveys(address).put(host, survey);
        Placement there = survey.placement();
        found(address)
                .add(Finding.ok(
                        Checks.TARGET,
                        host.value(),
                        (holds(address, host) ? "it has it on " : "it could take it on ") + there.asHolder()));
        if (there.subnetId() != null) {
            found(address)
                    .add(Finding.ok(Checks.SUBNET, host.value(), there.subnetId() + " is the subnet of the address"));
        }
    }

    /** What is to be said of a host's interface is asked once, with the first of the addresses that would go there. */
    private void diagnose() {
        Map<List<Object>, List<Finding>> ofTargets = new LinkedHashMap<>();
        for (IpAddress address : addresses) {
            surveys(address).forEach((host, survey) -> {
                List<Object> key = List.of(host, survey.placement().asHolder());
                List<Finding> said = ofTargets.get(key);
                if (said == null) {
                    said = ask(host.value(), address, () -> op.network.diagnoseTarget(address, survey));
                    ofTargets.put(key, said);
                }
                found(address).addAll(said);
            });
            surveys(address).values().stream()
                    .findFirst()
                    .ifPresent(survey -> found(address)
                            .addAll(ask(
                                    address.toString(), address, () -> op.network.diagnoseAddress(address, survey))));
        }
    }

    /** After the hosts were looked at: an interface's id names its host only then. */
    private void judgeHolders(IpAddress address, Set<Finding> found) {
        String subject = address.toString();
        List<Holder> seen = holders(address);
        if (!surveys(address).isEmpty()) {
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
        } else if (hosts.stream().anyMatch(host -> holds(address, host))) {
            found.add(Finding.ok(Checks.HOLDER, subject, "held by " + words(seen)));
        } else {
            found.add(Finding.warning(
                    Checks.HOLDER,
                    subject,
                    "held by " + words(seen) + ", which is none of the hosts that were named",
                    "name that host too, or find out who moved it there"));
        }
    }

    private List<Finding> ask(String subject, IpAddress address, Supplier<List<Finding>> look) {
        if (op.deadline.passed() || op.interrupted()) {
            return List.of(Judgement.noTime(Checks.NETWORK, subject));
        }
        try {
            return look.get();
        } catch (FloatingIpException e) {
            return Judgement.of(e, Checks.NETWORK, subject, address);
        }
    }

    private String count() {
        return addresses.size() == 1 ? addresses.get(0).toString() : addresses.size() + " addresses";
    }
}
