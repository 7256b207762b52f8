package org.floatingip;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A range of addresses with a common prefix, such as {@code 10.0.1.0/24}. Immutable. */
public final class CidrBlock implements Serializable {

    private static final long serialVersionUID = 1L;

    private final IpAddress first;
    private final int prefixLength;

    private CidrBlock(IpAddress first, int prefixLength) {
        this.first = first;
        this.prefixLength = prefixLength;
    }

    /**
     * Parses {@code address/length}.
     *
     * @throws IllegalArgumentException if the text has another form, the length does not fit the address family, or
     *     bits behind the prefix are set ({@code 10.0.1.7/24}); the message says which, and how it should read
     */
    public static CidrBlock of(String text) {
        Objects.requireNonNull(text, "cidr");
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("0|[1-9][0-9]{0,2}")) {
            throw new IllegalArgumentException("not a CIDR block: \"" + text + "\": expected address/length");
        }
        IpAddress address = IpAddress.of(text.substring(0, slash));
        CidrBlock block = of(address, Integer.parseInt(text.substring(slash + 1)));
        if (!address.equals(block.first)) {
            throw new IllegalArgumentException(
                    "not a CIDR block: \"" + text + "\" has bits set behind its prefix; did you mean " + block + "?");
        }
        return block;
    }

    /**
     * Returns the block of the given prefix length that contains {@code address}.
     *
     * @throws IllegalArgumentException if the length is negative or longer than the address
     */
    public static CidrBlock of(IpAddress address, int prefixLength) {
        Objects.requireNonNull(address, "address");
        byte[] bytes = address.toBytes();
        if (prefixLength < 0 || prefixLength > bytes.length * 8) {
            throw new IllegalArgumentException(
                    "prefix length " + prefixLength + " is not between 0 and " + bytes.length * 8 + " for " + address);
        }
        for (int bit = prefixLength; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        return new CidrBlock(IpAddress.ofBytes(bytes), prefixLength);
    }

    /** Returns the first address: all bits behind the prefix are zero. */
    public IpAddress first() {
        return first;
    }

    public int prefixLength() {
        return prefixLength;
    }

    /** Returns whether {@code address} lies in this block; false for an address of the other family. */
    public boolean contains(IpAddress address) {
        return address.isIpv4() == first.isIpv4()
                && of(address, prefixLength).first.equals(first);
    }

    /** Returns whether every address of {@code other} lies in this block. */
    public boolean contains(CidrBlock other) {
        return other.prefixLength >= prefixLength && contains(other.first);
    }

    /** Returns whether the two blocks share an address. */
    public boolean overlaps(CidrBlock other) {
        return contains(other.first) || other.contains(first);
    }

    /** Returns the number of addresses in the block. */
    public BigInteger size() {
        return BigInteger.ONE.shiftLeft(first.toBytes().length * 8 - prefixLength);
    }

    /**
     * Returns the address at {@code index}: 0 is the first, -1 the last.
     *
     * @throws IllegalArgumentException if the block has no such address
     */
    public IpAddress address(long index) {
        BigInteger place = BigInteger.valueOf(index);
        if (index < 0) {
            place = place.add(size());
        }
        if (place.signum() < 0 || place.compareTo(size()) >= 0) {
            throw new IllegalArgumentException(this + " has no address at index " + index);
        }
        byte[] bytes = first.toBytes();
        byte[] offset = place.toByteArray();
        for (int i = 1; i <= Math.min(bytes.length, offset.length); i++) {
            bytes[bytes.length - i] |= offset[offset.length - i];
        }
        return IpAddress.ofBytes(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CidrBlock that && prefixLength == that.prefixLength && first.equals(that.first);
    }

    @Override
    public int hashCode() {
        return Objects.hash(first, prefixLength);
    }

    /** Returns text such as {@code 10.0.1.0/24}. */
    @Override
    public String toString() {
        return first + "/" + prefixLength;
    }
}
