package org.floatingip.internal.doctor;

import java.util.List;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.failure.CredentialsException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.PermissionDeniedException;

/** What a reading that failed comes to: which check has a problem, and what is not known because of it. */
final class Judgement {

    private static final String WHILE_THAT_STANDS = "mend that first, then look again";
    private static final String NO_TIME = "there was no time left to look";

    private Judgement() {}

    /**
     * The findings of a failure. Where something else is to blame than what was looked at, that is the problem, and what was
     * looked at is unknown.
     *
     * @param check what was looked at
     * @param subject of what
     * @throws RefusedException what is malformed whatever the network says is no finding
     */
    static List<Finding> of(FloatingIpException e, String check, String subject, IpAddress address) {
        if (e instanceof RefusedException refused) {
            if (refused.reason().malformed()) {
                throw refused;
            }
            return refused(refused, check, subject, address);
        }
        if (e instanceof PermissionDeniedException denied) {
            return List.of(
                    Finding.problem(
                            Checks.PERMISSION,
                            denied.action(),
                            "the credentials in use do not allow it",
                            denied.denial().remedy(denied.action())),
                    Finding.unknown(check, subject, "not known without " + denied.action(), WHILE_THAT_STANDS));
        }
        if (e instanceof CredentialsException credentials) {
            return List.of(
                    Finding.problem(
                            Checks.CREDENTIALS, address.toString(), credentials.problem(), "provide valid credentials"),
                    Finding.unknown(check, subject, "not known without credentials", WHILE_THAT_STANDS));
        }
        return List.of(unknown(e, check, subject));
    }

    private static List<Finding> refused(RefusedException e, String check, String subject, IpAddress address) {
        return switch (e.reason()) {
            case PRIMARY_ADDRESS, RESERVED_ADDRESS, AMBIGUOUS_ADDRESS ->
                List.of(
                        ofTheAddress(e, address),
                        Finding.unknown(
                                check, subject, "not known while the address itself can't move", WHILE_THAT_STANDS));
            case ADDRESS_OUTSIDE_SUBNETS, SUBNET_MISMATCH -> List.of(problem(e, Checks.SUBNET, subject));
            case INTERFACE_FULL -> List.of(problem(e, Checks.ROOM, subject));
            default -> List.of(problem(e, check, subject));
        };
    }

    /** A refusal of the address itself, whatever the target. */
    static Finding ofTheAddress(RefusedException e, IpAddress address) {
        return problem(
                e,
                switch (e.reason()) {
                    case PRIMARY_ADDRESS -> Checks.PRIMARY_ADDRESS;
                    case RESERVED_ADDRESS -> Checks.RESERVED_ADDRESS;
                    default -> Checks.HOLDER;
                },
                address.toString());
    }

    static Finding problem(RefusedException e, String check, String subject) {
        return Finding.problem(check, subject, e.what(), e.remedy());
    }

    static Finding unknown(FloatingIpException e, String check, String subject) {
        if (e instanceof OutOfTimeException && Thread.currentThread().isInterrupted()) {
            return Finding.unknown(check, subject, "the check was interrupted", "look again");
        }
        FloatingIpException told =
                e instanceof OutOfTimeException && e.getCause() instanceof FloatingIpException last ? last : e;
        return Finding.unknown(check, subject, detail(told), "look again, with more time if the service is slow");
    }

    static Finding noTime(String check, String subject) {
        return Finding.unknown(check, subject, NO_TIME, "look again, with more time");
    }

    /** What happened, without what to do next, which only a refusal has apart: others say it in sentences that follow. */
    private static String detail(FloatingIpException e) {
        if (e instanceof RefusedException refused) {
            return refused.what();
        }
        String message = e.getMessage();
        int end = message.indexOf(". ");
        return (end < 0 ? message : message.substring(0, end)).replaceAll("(; nothing was changed)?\\.?$", "");
    }
}
