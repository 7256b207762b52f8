package org.floatingip.internal.names;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsRecord;
import org.floatingip.internal.operation.Collaborators;
import org.floatingip.internal.operation.Operation;
import org.floatingip.internal.operation.Telling;
import org.floatingip.spi.DnsDifference;
import org.jspecify.annotations.Nullable;

/**
 * Writes the names that belong to floating IPs. Stateless; one instance serves many threads.
 *
 * @param addresses at least one
 * @param names null for nobody; then {@code missing} says how they are given
 */
public record NamesEngine(
        List<IpAddress> addresses,
        Collaborators by,
        @Nullable Names names,
        String missing) {

    /** The table as it would be written. */
    public List<DnsRecord> table(boolean pointers, Duration timeout) {
        Names given = given();
        Operation operation = operation(timeout);
        return given.table(read(given, operation), pointers);
    }

    /** Writes the table where it differs from what is there. */
    public DnsChange register(boolean pointers, Duration timeout) {
        Names given = given();
        Operation operation = operation(timeout);
        List<DnsRecord> table = given.table(read(given, operation), pointers);
        DnsDifference.check(table);
        return operation.run(() -> given.registrar().register(table, operation.deadline.remaining()));
    }

    private Names given() {
        if (names == null) {
            throw new IllegalStateException(missing + " before build(), then register");
        }
        Set<HostId> asked = names.hostsWithoutAddress();
        if (!asked.isEmpty() && !by.network().knowsHosts()) {
            throw new IllegalStateException("this assigner does not know the addresses of hosts: give them with"
                    + " hostName(host, name, address) for " + asked);
        }
        return names;
    }

    private Operation operation(Duration timeout) {
        return by.operation(addresses.get(0), by.deadline(timeout), Telling.none());
    }

    /** The addresses of the hosts that were given without one. */
    private static Map<HostId, IpAddress> read(Names given, Operation operation) {
        Set<HostId> asked = given.hostsWithoutAddress();
        return asked.isEmpty()
                ? Map.of()
                : operation.run(() -> operation.plan(
                        "reading the addresses of " + asked,
                        () -> operation.network.ownAddresses(List.copyOf(asked)),
                        Map::toString));
    }
}
