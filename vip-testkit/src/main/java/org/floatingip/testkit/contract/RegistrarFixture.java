package org.floatingip.testkit.contract;

import java.time.Duration;
import java.util.List;
import org.floatingip.dns.DnsRecord;
import org.floatingip.spi.DnsRegistrar;
import org.floatingip.spi.Ticker;

/**
 * Two zones, and a registrar for both of them and no other, for one test of {@link DnsRegistrarContract}: {@code example.com},
 * and {@code 1.0.10.in-addr.arpa} for the names of 10.0.1.0/24. They have no records but their own (NS, SOA).
 */
public interface RegistrarFixture extends AutoCloseable {

    /** The registrar that is tested. Always the same one. */
    DnsRegistrar registrar();

    /** The clock that the registrar waits by; virtual where it can be. */
    Ticker ticker();

    /** Writes a record into the zone {@code example.com}, or replaces it there, behind the registrar's back. */
    void put(DnsRecord record);

    /**
     * The same for a record of a type that vip does not know.
     *
     * @param value its value as the service takes it, for a TXT record in quotes
     */
    void putOther(String name, String type, String value);

    /** What is really at that name, in either zone: records of the types that vip knows, not read through the registrar. */
    List<DnsRecord> truth(String name);

    /** How many requests to change something the service took so far. */
    long changeRequests();

    /** How long the service takes for a change to be in sync, at most. */
    Duration syncTime();

    /** Nothing can be read or changed through the registrar from now on; until {@link #mend()}. */
    void cutOff();

    /** Lets it work again. */
    void mend();

    /** Ends what the fixture began. */
    @Override
    default void close() {}
}
