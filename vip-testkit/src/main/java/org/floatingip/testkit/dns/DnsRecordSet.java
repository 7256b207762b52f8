package org.floatingip.testkit.dns;

import java.util.List;
import org.floatingip.dns.DnsRecord;
import org.jspecify.annotations.Nullable;

/**
 * A resource record set as Route 53 keeps it, of any type: a snapshot.
 *
 * @param name its name as it was given, or in lower case without trailing dot and escapes where it comes from the DNS
 * @param type its type, for example {@code A} or {@code TXT}
 * @param ttl its TTL in seconds; null for an alias
 * @param values its values, as they were given; empty for an alias
 * @param alias what it points at; null unless it is an alias
 */
public record DnsRecordSet(
        String name,
        String type,
        @Nullable Long ttl,
        List<String> values,
        @Nullable DnsAlias alias) {

    public DnsRecordSet {
        values = List.copyOf(values);
    }

    /** A plain one. */
    public static DnsRecordSet of(String name, String type, long ttl, String... values) {
        return new DnsRecordSet(name, type, ttl, List.of(values), null);
    }

    /** That record. */
    public static DnsRecordSet of(DnsRecord record) {
        return new DnsRecordSet(
                record.name().value(), record.type().name(), record.ttlSeconds(), record.values(), null);
    }

    /** One line, for example {@code db.example.com 60 A 10.0.1.12}. */
    @Override
    public String toString() {
        return name + " "
                + (alias == null
                        ? ttl + " " + type + " " + String.join(", ", values)
                        : type + " alias of " + alias.name());
    }
}
