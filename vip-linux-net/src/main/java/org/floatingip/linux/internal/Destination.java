package org.floatingip.linux.internal;

import java.util.Objects;
import java.util.regex.Pattern;

/** Where SSH goes: {@code host}, {@code user@host} or {@code ssh://user@host:port}, and nothing that could be an option. */
public final class Destination {

    private static final String USER = "(?:[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}@)?";
    private static final String HOST = "[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252})";
    private static final Pattern FORM = Pattern.compile(USER + "(?:" + HOST + "|[0-9A-Fa-f:]{2,39})|ssh://" + USER
            + "(?:" + HOST + "|\\[[0-9A-Fa-f:]{2,39}\\])(?::[0-9]{1,5})?");

    private Destination() {}

    /**
     * The destination as it was given.
     *
     * @throws IllegalArgumentException if it has another form
     */
    public static String check(String text) {
        Objects.requireNonNull(text, "destination");
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not an SSH destination: \"" + text
                    + "\": expected host, user@host or ssh://user@host:port, as in admin@db.a.example.com");
        }
        return text;
    }
}
