package org.floatingip.failure;

import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why access was denied, and what helps against it. It is read from the service's text, because the error code is the same for
 * all reasons. The texts are those of AWS IAM ("Troubleshoot access denied error messages" in its User Guide), which all services
 * of AWS use. Immutable.
 *
 * <pre>{@code
 * Denial denial = Denial.of("... is not authorized to perform: ec2:AssignPrivateIpAddresses with an explicit deny in a service"
 *         + " control policy: arn:aws:organizations::111122223333:policy/o-1/service_control_policy/p-1");
 * denial.reason();      // EXPLICIT_DENY
 * denial.policyType();  // service control policy
 * denial.policyArn();   // arn:aws:organizations::111122223333:policy/o-1/service_control_policy/p-1
 * }</pre>
 */
public final class Denial implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final String TYPE = "([a-z][a-z -]{0,60}?(?:policy|boundary))\\b";

    private static final Pattern EXPLICIT_DENY = Pattern.compile(
            "explicit deny(?: in (?:an?|the) " + TYPE + ")?(?:: ?(arn:[\\w:/+=,.@-]+))?", Pattern.CASE_INSENSITIVE);

    private static final Pattern NOT_ALLOWED =
            Pattern.compile("because no " + TYPE + " allows", Pattern.CASE_INSENSITIVE);

    private static final String ENCODED = "encoded authorization failure message";

    private static final Pattern CREDENTIALS = Pattern.compile(
            "credential|signature|signing|access key|security token|session token|expired|clock|skew|timestamp|request time");

    private static final Denial UNSTATED = new Denial(DenialReason.UNSTATED, "", null);

    private final DenialReason reason;
    private final String policyType;
    private final @Nullable String policyArn;

    private Denial(DenialReason reason, String policyType, @Nullable String policyArn) {
        this.reason = reason;
        this.policyType = policyType;
        this.policyArn = policyArn;
    }

    /** Returns a denial of which no reason is known. */
    public static Denial unstated() {
        return UNSTATED;
    }

    /** Returns the denial of something that belongs to another account, or to a service that manages it. */
    public static Denial notYours() {
        return new Denial(DenialReason.NOT_YOURS, "", null);
    }

    /**
     * Reads the reason from the text of a service's answer whose error code says that access was denied.
     *
     * @param text the service's own words; empty if it sent none
     */
    public static Denial of(String text) {
        Matcher explicit = EXPLICIT_DENY.matcher(text);
        if (explicit.find()) {
            String arn = explicit.group(2);
            return new Denial(
                    DenialReason.EXPLICIT_DENY,
                    explicit.group(1) == null ? "" : explicit.group(1),
                    arn == null ? null : arn.replaceAll("[.,]+$", ""));
        }
        Matcher notAllowed = NOT_ALLOWED.matcher(text);
        if (notAllowed.find()) {
            return new Denial(DenialReason.NOT_ALLOWED, notAllowed.group(1), null);
        }
        return text.toLowerCase(Locale.ROOT).contains(ENCODED) ? new Denial(DenialReason.ENCODED, "", null) : UNSTATED;
    }

    /**
     * Returns whether a text is about credentials: they, their signature or its time. EC2's code {@code AuthFailure} stands for
     * this and for {@link #notYours()}, and only its text tells which.
     */
    public static boolean isAboutCredentials(String text) {
        return CREDENTIALS.matcher(text.toLowerCase(Locale.ROOT)).find();
    }

    /** Returns the reason. */
    public DenialReason reason() {
        return reason;
    }

    /**
     * Returns the type of the policy that denies the action, or of which none allows it, in the service's words, for example
     * {@code permissions boundary}. Empty if the service does not say.
     */
    public String policyType() {
        return policyType;
    }

    /** Returns the ARN of the policy that denies the action; null if the service does not say. */
    public @Nullable String policyArn() {
        return policyArn;
    }

    /**
     * Returns what to do, as a sentence without a full stop.
     *
     * @param action what to call the action, for example {@code ec2:AssignPrivateIpAddresses}, or {@code that action} where it
     *     was named before
     */
    public String remedy(String action) {
        return switch (reason) {
            case UNSTATED -> allowToCaller(action);
            case NOT_ALLOWED -> allow(action, policyType.toLowerCase(Locale.ROOT));
            case EXPLICIT_DENY ->
                "It is denied explicitly" + (policyType.isEmpty() ? "" : " in " + article(policyType) + policyType)
                        + ", which overrides every permission: have the denial removed "
                        + (policyArn == null ? "where the service names it" : "from " + policyArn);
            case ENCODED ->
                allowToCaller(action) + "; if that does not help, aws sts decode-authorization-message reads from the"
                        + " encoded part which policy is to blame";
            case NOT_YOURS ->
                "It is another account's, or a service's that manages it (a NAT gateway, a load balancer, a task), and no"
                        + " permission helps: have its owner do it, or share it";
        };
    }

    private static String article(String noun) {
        return "aeiou".indexOf(Character.toLowerCase(noun.charAt(0))) >= 0 ? "an " : "a ";
    }

    private static String allowToCaller(String action) {
        return "Allow " + action + " to the credentials in use";
    }

    private static String allow(String action, String type) {
        if (type.startsWith("identity-based")) {
            return allowToCaller(action);
        }
        if (type.startsWith("resource-based")) {
            return "Have the owner of the resource allow " + action
                    + " to the credentials in use, in the resource's own policy";
        }
        if (type.equals("permissions boundary")) {
            return "Have " + action
                    + " allowed in the permissions boundary of the credentials in use: their own policies"
                    + " can't go beyond it";
        }
        if (type.startsWith("service control") || type.startsWith("resource control")) {
            return "Have the administrator of the organization allow " + action + " in its " + type
                    + ": no policy in the account can go beyond it";
        }
        if (type.startsWith("session")) {
            return "Get the credentials with a session policy that allows " + action
                    + ", or with none: the policies of the" + " role can't go beyond it";
        }
        if (type.startsWith("vpc endpoint")) {
            return "Have " + action + " allowed in the policy of the VPC endpoint that the request goes through";
        }
        return "Have " + action + " allowed in " + article(type) + type + ", as the service says";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Denial that
                && reason == that.reason
                && policyType.equals(that.policyType)
                && Objects.equals(policyArn, that.policyArn);
    }

    @Override
    public int hashCode() {
        return Objects.hash(reason, policyType, policyArn);
    }

    /** Returns text such as {@code EXPLICIT_DENY (service control policy, arn:aws:organizations::...)}. */
    @Override
    public String toString() {
        return reason
                + (policyType.isEmpty() ? "" : " (" + policyType + (policyArn == null ? "" : ", " + policyArn) + ")");
    }
}
