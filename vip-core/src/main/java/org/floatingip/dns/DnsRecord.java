package org.floatingip.dns;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A DNS record: all values of one type for one name, and their TTL. Immutable.
 *
 * <p>Values are canonical (addresses as {@link IpAddress} writes them, names as {@link DnsName} does) and sorted, since
 * their order has no meaning in DNS. Two records are equal if a resolver could not tell them apart.
 */
public final class DnsRecord implements Serializable {

    /** The default TTL of records that move with a floating IP: 60 seconds. */
    public static final long DEFAULT_TTL_SECONDS = 60;

    /** The greatest TTL, in seconds (RFC 2181, 8). */
    public static final long MOST_TTL_SECONDS = Integer.MAX_VALUE;

    private static final long serialVersionUID = 1L;

    private final DnsName name;
    private final DnsRecordType type;
    private final long ttlSeconds;

    @SuppressWarnings("serial") // only ever an unmodifiable list of the JDK's, which is serialisable
    private final List<String> values;

    private DnsRecord(DnsName name, DnsRecordType type, long ttlSeconds, List<String> values) {
        this.name = name;
        this.type = type;
        this.ttlSeconds = ttlSeconds;
        this.values = values;
    }

    /**
     * Returns a record.
     *
     * @param ttlSeconds how long resolvers may cache it, from 0 to 2147483647 seconds
     * @param values its values, in any order: at least one, without repetition, and only one for a CNAME
     * @throws IllegalArgumentException if the TTL, the number of values, or a value is not valid
     */
    public static DnsRecord of(DnsName name, DnsRecordType type, long ttlSeconds, Collection<String> values) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        String what = type + " record " + name;
        if (ttlSeconds < 0 || ttlSeconds > MOST_TTL_SECONDS) {
            throw new IllegalArgumentException(
                    what + ": a TTL is from 0 to " + MOST_TTL_SECONDS + " seconds, not " + ttlSeconds);
        }
        if (values.isEmpty()) {
            throw new IllegalArgumentException(what + " has no value: give it at least one");
        }
        List<String> canonical = values.stream().map(type::canonical).sorted().toList();
        if (canonical.stream().distinct().count() < canonical.size()) {
            throw new IllegalArgumentException(what + " has a value twice: " + String.join(", ", canonical));
        }
        if (type == DnsRecordType.CNAME && canonical.size() > 1) {
            throw new IllegalArgumentException(
                    what + " has one value at the most, not " + String.join(", ", canonical));
        }
        return new DnsRecord(name, type, ttlSeconds, canonical);
    }

    /** Like {@link #of(DnsName, DnsRecordType, long, Collection)}, from strings. */
    public static DnsRecord of(String name, String type, long ttlSeconds, String... values) {
        return of(DnsName.of(name), DnsRecordType.of(type), ttlSeconds, List.of(values));
    }

    /**
     * Returns the address record of a name: A for IPv4, AAAA for IPv6.
     *
     * @throws IllegalArgumentException if there are no addresses, or addresses of both families
     */
    public static DnsRecord address(DnsName name, long ttlSeconds, IpAddress... addresses) {
        boolean ipv4 = Stream.of(addresses).allMatch(IpAddress::isIpv4);
        return of(
                name,
                ipv4 ? DnsRecordType.A : DnsRecordType.AAAA,
                ttlSeconds,
                Stream.of(addresses).map(IpAddress::toString).toList());
    }

    /** Like {@link #address(DnsName, long, IpAddress...)}, from strings. */
    public static DnsRecord address(String name, long ttlSeconds, String... addresses) {
        return address(
                DnsName.of(name),
                ttlSeconds,
                Stream.of(addresses).map(IpAddress::of).toArray(IpAddress[]::new));
    }

    /** Returns a CNAME record, which makes a name an alias of another. */
    public static DnsRecord cname(DnsName name, long ttlSeconds, DnsName target) {
        return of(name, DnsRecordType.CNAME, ttlSeconds, List.of(target.value()));
    }

    /** Like {@link #cname(DnsName, long, DnsName)}, from strings. */
    public static DnsRecord cname(String name, long ttlSeconds, String target) {
        return cname(DnsName.of(name), ttlSeconds, DnsName.of(target));
    }

    /** Returns the PTR record of an address, under {@link DnsName#reverseOf(IpAddress)}. */
    public static DnsRecord ptr(IpAddress address, long ttlSeconds, DnsName host) {
        return of(DnsName.reverseOf(address), DnsRecordType.PTR, ttlSeconds, List.of(host.value()));
    }

    /** Like {@link #ptr(IpAddress, long, DnsName)}, from strings. */
    public static DnsRecord ptr(String address, long ttlSeconds, String host) {
        return ptr(IpAddress.of(address), ttlSeconds, DnsName.of(host));
    }

    /** Returns the name. */
    public DnsName name() {
        return name;
    }

    /** Returns the type of the values. */
    public DnsRecordType type() {
        return type;
    }

    /** Returns how long a resolver may cache the record, in seconds. */
    public long ttlSeconds() {
        return ttlSeconds;
    }

    /** Returns the values, canonical and sorted; at least one. */
    public List<String> values() {
        return values;
    }

    /** Returns whether this is an address record with the given address as its only value. */
    public boolean pointsOnlyAt(IpAddress address) {
        return (type == DnsRecordType.A || type == DnsRecordType.AAAA) && values.equals(List.of(address.toString()));
    }

    /** Returns the same record with another TTL. */
    public DnsRecord withTtlSeconds(long ttlSeconds) {
        return of(name, type, ttlSeconds, values);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DnsRecord that
                && name.equals(that.name)
                && type == that.type
                && ttlSeconds == that.ttlSeconds
                && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, type, ttlSeconds, values);
    }

    /**
     * Returns the record as in a zone file: {@code db.example.com 60 A 10.0.1.12}, with commas between several values.
     */
    @Override
    public String toString() {
        return name + " " + ttlSeconds + " " + type + " " + String.join(", ", values);
    }
}
