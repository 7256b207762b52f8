package org.floatingip.dns;

import java.io.Serializable;
import java.security.Security;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long a JVM caches the addresses of a name, whatever the TTL of the record: the security property
 * {@code networkaddress.cache.ttl}. It is set in {@code java.security}, or by {@link Security#setProperty} before the
 * first look-up. {@code -D} does not set it. Immutable.
 *
 * <p>The value is in seconds; a negative one means for ever, 0 means not at all. If it is absent or not a number, the
 * JVM caches for 30 seconds (seen on JDK 17 and 25). Not considered here: a security manager, under which that default
 * is for ever, and {@code -Dsun.net.inetaddr.ttl}, which changes it. The JVM remembers for 10 seconds that a name does
 * not exist ({@code networkaddress.cache.negative.ttl}).
 */
public final class JvmDnsCache implements Serializable {

    /** The name of the security property. */
    public static final String PROPERTY = "networkaddress.cache.ttl";

    /** How long a JVM caches if the property is absent: 30 seconds. */
    public static final long DEFAULT_TTL_SECONDS = 30;

    private static final long serialVersionUID = 1L;
    private static final long FOREVER = -1;

    private final long seconds;

    private JvmDnsCache(long seconds) {
        this.seconds = seconds;
    }

    /** Returns the cache of this JVM, by the current value of its property. Only this method reads the property. */
    public static JvmDnsCache current() {
        return of(Security.getProperty(PROPERTY));
    }

    /**
     * Returns the cache of a JVM with the given value of the property, read as the JDK reads it.
     *
     * @param value the value; null if the property is absent
     */
    public static JvmDnsCache of(@Nullable String value) {
        if (value == null) {
            return new JvmDnsCache(DEFAULT_TTL_SECONDS);
        }
        try {
            int parsed = Integer.parseInt(value.strip());
            return new JvmDnsCache(parsed < 0 ? FOREVER : parsed);
        } catch (NumberFormatException e) {
            return new JvmDnsCache(DEFAULT_TTL_SECONDS); // as the JDK does, without a word
        }
    }

    /** Returns whether an address is cached until the JVM ends. */
    public boolean forever() {
        return seconds == FOREVER;
    }

    /**
     * Returns how long an address is cached, in seconds.
     *
     * @throws IllegalStateException if that is for ever
     */
    public long ttlSeconds() {
        if (forever()) {
            throw new IllegalStateException("this JVM remembers for ever: ask forever() first");
        }
        return seconds;
    }

    /**
     * Returns a warning if this JVM caches for longer than the record's TTL, or for ever.
     *
     * @return the warning, with what to do; empty if there is nothing to warn about
     */
    public Optional<String> warningFor(DnsRecord record) {
        if (!forever() && seconds <= record.ttlSeconds()) {
            return Optional.empty();
        }
        return Optional.of("this JVM remembers addresses " + (forever() ? "for ever" : "for " + seconds + " s")
                + " (security property " + PROPERTY + "), and " + record.name() + " has a TTL of "
                + record.ttlSeconds() + " s: its clients in this JVM find a new address "
                + (forever() ? "only after a restart" : "later than that") + ". Set the property to "
                + record.ttlSeconds() + " or less, in java.security or before the first look-up.");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JvmDnsCache that && seconds == that.seconds;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(seconds);
    }

    @Override
    public String toString() {
        return PROPERTY + " " + (forever() ? "for ever" : seconds + " s");
    }
}
