package org.floatingip.lab.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of vip, without what says that it is a snapshot. */
record Version(int major, int minor, int patch) {

    private static final Pattern FORM = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)(-SNAPSHOT)?");

    static Version of(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no version: " + text);
        }
        return new Version(
                Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
    }

    /** Whether it may break what another one promised: VERSIONING.md. */
    boolean mayBreak(Version before) {
        return major > before.major || (major == 0 && before.major == 0 && minor > before.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
