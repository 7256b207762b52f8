package org.floatingip.internal;

import java.util.List;
import org.floatingip.AddressOutsideSubnetsException;
import org.floatingip.AmbiguousAddressException;
import org.floatingip.AmbiguousInterfaceException;
import org.floatingip.Checks;
import org.floatingip.CredentialsException;
import org.floatingip.Finding;
import org.floatingip.FloatingIpException;
import org.floatingip.InterfaceFullException;
import org.floatingip.IpAddress;
import org.floatingip.MalformedHostIdException;
import org.floatingip.OutOfTimeException;
import org.floatingip.PermissionDeniedException;
import org.floatingip.PrimaryAddressException;
import org.floatingip.RefusedException;
import org.floatingip.ReservedAddressException;
import org.floatingip.SubnetMismatchException;
import org.floatingip.UnknownTargetException;
import org.floatingip.UnsupportedAddressException;

/** What a reading that failed comes to: which check has a problem, and what is not known because of it. */
final class Judgement {

    private static final String WHILE_THAT_STANDS = "mend that first, then look again";
    private static final String NO_TIME = "there was no time left to look";

    private Judgement() {}

    /**
     * The findings of a failure. Where somebody else is to blame than what was looked at, that is the problem, and what was
     * looked at is unknown.
     *
     * @param check what was looked at
     * @param subject of what
     * @throws MalformedHostIdException what is malformed whatever the network says is no finding
     * @throws UnsupportedAddressException likewise
     */
    static List<Finding> of(FloatingIpException e, String check, String subject, IpAddress address) {
        if (e instanceof MalformedHostIdException || e instanceof UnsupportedAddressException) {
            throw e;
        }
        if (e instanceof PermissionDeniedException denied) {
            return List.of(
                    Finding.problem(
                            Checks.PERMISSION,
                            denied.action(),
                            "it is not allowed to the credentials in use",
                            "allow " + denied.action() + " to them"),
                    Finding.unknown(check, subject, "not known without " + denied.action(), WHILE_THAT_STANDS));
        }
        if (e instanceof CredentialsException credentials) {
            return List.of(
                    Finding.problem(
                            Checks.CREDENTIALS, address.toString(), credentials.problem(), "provide valid credentials"),
                    Finding.unknown(check, subject, "not known without credentials", WHILE_THAT_STANDS));
        }
        return e instanceof RefusedException refused
                ? refused(refused, check, subject, address)
                : List.of(unknown(e, check, subject));
    }

    private static List<Finding> refused(RefusedException e, String check, String subject, IpAddress address) {
        if (e instanceof PrimaryAddressException primary) {
            return List.of(primary(address, primary.holder().toString()), blocked(check, subject));
        }
        if (e instanceof ReservedAddressException reserved) {
            return List.of(
                    Finding.problem(
                            Checks.RESERVED_ADDRESS,
                            address.toString(),
                            "the network keeps it for itself in " + reserved.subnet()
                                    + " (the first four addresses and the last)",
                            "choose another address"),
                    blocked(check, subject));
        }
        if (e instanceof AmbiguousAddressException) {
            return List.of(
                    Finding.problem(
                            Checks.HOLDER,
                            address.toString(),
                            sentence(e),
                            "name the VPC that is meant (vpcId, --vpc)"),
                    blocked(check, subject));
        }
        if (e instanceof AddressOutsideSubnetsException outside) {
            return List.of(Finding.problem(
                    Checks.SUBNET,
                    subject,
                    address + " lies in no subnet of its network ("
                            + (outside.subnets().isEmpty() ? "it has none" : String.join(", ", outside.subnets()))
                            + ")",
                    "check the address and the VPC"));
        }
        if (e instanceof SubnetMismatchException mismatch) {
            return List.of(Finding.problem(
                    Checks.SUBNET,
                    subject,
                    address + " belongs to " + mismatch.addressSubnet() + ", and it is in "
                            + (mismatch.targetSubnets().isEmpty()
                                    ? "no subnet"
                                    : String.join(", ", mismatch.targetSubnets())),
                    "choose a host with an interface in that subnet, or attach one"));
        }
        if (e instanceof InterfaceFullException full) {
            return List.of(Finding.problem(
                    Checks.ROOM,
                    subject,
                    full.interfaceId() + " has no room for another address: its limit is " + full.limit()
                            + ", the primary one included",
                    "release an address there, or choose a larger type of host"));
        }
        if (e instanceof AmbiguousInterfaceException ambiguous) {
            return List.of(Finding.problem(
                    check,
                    subject,
                    "it has several interfaces that could take it: " + String.join(", ", ambiguous.candidates()),
                    "name one of them in place of the host"));
        }
        if (e instanceof UnknownTargetException unknown) {
            return List.of(Finding.problem(
                    check, subject, "it can't be used: " + unknown.why(), "check the id, the region and the account"));
        }
        return List.of(Finding.problem(check, subject, sentence(e), "mend what it names"));
    }

    static Finding primary(IpAddress address, String holder) {
        return Finding.problem(
                Checks.PRIMARY_ADDRESS,
                address.toString(),
                "it is the primary address of " + holder + ", which never moves",
                "choose a secondary address");
    }

    private static Finding blocked(String check, String subject) {
        return Finding.unknown(check, subject, "not known while the address itself can't move", WHILE_THAT_STANDS);
    }

    static Finding unknown(FloatingIpException e, String check, String subject) {
        if (e instanceof OutOfTimeException && Thread.currentThread().isInterrupted()) {
            return Finding.unknown(check, subject, "the look was interrupted", "look again");
        }
        FloatingIpException told =
                e instanceof OutOfTimeException && e.getCause() instanceof FloatingIpException last ? last : e;
        return Finding.unknown(check, subject, sentence(told), "look again, with more time if the service is slow");
    }

    static Finding noTime(String check, String subject) {
        return Finding.unknown(check, subject, NO_TIME, "look again, with more time");
    }

    /** What happened, without what to do next: our messages say that in sentences of their own. */
    static String sentence(FloatingIpException e) {
        String message = e.getMessage();
        int end = message.indexOf(". ");
        return (end < 0 ? message : message.substring(0, end)).replaceAll("(; nothing was changed)?\\.?$", "");
    }
}
