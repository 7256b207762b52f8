package org.floatingip.dns;

import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The name of a DNS record or zone. Its labels have letters, digits, hyphens and underscores; the leftmost may be
 * {@code *}. It is kept in lower case, without a trailing dot.
 *
 * <p>Two names are equal if DNS treats them as the same. Names are ordered by their text. Immutable.
 */
public final class DnsName implements Comparable<DnsName>, Serializable {

    private static final long serialVersionUID = 1L;

    /** 255 octets on the wire: a length before each label, and the empty label of the root (RFC 1035, 2.3.4). */
    private static final int MOST_CHARACTERS = 253;

    private static final int MOST_LABEL_CHARACTERS = 63;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private final String value;

    private DnsName(String value) {
        this.value = value;
    }

    /**
     * Parses a name, with or without a trailing dot. Nothing is looked up.
     *
     * @throws IllegalArgumentException if the name is empty, is an address, or is too long (253 characters, 63 in a
     *     label); if it has characters other than letters, digits, underscores and hyphens inside a label, or a
     *     {@code *} that is not the leftmost label. Give names in other scripts in their ASCII form (punycode,
     *     {@code xn--...})
     */
    public static DnsName of(String text) {
        Objects.requireNonNull(text, "name");
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (name.isEmpty()) {
            throw malformed(text, "it is empty");
        }
        if (!name.chars().allMatch(c -> c < 0x80)) {
            throw malformed(
                    text,
                    "it has characters outside ASCII: give its punycode form (xn--...), as java.net.IDN makes it");
        }
        name = name.toLowerCase(Locale.ROOT);
        if (name.length() > MOST_CHARACTERS) {
            throw malformed(text, "it has " + name.length() + " characters, and " + MOST_CHARACTERS + " are the most");
        }
        String[] labels = name.split("\\.", -1);
        for (int i = 0; i < labels.length; i++) {
            check(text, labels[i], i == 0 && labels.length > 1);
        }
        if (DIGITS.matcher(labels[labels.length - 1]).matches()) {
            throw malformed(text, "its last label is a number, as in an address: a name was expected");
        }
        return new DnsName(name);
    }

    private static void check(String text, String label, boolean mayBeWildcard) {
        if (label.isEmpty()) {
            throw malformed(text, "it has an empty label");
        }
        if (label.length() > MOST_LABEL_CHARACTERS) {
            throw malformed(
                    text,
                    "the label " + label + " has " + label.length() + " characters, and " + MOST_LABEL_CHARACTERS
                            + " are the most");
        }
        if (!LABEL.matcher(label).matches() && !(mayBeWildcard && label.equals("*"))) {
            throw malformed(
                    text,
                    "the label " + label + " may have letters, digits, underscores and hyphens inside it, and * may"
                            + " stand alone at the left");
        }
    }

    private static IllegalArgumentException malformed(String text, String why) {
        String shown = text.length() <= 80 ? text : text.substring(0, 80) + "...";
        return new IllegalArgumentException("not a DNS name: \"" + shown + "\": " + why);
    }

    /**
     * Returns the name of the PTR record of an address: {@code 12.1.0.10.in-addr.arpa} for 10.0.1.12. For IPv6 it has
     * one label for each hexadecimal digit, under {@code ip6.arpa} (RFC 3596).
     */
    public static DnsName reverseOf(IpAddress address) {
        byte[] bytes = address.toBytes();
        StringBuilder name = new StringBuilder();
        for (int i = bytes.length - 1; i >= 0; i--) {
            int value = bytes[i] & 0xff;
            if (address.isIpv4()) {
                name.append(value).append('.');
            } else {
                name.append(Character.forDigit(value & 0xf, 16)).append('.');
                name.append(Character.forDigit(value >> 4, 16)).append('.');
            }
        }
        return new DnsName(name + (address.isIpv4() ? "in-addr.arpa" : "ip6.arpa"));
    }

    /** Like {@link #reverseOf(IpAddress)}. */
    public static DnsName reverseOf(String address) {
        return reverseOf(IpAddress.of(address));
    }

    /** Returns the name in lower case, without a trailing dot. */
    public String value() {
        return value;
    }

    /** Returns whether the leftmost label is {@code *}. */
    public boolean isWildcard() {
        return value.startsWith("*.");
    }

    /** Returns whether this name equals the zone's name or lies below it, so that the zone can hold it. */
    public boolean isWithin(DnsName zone) {
        return value.equals(zone.value) || value.endsWith("." + zone.value);
    }

    @Override
    public int compareTo(DnsName other) {
        return value.compareTo(other.value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DnsName that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Returns the same as {@link #value()}. */
    @Override
    public String toString() {
        return value;
    }
}
