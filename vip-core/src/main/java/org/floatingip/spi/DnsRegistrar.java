package org.floatingip.spi;

import java.time.Duration;
import java.util.List;
import org.floatingip.FloatingIpException;
import org.floatingip.PlannedCall;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;

/**
 * Who keeps names: reads and writes DNS records. Implement this to bring vip to another DNS service.
 *
 * <p>Outcomes are values, faults are exceptions. An implementation repeats what is known not to have had an effect (readings,
 * throttled requests) by itself, within the budget that each method has: the most time that the call takes, but for one
 * request that is under way. What may have had its effect it never repeats blindly. No method but {@link #await} waits for a
 * change to reach all servers.
 *
 * <p>Beside the exceptions that methods name, each throws
 *
 * <ul>
 *   <li>{@link org.floatingip.RefusedException} with {@link org.floatingip.RefusalReason#UNKNOWN_ZONE} or
 *       {@link org.floatingip.RefusalReason#AMBIGUOUS_ZONE} for a name that belongs to no zone, or to several;
 *   <li>{@link org.floatingip.failure.OutOfTimeException} if the budget ended, or the thread was interrupted, before a change;
 *   <li>{@link org.floatingip.failure.PermissionDeniedException}, {@link org.floatingip.failure.CredentialsException}, and
 *       {@link org.floatingip.failure.UnavailableException}, with or without a possible effect: when in doubt, with.
 * </ul>
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface DnsRegistrar {

    /**
     * The records of exactly that name: one for each type that has any. Reads only. A {@code *} is a name like any other.
     *
     * @return all of the types that this library knows; empty only when the service was asked and said that there are none
     * @throws org.floatingip.RefusedException DNS_CONFLICT if one is there in a form that {@link DnsRecord} can't say (an alias, a
     *     record that depends on who asks)
     * @throws FloatingIpException when that can't be told; a failed or unknown answer is never an empty list
     */
    List<DnsRecord> lookUp(DnsName name, Duration budget);

    /**
     * Writes the records where they differ from what is there, and nothing at all where none does. What is there of the same
     * name and type is replaced, whatever it was: last writer wins.
     *
     * @param records in any number of zones; each name and type once
     * @return for each record, in that order: created, changed or kept
     * @throws IllegalArgumentException if two are of the same name and type
     * @throws org.floatingip.RefusedException DNS_CONFLICT if something stands there that a record can't stand beside, or that is not
     *     a plain record; nothing was changed
     * @throws org.floatingip.dns.PartlyRegisteredException if it failed after a part was changed
     */
    DnsChange register(List<DnsRecord> records, Duration budget);

    /** Like {@link #register(List, Duration)}, for one record. */
    default DnsChange register(DnsRecord record, Duration budget) {
        return register(List.of(record), budget);
    }

    /**
     * Replaces a record by another if, and only if, it is still exactly as expected; the service itself holds that condition
     * where it can.
     *
     * @return the change; one that kept the record, without a request, if both are equal
     * @throws IllegalArgumentException if the two are not of the same name and type
     * @throws org.floatingip.RefusedException DNS_CONFLICT if the record is another by now, or gone; nothing was changed
     */
    DnsChange replace(DnsRecord expected, DnsRecord replacement, Duration budget);

    /**
     * Takes a record away if, and only if, it is exactly as expected.
     *
     * @throws org.floatingip.RefusedException DNS_CONFLICT if it is another by now, or gone; nothing was changed
     */
    DnsChange remove(DnsRecord expected, Duration budget);

    /**
     * Waits until all servers of the service answer with the change, or the budget ends. Reads only.
     *
     * @return the change as it is then: in sync; or still pending if the budget ended, the thread was interrupted (its flag is
     *     set then), or the service could not be asked for a passing reason; at once for one that changed nothing
     * @throws org.floatingip.RefusedException REJECTED if the service does not know the change
     * @throws FloatingIpException if it can't be asked, for a reason that does not pass
     */
    DnsChange await(DnsChange change, Duration budget);

    /**
     * The calls by which that record is looked up and, where it differs, registered, in order, with the permission that each
     * needs. Asks nobody.
     *
     * @param differs whether it is known to differ, so that it will be written
     * @return empty if it can't say
     */
    List<PlannedCall> explain(DnsRecord record, boolean differs);
}
