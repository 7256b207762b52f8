package org.floatingip;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The id of a host that can hold a floating IP, or of one of its interfaces, as the network names it. Immutable.
 *
 * <p>In EC2 it is an instance id ({@code i-0123456789abcdef0}) or, to choose one interface, an ENI id
 * ({@code eni-0123456789abcdef0}).
 */
public final class HostId implements Comparable<HostId>, Serializable {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 255;

    private final String value;

    private HostId(String value) {
        this.value = value;
    }

    /**
     * Returns an id: up to 255 letters, digits, dots, colons, hyphens and underscores, of which the first is a letter
     * or digit. Does not check whether the host exists.
     *
     * @throws IllegalArgumentException if {@code text} has another form
     */
    public static HostId of(String text) {
        Objects.requireNonNull(text, "host");
        if (!isId(text)) {
            throw new IllegalArgumentException("not a host id: \"" + text
                    + "\": expected letters, digits, '.', ':', '-' or '_', as in i-0123456789abcdef0");
        }
        return new HostId(text);
    }

    private static boolean isId(String text) {
        if (text.isEmpty() || text.length() > LONGEST || !isLetterOrDigit(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (!isLetterOrDigit(text.charAt(i)) && "._:-".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    // Character.isLetterOrDigit would take those of other scripts too.
    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** Returns the id as it was given. */
    public String value() {
        return value;
    }

    @Override
    public int compareTo(HostId other) {
        return value.compareTo(other.value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HostId that && value.equals(that.value);
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
