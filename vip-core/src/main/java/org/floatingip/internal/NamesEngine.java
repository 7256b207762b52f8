package org.floatingip.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.floatingip.DnsChange;
import org.floatingip.DnsRecord;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.spi.HostAddressIpAssigner;
import org.jspecify.annotations.Nullable;

/** Writes the names that belong to one floating IP. Stateless; one instance serves many threads. */
public record NamesEngine(
        IpAddress address, Collaborators by, @Nullable Names names) {

    /** The table as it would be written. */
    public List<DnsRecord> table(boolean pointers, Duration timeout) {
        return table(given(), pointers, new Deadline(by.ticker(), timeout));
    }

    /** Writes the table where it differs from what is there. */
    public DnsChange register(boolean pointers, Duration timeout) {
        Names given = given();
        Deadline deadline = new Deadline(by.ticker(), timeout);
        return given.registrar().register(table(given, pointers, deadline), deadline.remaining());
    }

    private Names given() {
        if (names == null) {
            throw new IllegalStateException(
                    "this FloatingIp has no name: call dns(registrar, name) before build(), then register");
        }
        return names;
    }

    private List<DnsRecord> table(Names given, boolean pointers, Deadline deadline) {
        Set<HostId> asked = given.hostsWithoutAddress();
        Map<HostId, IpAddress> read = Map.of();
        if (!asked.isEmpty()) {
            if (!(by.assigner() instanceof HostAddressIpAssigner able)) {
                throw new IllegalStateException("this assigner does not know the addresses of hosts: give them with"
                        + " hostName(host, name, address) for " + asked);
            }
            Operation operation =
                    by.operation(address, deadline, Listeners.none().events());
            read = operation.run(() -> operation.plan(
                    "reading the addresses of " + asked, () -> able.primaryAddresses(asked), Map::toString));
        }
        return given.table(address, read, pointers);
    }
}
