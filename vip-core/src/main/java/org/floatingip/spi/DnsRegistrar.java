package org.floatingip.spi;

import java.time.Duration;
import java.util.List;
import org.floatingip.FloatingIpException;
import org.floatingip.PlannedCall;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;

/**
 * Reads and writes DNS records. Implement this interface to support another DNS service.
 *
 * <p>Outcomes are values, faults are exceptions. An implementation retries by itself what certainly had no effect:
 * reads and throttled requests. It never blindly repeats a request that may have had an effect. Each method has a
 * budget, the longest time that the call takes, except for one request that is under way when it ends. Only
 * {@link #await} waits for a change to reach all servers.
 *
 * <p>Besides the exceptions that a method names, each method throws
 *
 * <ul>
 *   <li>{@link org.floatingip.RefusedException} with {@link org.floatingip.RefusalReason#UNKNOWN_ZONE} or
 *       {@link org.floatingip.RefusalReason#AMBIGUOUS_ZONE} if a name belongs to no zone, or to several;
 *   <li>{@link org.floatingip.failure.OutOfTimeException} if the budget ended, or the thread was interrupted, before a
 *       change;
 *   <li>{@link org.floatingip.failure.PermissionDeniedException}, {@link org.floatingip.failure.CredentialsException}
 *       and {@link org.floatingip.failure.UnavailableException}. The last says whether there may have been an effect;
 *       when in doubt, there may.
 * </ul>
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface DnsRegistrar {

    /**
     * Returns the existing records of exactly the given name, one for each type. Reads only. {@code *} is treated as a
     * name like any other.
     *
     * @return all of the types that this library knows; empty only if the service was asked and said that there are
     *     none
     * @throws org.floatingip.RefusedException DNS_CONFLICT if a record has a form that {@link DnsRecord} can't express
     *     (an alias, or a record whose answer depends on the client)
     * @throws FloatingIpException if the service gave no valid answer; a failed or unknown answer is never an empty
     *     list
     */
    List<DnsRecord> lookUp(DnsName name, Duration budget);

    /**
     * Writes those records that differ from the existing ones. Makes no change if none differs. An existing record of
     * the same name and type is replaced, whatever its values: the last writer wins.
     *
     * @param records records in any number of zones; each name and type once
     * @return the outcome for each record, in the given order: created, changed or kept
     * @throws IllegalArgumentException if two have the same name and type
     * @throws org.floatingip.RefusedException DNS_CONFLICT if a record can't stand beside an existing one, or the
     *     existing one is not a plain record; nothing was changed
     * @throws org.floatingip.dns.PartlyRegisteredException if it failed after a part was changed
     */
    DnsChange register(List<DnsRecord> records, Duration budget);

    /** Like {@link #register(List, Duration)}, for one record. */
    default DnsChange register(DnsRecord record, Duration budget) {
        return register(List.of(record), budget);
    }

    /**
     * Replaces a record if, and only if, it is still exactly as expected. The service itself enforces this condition if
     * it can.
     *
     * @return the change; if both records are equal, it says that the record was kept, and no request was made
     * @throws IllegalArgumentException if the two differ in name or type
     * @throws org.floatingip.RefusedException DNS_CONFLICT if the record has changed or is gone; nothing was changed
     */
    DnsChange replace(DnsRecord expected, DnsRecord replacement, Duration budget);

    /**
     * Removes a record if, and only if, it is exactly as expected.
     *
     * @throws org.floatingip.RefusedException DNS_CONFLICT if the record has changed or is gone; nothing was changed
     */
    DnsChange remove(DnsRecord expected, Duration budget);

    /**
     * Waits until all servers of the service answer with the change, or the budget ends. Reads only. Returns at once
     * for a change that changed nothing.
     *
     * @return the change as it is then: in sync; or still pending if the budget ended, the thread was interrupted (its
     *     interrupt flag is then set), or the service could not be asked for a passing reason
     * @throws org.floatingip.RefusedException REJECTED if the service does not know the change
     * @throws FloatingIpException if the service can't be asked, for a reason that does not pass
     */
    DnsChange await(DnsChange change, Duration budget);

    /**
     * Returns the calls that look up the record and register it if it differs, in order, each with the permission that
     * it needs. Makes no request.
     *
     * @param differs whether the record is known to differ, so that it will be written
     * @return empty if the implementation can't tell
     */
    List<PlannedCall> explain(DnsRecord record, boolean differs);
}
