package org.floatingip.linux.internal;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.floatingip.IpAddress;

/** Names that reach a host's shell, and the forms that they must have. */
public final class Names {

    private static final Pattern INTERFACE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,14}");
    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(?::[0-9a-f]{2}){5}");

    private Names() {}

    /**
     * The name of a network interface, as Linux allows it, without the characters that ifupdown or a shell reads as
     * something else.
     *
     * @throws IllegalArgumentException if it has another form
     */
    public static String interfaceName(String text) {
        Objects.requireNonNull(text, "interfaceName");
        if (!INTERFACE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "not the name of an interface: \"" + text
                            + "\": expected up to 15 letters, digits, '.', '-' or '_', the first a letter or digit, as in eth0");
        }
        return text;
    }

    /**
     * A MAC address in lower case.
     *
     * @throws IllegalArgumentException if it has another form
     */
    public static String macAddress(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!MAC.matcher(lower).matches()) {
            throw new IllegalArgumentException("not a MAC address: \"" + text + "\": expected 02:1f:33:44:55:66");
        }
        return lower;
    }

    /** The name of our file for an address: one that {@code source} and {@code source-directory} read, late in the order. */
    static String file(IpAddress address) {
        return "zz-vip-" + address.toString().replace('.', '-').replace(':', '-');
    }
}
