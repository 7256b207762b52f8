package org.floatingip.doctor;

import java.io.Serializable;
import java.util.Objects;
import java.util.regex.Pattern;
import org.floatingip.FloatingIp;
import org.jspecify.annotations.Nullable;

/**
 * One finding of {@link FloatingIp#doctor(String...)}: what was found, and how to mend it. Check and severity are for
 * programs. The texts are for people and may change.
 */
public final class Finding implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final Pattern CHECK = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private final Severity severity;
    private final String check;
    private final String subject;
    private final String detail;
    private final @Nullable String remedy;

    private Finding(Severity severity, String check, String subject, String detail, @Nullable String remedy) {
        this.severity = severity;
        this.check = Objects.requireNonNull(check, "check");
        this.subject = Objects.requireNonNull(subject, "subject");
        this.detail = Objects.requireNonNull(detail, "detail");
        this.remedy = remedy;
        if (!CHECK.matcher(check).matches()) {
            throw new IllegalArgumentException("not the name of a check: \"" + check
                    + "\": expected lower case words and hyphens, as in host-accepts");
        }
    }

    /**
     * Returns a finding that all is well.
     *
     * @param check the stable name of the check: one of {@link Checks}, or an implementer's own, in lower case with
     *     hyphens
     * @param subject what was checked: a host, the address, a name, a permission
     * @param detail what was found, without a full stop
     * @throws IllegalArgumentException if {@code check} has another form
     */
    public static Finding ok(String check, String subject, String detail) {
        return new Finding(Severity.OK, check, subject, detail, null);
    }

    /** Returns a finding that can't be proven by reading; the detail says why. See {@link Severity#UNPROVEN}. */
    public static Finding unproven(String check, String subject, String detail) {
        return new Finding(Severity.UNPROVEN, check, subject, detail, null);
    }

    /**
     * Returns a finding that needs attention.
     *
     * @param remedy how to mend it: a command, a call or a sentence, without a full stop
     */
    public static Finding warning(String check, String subject, String detail, String remedy) {
        return new Finding(Severity.WARNING, check, subject, detail, Objects.requireNonNull(remedy, "remedy"));
    }

    /**
     * Returns a finding that a check could not be made.
     *
     * @param detail why not, without a full stop
     * @param remedy how to find out
     */
    public static Finding unknown(String check, String subject, String detail, String remedy) {
        return new Finding(Severity.UNKNOWN, check, subject, detail, Objects.requireNonNull(remedy, "remedy"));
    }

    /**
     * Returns a finding that makes moves fail, or keeps users from reaching the address.
     *
     * @param remedy how to mend it: a command, a call or a sentence, without a full stop
     */
    public static Finding problem(String check, String subject, String detail, String remedy) {
        return new Finding(Severity.PROBLEM, check, subject, detail, Objects.requireNonNull(remedy, "remedy"));
    }

    /** Returns how bad it is. */
    public Severity severity() {
        return severity;
    }

    /** Returns the stable name of the check; see {@link Checks}. */
    public String check() {
        return check;
    }

    /** Returns what was checked: a host's id, the address, a name, a permission. */
    public String subject() {
        return subject;
    }

    /** Returns what was found, for people. */
    public String detail() {
        return detail;
    }

    /**
     * Returns how to mend it, for people; null if, and only if, the severity is {@link Severity#OK} or
     * {@link Severity#UNPROVEN}.
     */
    public @Nullable String remedy() {
        return remedy;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Finding that
                && severity == that.severity
                && check.equals(that.check)
                && subject.equals(that.subject)
                && detail.equals(that.detail)
                && Objects.equals(remedy, that.remedy);
    }

    @Override
    public int hashCode() {
        return Objects.hash(severity, check, subject, detail, remedy);
    }

    /**
     * Returns one line, for example {@code PROBLEM room i-0b: eni-0b has 2 of 2 addresses. Mend: release one there}.
     */
    @Override
    public String toString() {
        return severity + " " + check + " " + subject + ": " + detail + (remedy == null ? "" : ". Mend: " + remedy);
    }
}
