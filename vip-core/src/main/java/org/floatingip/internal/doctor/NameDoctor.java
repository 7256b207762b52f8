package org.floatingip.internal.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;
import org.floatingip.dns.JvmDnsCache;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.internal.names.Names;
import org.floatingip.internal.operation.Operation;
import org.jspecify.annotations.Nullable;

/** Whether the names lead where they should, and how long this JVM would believe in them. Used once, by one thread. */
final class NameDoctor {

    private static final String THIS_JVM = "this JVM";

    private final Operation op;
    private final List<IpAddress> addresses;
    private final @Nullable Names names;
    private List<Finding> found = new ArrayList<>();

    NameDoctor(Operation op, List<IpAddress> addresses, @Nullable Names names) {
        this.op = op;
        this.addresses = addresses;
        this.names = names;
    }

    /** What is to be said of the hosts' names is said with each of the addresses. */
    Map<IpAddress, List<Finding>> look() {
        Map<IpAddress, List<Finding>> each = new LinkedHashMap<>();
        int shares = names == null
                ? 0
                : names.addresses().size()
                        + names.hosts().size()
                        + (names.hostsWithoutAddress().isEmpty() ? 0 : 1);
        for (IpAddress address : addresses) {
            found = new ArrayList<>();
            DnsRecord wanted = names == null ? null : names.record(address);
            if (names == null || wanted == null) {
                judgeCache(null);
            } else {
                DnsRecord record = look(names, wanted.name(), address, true, shares--);
                judgeCache(record != null ? record : wanted);
            }
            each.put(address, found);
        }
        if (names != null && !names.hosts().isEmpty()) {
            found = new ArrayList<>();
            hosts(names, shares);
            each.values().forEach(findings -> findings.addAll(found));
        }
        return each;
    }

    private void hosts(Names given, int shares) {
        int left = shares;
        Map<HostId, IpAddress> read = Map.of();
        Set<HostId> asked = given.hostsWithoutAddress();
        if (!asked.isEmpty()) {
            read = addresses(asked, share(left--));
        }
        for (Map.Entry<HostId, Names.HostName> host : given.hosts().entrySet()) {
            DnsName name = host.getValue().name();
            IpAddress own = host.getValue().address() != null ? host.getValue().address() : read.get(host.getKey());
            if (own == null) {
                found.add(Finding.unknown(
                        Checks.DNS_NAME,
                        name.value(),
                        "the address of " + host.getKey() + " is not known",
                        "give it with hostName(host, name, address), or mend what prevents reading it"));
            } else {
                DnsRecord unused = look(given, name, own, false, left);
            }
            left--;
        }
    }

    private Map<HostId, IpAddress> addresses(Set<HostId> asked, Duration budget) {
        if (!op.network.knowsHosts() || budget.isZero()) {
            return Map.of();
        }
        try {
            Operation own = op.withBudget(budget);
            return own.plan(
                    "reading the addresses of " + asked,
                    () -> op.network.ownAddresses(List.copyOf(asked)),
                    Map::toString);
        } catch (FloatingIpException e) {
            found.addAll(Judgement.of(e, Checks.NETWORK, op.address.toString(), op.address));
            return Map.of();
        }
    }

    /**
     * Looks whether the name points there.
     *
     * @param floating whether it is the floating IP's own name, which its users need
     * @return the record that does; null if none is known to
     */
    private @Nullable DnsRecord look(Names given, DnsName name, IpAddress wanted, boolean floating, int shares) {
        Duration budget = share(shares);
        if (budget.isZero() || op.interrupted()) {
            found.add(Judgement.noTime(Checks.DNS_NAME, name.value()));
            return null;
        }
        List<DnsRecord> there;
        try {
            there = given.registrar().lookUp(name, budget);
        } catch (FloatingIpException e) {
            found.addAll(Judgement.of(e, Checks.DNS_NAME, name.value(), op.address));
            return null;
        }
        for (DnsRecord record : there) {
            if (record.pointsOnlyAt(wanted)) {
                found.add(Finding.ok(Checks.DNS_NAME, name.value(), "it points at " + wanted));
                return record;
            }
        }
        String detail = there.isEmpty()
                ? "it has no record"
                : "it does not point at " + wanted + " alone: "
                        + there.stream().map(DnsRecord::toString).collect(Collectors.joining("; "));
        found.add(
                floating
                        ? Finding.problem(
                                Checks.DNS_NAME,
                                name.value(),
                                detail,
                                "write it: registerNames(), vip names, or the next move with the name")
                        : Finding.warning(
                                Checks.DNS_NAME, name.value(), detail, "write it: registerNames(), vip names"));
        return null;
    }

    /** @param record of the name; null where there is no name */
    private void judgeCache(@Nullable DnsRecord record) {
        JvmDnsCache cache = JvmDnsCache.current();
        String property = " (security property " + JvmDnsCache.PROPERTY + ")";
        if (cache.forever()) {
            found.add(Finding.warning(
                    Checks.JVM_DNS_CACHE,
                    THIS_JVM,
                    "it remembers the address of a name for ever" + property
                            + ": its clients find a new one only after a restart",
                    "set the property to " + (record == null ? DnsRecord.DEFAULT_TTL_SECONDS : record.ttlSeconds())
                            + " or less, in java.security or before the first look-up"));
            return;
        }
        String remembers = "it remembers the address of a name for " + cache.ttlSeconds() + " s" + property;
        if (record != null && cache.warningFor(record).isPresent()) {
            found.add(Finding.warning(
                    Checks.JVM_DNS_CACHE,
                    THIS_JVM,
                    remembers + ", longer than the " + record.ttlSeconds() + " s of " + record.name(),
                    "set the property to " + record.ttlSeconds()
                            + " or less, in java.security or before the first look-up"));
        } else {
            found.add(Finding.ok(Checks.JVM_DNS_CACHE, THIS_JVM, remembers));
        }
    }

    private Duration share(int shares) {
        return op.deadline.remaining().dividedBy(Math.max(1, shares));
    }
}
