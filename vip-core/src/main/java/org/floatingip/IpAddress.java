package org.floatingip;

import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;
import org.floatingip.internal.text.IpLiterals;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address, parsed strictly and without any DNS look-up. Immutable.
 *
 * <p>Two addresses are equal if their bytes are, however they were written. {@link #toString()} gives the canonical
 * text (RFC 5952 for IPv6). Ordered by family, then numerically.
 */
public final class IpAddress implements Comparable<IpAddress>, Serializable {

    private static final long serialVersionUID = 1L;

    private final byte[] bytes;

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Parses a literal. For IPv4 it has four decimal parts without leading zeros, which other parsers may read as
     * octal. For IPv6 it is a literal of RFC 4291 without zone and brackets.
     *
     * @throws IllegalArgumentException if {@code text} is anything else, including a host name; the message says what
     *     is wrong
     */
    public static IpAddress of(String text) {
        Objects.requireNonNull(text, "address");
        return new IpAddress(IpLiterals.parse(text));
    }

    /** Returns the address of an {@link InetAddress}, without its host name and scope. */
    public static IpAddress of(InetAddress address) {
        Objects.requireNonNull(address, "address");
        return ofBytes(address.getAddress());
    }

    /**
     * Returns the address with the given bytes, in network order.
     *
     * @throws IllegalArgumentException unless there are 4 or 16 of them, or if they are an IPv4 address mapped into
     *     IPv6
     */
    public static IpAddress ofBytes(byte[] bytes) {
        Objects.requireNonNull(bytes, "bytes");
        if (bytes.length != 4 && bytes.length != 16) {
            throw new IllegalArgumentException("an IP address has 4 or 16 bytes, not " + bytes.length);
        }
        return new IpAddress(IpLiterals.refuseMapped(bytes.clone(), () -> IpLiterals.format(bytes)));
    }

    public boolean isIpv4() {
        return bytes.length == 4;
    }

    public boolean isIpv6() {
        return bytes.length == 16;
    }

    /** Returns a copy of the bytes, in network order: 4 or 16. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** Returns the same address for the JDK's network classes, without any look-up. */
    public InetAddress toInetAddress() {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are always an address", e);
        }
    }

    @Override
    public int compareTo(IpAddress other) {
        int byFamily = Integer.compare(bytes.length, other.bytes.length);
        return byFamily != 0 ? byFamily : Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpAddress that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the canonical text, for example {@code 10.0.1.12} or {@code 2001:db8::1}. */
    @Override
    public String toString() {
        return IpLiterals.format(bytes);
    }
}
