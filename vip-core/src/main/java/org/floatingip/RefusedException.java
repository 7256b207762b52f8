package org.floatingip;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for can't be done as things stand, and nothing was changed: asking again changes nothing. Usually a person has
 * to mend what {@link #what()} names, as {@link #remedy()} says. {@link #reason()} is there to switch on; what a program handles
 * by data of its own has a subtype.
 *
 * <p>An implementation of the SPI throws these by the static methods, one for each reason. Each takes as its last argument the
 * network's own answer, or null where a reading showed it; nothing else may be null unless its description says so. With that
 * answer belongs {@link #recordServiceError}.
 */
public class RefusedException extends FloatingIpException {

    private static final long serialVersionUID = 1L;

    private final RefusalReason reason;
    private final String what;
    private final String remedy;

    /**
     * A refusal of a type of its own, with a message like that of all others.
     *
     * @param reason why
     * @param what what was refused, and why; a final full stop is left out
     * @param remedy what to do next, as a phrase that begins with a verb in lower case and has no full stop
     * @param cause the network's own answer, or null where a reading showed it
     */
    protected RefusedException(RefusalReason reason, String what, String remedy, @Nullable Throwable cause) {
        this(
                reason,
                what,
                remedy,
                withoutStop(what) + ". " + Character.toUpperCase(remedy.charAt(0)) + remedy.substring(1)
                        + "; nothing was changed.",
                cause);
    }

    /**
     * A refusal of a type of its own, with a message of its own.
     *
     * @param message what was refused, why, and what to do next
     */
    protected RefusedException(
            RefusalReason reason, String what, String remedy, String message, @Nullable Throwable cause) {
        super(Effect.NONE, message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
        this.what = withoutStop(what);
        this.remedy = remedy;
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    /**
     * A refusal in words of your own. Prefer the method of the reason where there is one: all networks say the same then.
     *
     * @param reason why; not one that has a type of its own
     * @param what what was refused, and why; a final full stop is left out
     * @param remedy what to do next, as a phrase that begins with a verb in lower case and has no full stop
     * @param cause the network's own answer, or null where a reading showed it
     * @throws IllegalArgumentException if that reason has a type of its own, or the remedy is empty
     */
    public static RefusedException of(RefusalReason reason, String what, String remedy, @Nullable Throwable cause) {
        switch (reason) {
            case HOLDER_CHANGED, STALE_PLAN, STALE_STANDBY, GROUP_REFUSED ->
                throw new IllegalArgumentException(
                        reason + " has a type of its own, " + reason.type() + "Exception: make one of those");
            default -> {
                if (remedy.isEmpty()) {
                    throw new IllegalArgumentException("a refusal has to say what to do next: \"" + what + "\"");
                }
                return new RefusedException(reason, what, remedy, cause);
            }
        }
    }

    // ---- addresses

    /**
     * {@link RefusalReason#SUBNET_MISMATCH}.
     *
     * @param address the floating IP
     * @param addressSubnet the subnet of the address, with its CIDR block where that is known
     * @param target the host or interface that was asked for
     * @param targetSubnets the subnets in which the target has interfaces
     */
    public static RefusedException subnetMismatch(
            IpAddress address,
            String addressSubnet,
            HostId target,
            List<String> targetSubnets,
            @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.SUBNET_MISMATCH,
                address + " belongs to " + addressSubnet + ", but " + target + " is in "
                        + join(targetSubnets, "no subnet"),
                "choose a target with an interface in the subnet of the address",
                cause);
    }

    /**
     * {@link RefusalReason#ADDRESS_OUTSIDE_SUBNETS}.
     *
     * @param address the floating IP
     * @param subnets the subnets that there are
     */
    public static RefusedException addressOutsideSubnets(
            IpAddress address, List<String> subnets, @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.ADDRESS_OUTSIDE_SUBNETS,
                address + " lies in no subnet of the network (" + join(subnets, "it has none") + ")",
                "check the address and the VPC",
                cause);
    }

    /**
     * {@link RefusalReason#AMBIGUOUS_ADDRESS}.
     *
     * @param address the floating IP
     * @param networks the networks that have it; at least two
     */
    public static RefusedException ambiguousAddress(
            IpAddress address, List<String> networks, @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.AMBIGUOUS_ADDRESS,
                address + " exists in several networks: " + String.join(", ", networks),
                "say which one is meant (for EC2: the VPC id)",
                cause);
    }

    /**
     * {@link RefusalReason#RESERVED_ADDRESS}.
     *
     * @param address the floating IP
     * @param subnet the subnet that reserves it
     */
    public static RefusedException reservedAddress(IpAddress address, String subnet, @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.RESERVED_ADDRESS,
                address + " is reserved by the network in " + subnet + " (the first four addresses and the last)",
                "choose another address",
                cause);
    }

    /**
     * {@link RefusalReason#PRIMARY_ADDRESS}.
     *
     * @param address the floating IP
     * @param holder whose primary address it is
     */
    public static RefusedException primaryAddress(IpAddress address, Holder holder, @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.PRIMARY_ADDRESS,
                address + " is the primary address of " + holder + ", and primary addresses can't be moved or released",
                "use a secondary address",
                cause);
    }

    /**
     * {@link RefusalReason#UNSUPPORTED_ADDRESS}.
     *
     * @param address the floating IP
     * @param why what can be moved, or taken, instead
     */
    public static RefusedException unsupportedAddress(IpAddress address, String why, @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.UNSUPPORTED_ADDRESS,
                "can't move " + address + ": " + why,
                "choose another address",
                cause);
    }

    /**
     * {@link RefusalReason#HANDOVER_REFUSED}.
     *
     * @param address the floating IP
     * @param why what stands against a handover
     */
    public static RefusedException handoverRefused(IpAddress address, String why, @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.HANDOVER_REFUSED, address + " can't be handed over: " + why, "use a takeover", cause);
    }

    /**
     * {@link RefusalReason#NOT_ROUTABLE}.
     *
     * @param address the floating IP
     * @param why what keeps routes from bringing it to the target
     * @param remedy what to do next, as a phrase that begins with a verb in lower case
     */
    public static RefusedException notRoutable(
            IpAddress address, String why, String remedy, @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.NOT_ROUTABLE, address + " can't be routed to the target: " + why, remedy, cause);
    }

    /**
     * {@link RefusalReason#UNKNOWN_ADDRESS}.
     *
     * @param address the floating IP
     * @param why what the network says of it
     */
    public static RefusedException unknownAddress(IpAddress address, String why, @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.UNKNOWN_ADDRESS,
                "the network does not know " + address + ": " + why,
                "check the address, the region and the account",
                cause);
    }

    /**
     * {@link RefusalReason#OCCUPIED}.
     *
     * @param address the floating IP
     * @param place where it would come to, in words
     * @param by what is there
     */
    public static RefusedException occupied(IpAddress address, String place, String by, @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.OCCUPIED,
                address + " can't be put on " + place + ": " + by + " is there, and would be displaced without a word",
                "move that away first, or choose another target",
                cause);
    }

    // ---- hosts and their interfaces

    /**
     * {@link RefusalReason#UNKNOWN_TARGET}.
     *
     * @param host the host or interface that was asked for
     * @param why what the network says of it, or what speaks against it
     */
    public static RefusedException unknownTarget(HostId host, String why, @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.UNKNOWN_TARGET,
                "host " + host + " can't be used: " + why,
                "check the id, the region and the account",
                cause);
    }

    /**
     * {@link RefusalReason#MALFORMED_HOST_ID}.
     *
     * @param host the host or interface that was asked for
     * @param expected the form that ids have
     */
    public static RefusedException malformedHostId(HostId host, String expected, @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.MALFORMED_HOST_ID,
                "not a host id: \"" + host + "\": expected " + expected,
                "correct it",
                cause);
    }

    /**
     * {@link RefusalReason#AMBIGUOUS_INTERFACE}, of a target.
     *
     * @param address the floating IP
     * @param target the host that was asked for
     * @param candidates the ids of the interfaces that could take it; at least two
     */
    public static RefusedException ambiguousInterface(
            IpAddress address, HostId target, List<String> candidates, @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.AMBIGUOUS_INTERFACE,
                "host " + target + " has several interfaces in the subnet of " + address + ": "
                        + String.join(", ", candidates),
                "name one of them as the target",
                cause);
    }

    /**
     * {@link RefusalReason#INTERFACE_FULL}.
     *
     * @param interfaceId the interface that has no room for one more
     * @param limit the limit in words, for example {@code 2 addresses (t2.micro)}
     */
    public static RefusedException interfaceFull(String interfaceId, String limit, @Nullable Throwable cause) {
        return full(interfaceId, "another address: its limit is " + limit, cause);
    }

    /**
     * {@link RefusalReason#INTERFACE_FULL}, for several addresses at once.
     *
     * @param interfaceId the interface that has too little room
     * @param limit the limit in words, for example {@code 2 addresses (t2.micro)}
     * @param present how many addresses it has
     * @param more how many it should take
     */
    public static RefusedException interfaceFull(
            String interfaceId, String limit, int present, int more, @Nullable Throwable cause) {
        return more == 1
                ? interfaceFull(interfaceId, limit, cause)
                : full(interfaceId, more + " more addresses: it has " + present + ", and its limit is " + limit, cause);
    }

    private static RefusedException full(String interfaceId, String what, @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.INTERFACE_FULL,
                "interface " + interfaceId + " has no room for " + what + ", the primary one included",
                "release an address there or choose a larger host type",
                cause);
    }

    // ---- names

    /**
     * {@link RefusalReason#UNKNOWN_ZONE}.
     *
     * @param name the name that belongs to no zone
     * @param zones the zones in sight, each in words
     */
    public static RefusedException unknownZone(DnsName name, List<String> zones, @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.UNKNOWN_ZONE,
                name + " lies in no zone in sight (" + join(zones, "there is none") + ")",
                "check the name, and which zones are looked at (zone id, VPC, account)",
                cause);
    }

    /**
     * {@link RefusalReason#AMBIGUOUS_ZONE}.
     *
     * @param name the name of the record
     * @param zones the zones that could hold it, each in words; at least two
     */
    public static RefusedException ambiguousZone(DnsName name, List<String> zones, @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.AMBIGUOUS_ZONE,
                name + " could belong to several zones: " + String.join(", ", zones),
                "say which one is meant (by its id, or for private ones by the VPC)",
                cause);
    }

    /**
     * {@link RefusalReason#DNS_CONFLICT}: nothing was overwritten.
     *
     * @param name the name of the record
     * @param zone its zone, in words
     * @param expected the record that was expected; null if none of the type was
     * @param found what was found of that name; empty for nothing that this library writes
     * @param why what is in the way; empty if expected and found say it all
     */
    public static RefusedException dnsConflict(
            DnsName name,
            String zone,
            @Nullable DnsRecord expected,
            List<DnsRecord> found,
            String why,
            @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.DNS_CONFLICT,
                "conflict at " + name + " in zone " + zone + ": "
                        + (expected == null ? "" : "expected " + expected + ", ")
                        + "found "
                        + (found.isEmpty()
                                ? "no such record"
                                : found.stream().map(DnsRecord::toString).collect(Collectors.joining("; ")))
                        + (why.isEmpty() ? "" : " (" + why + ")"),
                "look who changed it, then ask again",
                cause);
    }

    // ---- anything else

    /**
     * {@link RefusalReason#REJECTED}: a service refused for a reason that this library has no name for.
     *
     * @param action the action that was refused
     * @param said what the service said, which is also {@linkplain #recordServiceError recorded}
     */
    public static RefusedException rejected(String action, ServiceError said, @Nullable Throwable cause) {
        RefusedException rejected = new RefusedException(
                RefusalReason.REJECTED,
                action + " was refused: " + said.words(),
                "mend what it names, then ask again",
                cause);
        rejected.recordServiceError(said);
        return rejected;
    }

    private static String join(List<String> words, String ifNone) {
        return words.isEmpty() ? ifNone : String.join(", ", words);
    }

    /** Why it was refused; for a {@code switch}. */
    public final RefusalReason reason() {
        return reason;
    }

    /** What was refused, and why, in words; without a full stop. */
    public final String what() {
        return what;
    }

    /** What to do next, as a phrase that begins with a verb in lower case and has no full stop. */
    public final String remedy() {
        return remedy;
    }

    /** Of the {@link #reason()}: for example {@code SubnetMismatch}. */
    @Override
    public final String type() {
        return reason.type();
    }

    /** With the reason, which logs and stack traces would not show otherwise. */
    @Override
    @SuppressWarnings("OverrideThrowableToString") // getMessage() is for people, and says it in words
    public final String toString() {
        return getClass().getName() + ": " + reason + ": " + getMessage();
    }
}
