package org.floatingip.dns;

import java.io.Serializable;
import java.security.Security;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long a JVM remembers the addresses of a name, whatever the TTL of the record: the security property
 * {@code networkaddress.cache.ttl}. It is set in {@code java.security}, or by {@link Security#setProperty} before the first
 * name is looked up; {@code -D} does not set it.
 *
 * <p>Seconds; negative is for ever, 0 is not at all. Absent, or not a number, it is 30 seconds, seen on JDK 17 and 25 (for
 * ever under a security manager, and unless {@code -Dsun.net.inetaddr.ttl} says otherwise, which this does not look at). A
 * name that does not exist is remembered for 10 seconds ({@code networkaddress.cache.negative.ttl}).
 */
public final class JvmDnsCache implements Serializable {

    /** The security property. */
    public static final String PROPERTY = "networkaddress.cache.ttl";

    /** What a JVM takes where the property is absent: 30 seconds. */
    public static final long DEFAULT_TTL_SECONDS = 30;

    private static final long serialVersionUID = 1L;
    private static final long FOREVER = -1;

    private final long seconds;

    private JvmDnsCache(long seconds) {
        this.seconds = seconds;
    }

    /** The cache of this JVM by its property as it is now; nothing reads it but this method, when it is called. */
    public static JvmDnsCache current() {
        return of(Security.getProperty(PROPERTY));
    }

    /**
     * The cache of a JVM with that value of the property, read as the JDK reads it.
     *
     * @param value null for absent
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

    /** Whether an address is remembered until the JVM ends. */
    public boolean forever() {
        return seconds == FOREVER;
    }

    /**
     * How long an address is remembered, in seconds.
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
     * What is wrong with this setting for clients of that record: it remembers for ever, or for longer than the record's TTL.
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
