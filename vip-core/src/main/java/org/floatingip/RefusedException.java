package org.floatingip;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;
import org.jspecify.annotations.Nullable;

/**
 * The request can't be done as things stand, and nothing was changed. A repetition is refused too: usually a person
 * must mend what {@link #what()} names, as {@link #remedy()} says. Use {@link #reason()} in a {@code switch}. Refusals
 * with data of their own have subtypes.
 *
 * <p>An implementation of the SPI creates these by the static methods, one for each reason. Their last argument is the
 * network's own answer, or null if a reading showed the reason. No other argument may be null unless its description
 * says so. If there is an answer, call {@link #recordServiceError} too.
 */
public class RefusedException extends FloatingIpException {

    private static final long serialVersionUID = 1L;

    private final RefusalReason reason;
    private final String what;
    private final String remedy;

    /**
     * Creates a refusal of a subtype, with a message of the common form.
     *
     * @param reason why
     * @param what what was refused, and why; a final full stop is left out
     * @param remedy what to do next, as a phrase that begins with a verb in lower case and has no full stop
     * @param cause the network's own answer; null if a reading showed the reason
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
     * Creates a refusal of a subtype, with a message of its own.
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
     * Returns a refusal in your own words. Prefer the method of the reason if there is one, so that all networks use
     * the same text.
     *
     * @param reason why; not one that has a subtype
     * @param what what was refused, and why; a final full stop is left out
     * @param remedy what to do next, as a phrase that begins with a verb in lower case and has no full stop
     * @param cause the network's own answer; null if a reading showed the reason
     * @throws IllegalArgumentException if the reason has a subtype, or the remedy is empty
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
     * Returns a refusal for {@link RefusalReason#SUBNET_MISMATCH}.
     *
     * @param address the floating IP
     * @param addressSubnet the subnet of the address, with its CIDR block if that is known
     * @param target the requested host or interface
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
     * Returns a refusal for {@link RefusalReason#ADDRESS_OUTSIDE_SUBNETS}.
     *
     * @param address the floating IP
     * @param subnets the existing subnets
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
     * Returns a refusal for {@link RefusalReason#AMBIGUOUS_ADDRESS}.
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
     * Returns a refusal for {@link RefusalReason#RESERVED_ADDRESS}.
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
     * Returns a refusal for {@link RefusalReason#PRIMARY_ADDRESS}.
     *
     * @param address the floating IP
     * @param holder the holder whose primary address it is
     */
    public static RefusedException primaryAddress(IpAddress address, Holder holder, @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.PRIMARY_ADDRESS,
                address + " is the primary address of " + holder + ", and primary addresses can't be moved or released",
                "use a secondary address",
                cause);
    }

    /**
     * Returns a refusal for {@link RefusalReason#UNSUPPORTED_ADDRESS}.
     *
     * @param address the floating IP
     * @param why which addresses can be moved, or taken, instead
     */
    public static RefusedException unsupportedAddress(IpAddress address, String why, @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.UNSUPPORTED_ADDRESS,
                "can't move " + address + ": " + why,
                "choose another address",
                cause);
    }

    /**
     * Returns a refusal for {@link RefusalReason#HANDOVER_REFUSED}.
     *
     * @param address the floating IP
     * @param why what prevents a handover
     */
    public static RefusedException handoverRefused(IpAddress address, String why, @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.HANDOVER_REFUSED, address + " can't be handed over: " + why, "use a takeover", cause);
    }

    /**
     * Returns a refusal for {@link RefusalReason#NOT_ROUTABLE}.
     *
     * @param address the floating IP
     * @param why what prevents routes to the target
     * @param remedy what to do next, as a phrase that begins with a verb in lower case
     */
    public static RefusedException notRoutable(
            IpAddress address, String why, String remedy, @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.NOT_ROUTABLE, address + " can't be routed to the target: " + why, remedy, cause);
    }

    /**
     * Returns a refusal for {@link RefusalReason#UNKNOWN_ADDRESS}.
     *
     * @param address the floating IP
     * @param why what the network says about it
     */
    public static RefusedException unknownAddress(IpAddress address, String why, @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.UNKNOWN_ADDRESS,
                "the network does not know " + address + ": " + why,
                "check the address, the region and the account",
                cause);
    }

    /**
     * Returns a refusal for {@link RefusalReason#OCCUPIED}.
     *
     * @param address the floating IP
     * @param place where the address should be put, in words
     * @param by what is there
     */
    public static RefusedException occupied(IpAddress address, String place, String by, @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.OCCUPIED,
                address + " can't be put on " + place + ": " + by + " is there, and would be displaced silently",
                "move that away first, or choose another target",
                cause);
    }

    // ---- hosts and their interfaces

    /**
     * Returns a refusal for {@link RefusalReason#UNKNOWN_TARGET}.
     *
     * @param host the requested host or interface
     * @param why what the network says about it, or what prevents its use
     */
    public static RefusedException unknownTarget(HostId host, String why, @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.UNKNOWN_TARGET,
                "host " + host + " can't be used: " + why,
                "check the id, the region and the account",
                cause);
    }

    /**
     * Returns a refusal for {@link RefusalReason#MALFORMED_HOST_ID}.
     *
     * @param host the requested host or interface
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
     * Returns a refusal for {@link RefusalReason#AMBIGUOUS_INTERFACE}.
     *
     * @param address the floating IP
     * @param target the requested host
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
     * Returns a refusal for {@link RefusalReason#INTERFACE_FULL}.
     *
     * @param interfaceId the interface that has no room for another address
     * @param limit the limit in words, for example {@code 2 addresses (t2.micro)}
     */
    public static RefusedException interfaceFull(String interfaceId, String limit, @Nullable Throwable cause) {
        return full(interfaceId, "another address: its limit is " + limit, cause);
    }

    /**
     * Returns a refusal for {@link RefusalReason#INTERFACE_FULL}, for several addresses at once.
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
     * Returns a refusal for {@link RefusalReason#UNKNOWN_ZONE}.
     *
     * @param name the name that belongs to no zone
     * @param zones the visible zones, each in words
     */
    public static RefusedException unknownZone(DnsName name, List<String> zones, @Nullable Throwable cause) {
        return new RefusedException(
                RefusalReason.UNKNOWN_ZONE,
                name + " lies in none of the visible zones (" + join(zones, "there are none") + ")",
                "check the name, and which zones are visible (zone id, VPC, account)",
                cause);
    }

    /**
     * Returns a refusal for {@link RefusalReason#AMBIGUOUS_ZONE}.
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
     * Returns a refusal for {@link RefusalReason#DNS_CONFLICT}. Nothing was overwritten.
     *
     * @param name the name of the record
     * @param zone its zone, in words
     * @param expected the record that was expected; null if none of the type was
     * @param found the records that were found for the name; empty if there is none that this library writes
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
                "check who changed it, then try again",
                cause);
    }

    // ---- anything else

    /**
     * Returns a refusal for {@link RefusalReason#REJECTED}.
     *
     * @param action the action that was refused
     * @param said what the service said; it is also {@linkplain #recordServiceError recorded}
     */
    public static RefusedException rejected(String action, ServiceError said, @Nullable Throwable cause) {
        RefusedException rejected = new RefusedException(
                RefusalReason.REJECTED,
                action + " was refused: " + said.words(),
                "mend what it names, then try again",
                cause);
        rejected.recordServiceError(said);
        return rejected;
    }

    private static String join(List<String> words, String ifNone) {
        return words.isEmpty() ? ifNone : String.join(", ", words);
    }

    /** Returns why the request was refused; for a {@code switch}. */
    public final RefusalReason reason() {
        return reason;
    }

    /** Returns what was refused, and why, in words; without a full stop. */
    public final String what() {
        return what;
    }

    /** Returns what to do next, as a phrase that begins with a verb in lower case and has no full stop. */
    public final String remedy() {
        return remedy;
    }

    /** Returns the name of the {@link #reason()}, for example {@code SubnetMismatch}. */
    @Override
    public final String type() {
        return reason.type();
    }

    /** Returns the class, the reason and the message, so that logs and stack traces show the reason. */
    @Override
    @SuppressWarnings("OverrideThrowableToString") // getMessage() is for people, and says it in words
    public final String toString() {
        return getClass().getName() + ": " + reason + ": " + getMessage();
    }
}
