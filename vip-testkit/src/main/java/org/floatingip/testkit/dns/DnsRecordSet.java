package org.floatingip.testkit.dns;

import java.util.List;
import org.floatingip.dns.DnsRecord;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a resource record set of any type, as in Route 53.
 *
 * @param name its name as it was given; from the DNS in lower case, without trailing dot and escapes
 * @param type its type, for example {@code A} or {@code TXT}
 * @param ttl its TTL in seconds; null for an alias
 * @param values its values, as they were given; empty for an alias
 * @param alias its target; null unless it is an alias
 * @param healthCheckId the id of its health check; null if it has none
 */
public record DnsRecordSet(
        String name,
        String type,
        @Nullable Long ttl,
        List<String> values,
        @Nullable DnsAlias alias,
        @Nullable String healthCheckId) {

    public DnsRecordSet {
        values = List.copyOf(values);
    }

    /** Creates a record set without a health check. */
    public DnsRecordSet(String name, String type, @Nullable Long ttl, List<String> values, @Nullable DnsAlias alias) {
        this(name, type, ttl, values, alias, null);
    }

    /** Creates a record set that isn't an alias. */
    public static DnsRecordSet of(String name, String type, long ttl, String... values) {
        return new DnsRecordSet(name, type, ttl, List.of(values), null);
    }

    /** Creates a record set from the given record. */
    public static DnsRecordSet of(DnsRecord record) {
        return new DnsRecordSet(
                record.name().value(), record.type().name(), record.ttlSeconds(), record.values(), null);
    }

    /** Returns the same with the given health check; null for none. */
    public DnsRecordSet withHealthCheck(@Nullable String id) {
        return new DnsRecordSet(name, type, ttl, values, alias, id);
    }

    /** Returns one line, for example {@code db.example.com 60 A 10.0.1.12}. */
    @Override
    public String toString() {
        return name + " "
                + (alias == null
                        ? ttl + " " + type + " " + String.join(", ", values)
                        : type + " alias of " + alias.name())
                + (healthCheckId == null ? "" : " with health check " + healthCheckId);
    }
}
