package org.floatingip;

import java.time.Duration;
import java.util.List;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsRecord;
import org.floatingip.dns.PartlyRegisteredException;
import org.floatingip.internal.names.NamesEngine;

/**
 * A registration of the DNS names of a floating IP and of its hosts, from {@link FloatingIp#names()}: an address record
 * for the floating IP, and one for the primary address of each host. Immutable: each method returns a new request.
 */
public final class NamesRequest {

    private final NamesEngine engine;
    private final boolean pointers;
    private final Duration timeout;

    NamesRequest(NamesEngine engine, boolean pointers, Duration timeout) {
        this.engine = engine;
        this.pointers = pointers;
        this.timeout = timeout;
    }

    /** Adds the PTR records of the addresses, in the reverse zones. Default: none. */
    public NamesRequest withPointers() {
        return new NamesRequest(engine, true, timeout);
    }

    /**
     * Sets the time limit; default is that of the {@link FloatingIp}.
     *
     * @throws IllegalArgumentException unless it is positive
     */
    public NamesRequest timeout(Duration timeout) {
        return new NamesRequest(engine, pointers, FloatingIp.checkTimeout(timeout));
    }

    /** Like {@link #timeout(Duration)}, in seconds. */
    public NamesRequest timeoutSeconds(long seconds) {
        return timeout(Duration.ofSeconds(seconds));
    }

    /**
     * Returns the records that {@link #register()} would write, in order: the floating IP, then the hosts. Changes
     * nothing.
     *
     * @throws FloatingIpException as {@link #register()} does, if the hosts' addresses have to be read
     */
    public List<DnsRecord> records() {
        return engine.table(pointers, timeout);
    }

    /**
     * Writes those of the records that differ from the existing ones. Makes no change if none differs.
     *
     * @return the outcome for each record: created, changed or kept. Does not wait for the change to spread; see
     *     {@link org.floatingip.spi.DnsRegistrar#await}
     * @throws RefusedException UNKNOWN_TARGET if the network does not know one of the hosts; nothing was changed
     * @throws RefusedException UNKNOWN_ZONE if a name belongs to no zone; nothing was changed
     * @throws RefusedException AMBIGUOUS_ZONE if several zones could be meant; nothing was changed
     * @throws RefusedException DNS_CONFLICT if an address record can't stand beside an existing record
     * @throws PartlyRegisteredException if it failed after a part was changed
     * @throws IllegalStateException if the handle was built without {@code dns(..)}, or a host was named without its
     *     address and the assigner does not know it
     * @throws FloatingIpException for every other failure, by type
     */
    public DnsChange register() {
        return engine.register(pointers, timeout);
    }
}
