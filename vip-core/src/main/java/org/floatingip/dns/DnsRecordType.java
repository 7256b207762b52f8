package org.floatingip.dns;

import java.util.Locale;
import org.floatingip.IpAddress;

/** The types of DNS records that this library writes. */
public enum DnsRecordType {
    /** A name's IPv4 addresses. */
    A,
    /** A name's IPv6 addresses. */
    AAAA,
    /** Another name that stands for this one; no other record can stand beside it. */
    CNAME,
    /** The name of an address, under {@link DnsName#reverseOf(IpAddress)}. */
    PTR;

    /**
     * The type of that name, in any case.
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

    /** The canonical form of a value of this type; an IllegalArgumentException if it is none. */
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
