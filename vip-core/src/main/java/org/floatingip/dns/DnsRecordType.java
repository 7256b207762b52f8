package org.floatingip.dns;

import java.util.Locale;
import org.floatingip.IpAddress;

/** The types of DNS records that this library writes. */
public enum DnsRecordType {
    /** The IPv4 addresses of a name. */
    A,
    /** The IPv6 addresses of a name. */
    AAAA,
    /** An alias for another name. A name with a CNAME can't have other records. */
    CNAME,
    /** The name of an address, under {@link DnsName#reverseOf(IpAddress)}. */
    PTR;

    /**
     * Returns the type with the given name, in any case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static DnsRecordType of(String text) {
        try {
            return valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "not a record type: \"" + text + "\": expected A, AAAA, CNAME or PTR", e);
        }
    }

    /**
     * Returns the canonical form of a value of this type; throws IllegalArgumentException if the value is not valid.
     */
    String canonical(String value) {
        return switch (this) {
            case A, AAAA -> address(value).toString();
            case CNAME, PTR -> host(value).value();
        };
    }

    private DnsName host(String value) {
        DnsName name = DnsName.of(value);
        if (name.isWildcard()) {
            throw new IllegalArgumentException("a record of type " + this + " names one host, not " + name);
        }
        return name;
    }

    private IpAddress address(String value) {
        IpAddress address = IpAddress.of(value);
        if (address.isIpv4() != (this == A)) {
            throw new IllegalArgumentException("a record of type " + this + " has " + (this == A ? "IPv4" : "IPv6")
                    + " addresses, not " + address);
        }
        return address;
    }
}
