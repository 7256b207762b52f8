package org.floatingip.internal.names;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;
import org.floatingip.internal.gate.Registrar;
import org.jspecify.annotations.Nullable;

/**
 * The names that belong to floating IPs: their own, and those of their hosts. Immutable.
 *
 * @param registrar who keeps them
 * @param addresses the floating IPs' own, in order; those that have one
 * @param ttlSeconds of what is written
 * @param hosts the names of the hosts, in the order in which they were given
 */
public record Names(
        Registrar registrar, Map<IpAddress, DnsName> addresses, long ttlSeconds, Map<HostId, HostName> hosts) {

    public Names {
        addresses = Collections.unmodifiableMap(new LinkedHashMap<>(addresses));
        hosts = Collections.unmodifiableMap(new LinkedHashMap<>(hosts));
    }

    /** The name of a host, and its address; null where the network has to be asked for it. */
    public record HostName(DnsName name, @Nullable IpAddress address) {}

    /** The record of that floating IP's own name; null if it has none. */
    @Nullable
    public DnsRecord record(IpAddress address) {
        DnsName name = addresses.get(address);
        return name == null ? null : DnsRecord.address(name, ttlSeconds, address);
    }

    /** Which hosts the network has to be asked for the address of. */
    public Set<HostId> hostsWithoutAddress() {
        Set<HostId> asked = new LinkedHashSet<>();
        hosts.forEach((host, named) -> {
            if (named.address() == null) {
                asked.add(host);
            }
        });
        return asked;
    }

    /**
     * The whole table: the floating IPs, then the hosts, each followed by its pointer if that is asked for.
     *
     * @param read the addresses of {@link #hostsWithoutAddress()}
     */
    List<DnsRecord> table(Map<HostId, IpAddress> read, boolean pointers) {
        List<DnsRecord> table = new ArrayList<>();
        addresses.forEach((address, name) -> add(table, name, address, pointers));
        hosts.forEach((host, named) -> {
            IpAddress own = named.address() != null ? named.address() : read.get(host);
            if (own == null) {
                throw new IllegalStateException("the assigner did not say the address of " + host);
            }
            add(table, named.name(), own, pointers);
        });
        return table;
    }

    private void add(List<DnsRecord> table, DnsName owner, IpAddress address, boolean pointers) {
        table.add(DnsRecord.address(owner, ttlSeconds, address));
        if (pointers) {
            table.add(DnsRecord.ptr(address, ttlSeconds, owner));
        }
    }
}
