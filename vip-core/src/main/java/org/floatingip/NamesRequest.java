package org.floatingip;

import java.time.Duration;
import java.util.List;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsRecord;
import org.floatingip.dns.PartlyRegisteredException;
import org.floatingip.internal.names.NamesEngine;

/**
 * The names of a floating IP and of its hosts, from {@link FloatingIp#names()}: the whole table of the recipe, an A record
 * for the floating IP and one for each host's primary address. Immutable: each method returns a new request.
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

    /** Also the PTR records, which give each address its name, in the reverse zones. Default: none. */
    public NamesRequest withPointers() {
        return new NamesRequest(engine, true, timeout);
    }

    /**
     * The time that it has; default is that of its {@link FloatingIp}.
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
     * What {@link #register()} would see to, in order: the floating IP, then the hosts. Changes nothing.
     *
     * @throws FloatingIpException as {@link #register()} does where the hosts' addresses have to be read
     */
    public List<DnsRecord> records() {
        return engine.table(pointers, timeout);
    }

    /**
     * Writes each of the records where it differs from what is there, and nothing where none does.
     *
     * @return for each record: created, changed or kept. It is not waited for:
     *     {@link org.floatingip.spi.DnsRegistrar#await} does that
     * @throws RefusedException UNKNOWN_TARGET if the network does not know one of the hosts; nothing was changed
     * @throws RefusedException UNKNOWN_ZONE if a name belongs to no zone; nothing was changed
     * @throws RefusedException AMBIGUOUS_ZONE if several zones could be meant; nothing was changed
     * @throws RefusedException DNS_CONFLICT if something stands there that an address record can't stand beside
     * @throws PartlyRegisteredException if it failed after a part was changed
     * @throws IllegalStateException if the floating IP was built without {@code dns(..)}, or the assigner does not know the
     *     address of a host that was given without one
     * @throws FloatingIpException for every other failure, by type
     */
    public DnsChange register() {
        return engine.register(pointers, timeout);
    }
}
