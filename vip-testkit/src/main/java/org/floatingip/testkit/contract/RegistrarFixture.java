package org.floatingip.testkit.contract;

import java.time.Duration;
import java.util.List;
import org.floatingip.dns.DnsRecord;
import org.floatingip.spi.DnsRegistrar;
import org.floatingip.spi.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Two zones and a registrar for exactly these, for one test of {@link DnsRegistrarContract}: {@code example.com}, and {@code
 * 1.0.10.in-addr.arpa} for the names of 10.0.1.0/24. At first they have only their own records (NS, SOA).
 */
public interface RegistrarFixture extends AutoCloseable {

    /** Returns the tested registrar; always the same object. */
    DnsRegistrar registrar();

    /** Returns the clock of the registrar's waits; virtual if possible. */
    Ticker ticker();

    /** Creates or replaces a record in the zone {@code example.com}, without the registrar's knowledge. */
    void put(DnsRecord record);

    /**
     * Like {@link #put}, for a record of a type that vip doesn't know.
     *
     * @param value its value as the service takes it, for a TXT record in quotes
     */
    void putOther(String name, String type, String value);

    /**
     * Like {@link #put}, with something that vip doesn't know and that its owner relies on, such as a health check.
     *
     * @param attribute its value
     * @return false if records of this service have nothing but name, type, TTL and values, and nothing was done
     */
    default boolean putWith(String attribute, DnsRecord record) {
        return false;
    }

    /** Returns the {@linkplain #putWith attribute} that the record of that name and type has now; null if it has none. */
    default @Nullable String attribute(DnsRecord record) {
        return null;
    }

    /** Returns the actual records of the name, in either zone, of the types that vip knows; without asking the registrar. */
    List<DnsRecord> truth(String name);

    /** Returns how many change requests the service has accepted. */
    long changeRequests();

    /** Returns the longest time until a change is in sync. */
    Duration syncTime();

    /** Makes all reads and changes through the registrar fail until {@link #mend()}. */
    void cutOff();

    /** Ends the failure. */
    void mend();

    /** Releases what the fixture opened. */
    @Override
    default void close() {}
}
