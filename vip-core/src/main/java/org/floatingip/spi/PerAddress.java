package org.floatingip.spi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * What one call said of several addresses: of each a value, or the failure that the same call for it alone would have thrown.
 * In the order in which they were added. Immutable.
 *
 * @param <T> what is said of an address
 */
public final class PerAddress<T> {

    private final Map<IpAddress, T> values;
    private final Map<IpAddress, FloatingIpException> failures;

    private PerAddress(Builder<T> builder) {
        this.values = copy(builder.values);
        this.failures = copy(builder.failures);
    }

    private static <V> Map<IpAddress, V> copy(Map<IpAddress, V> map) {
        return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** Nothing is said yet. */
    public static <T> Builder<T> builder() {
        return new Builder<>();
    }

    /**
     * Asks for one address after the other: for those who can't ask for several at once. A failure that says something of
     * more than its address leaves.
     *
     * @param one what is said of one address
     * @param kept the failures that are of their address alone
     */
    public static <T> PerAddress<T> oneByOne(
            List<IpAddress> addresses, Function<IpAddress, T> one, Class<? extends FloatingIpException> kept) {
        Builder<T> said = builder();
        for (IpAddress address : addresses) {
            try {
                said.add(address, one.apply(address));
            } catch (FloatingIpException e) {
                if (!kept.isInstance(e)) {
                    throw e;
                }
                said.fail(address, e);
            }
        }
        return said.build();
    }

    /** The values, of the addresses that have one. Unmodifiable. */
    public Map<IpAddress, T> values() {
        return values;
    }

    /** The failures, of the addresses that have one. Unmodifiable. */
    public Map<IpAddress, FloatingIpException> failures() {
        return failures;
    }

    /** What is said of that address; null if it failed, or nothing was said of it. */
    public @Nullable T value(IpAddress address) {
        return values.get(address);
    }

    /** What failed for that address; null if it has a value, or nothing was said of it. */
    public @Nullable FloatingIpException failure(IpAddress address) {
        return failures.get(address);
    }

    /** Those of the addresses of which nothing was said. */
    public List<IpAddress> missing(List<IpAddress> asked) {
        List<IpAddress> missing = new ArrayList<>(asked);
        missing.removeAll(values.keySet());
        missing.removeAll(failures.keySet());
        return missing;
    }

    /**
     * The value of that address.
     *
     * @throws FloatingIpException what failed for it
     * @throws IllegalStateException if nothing was said of it
     */
    public T get(IpAddress address) {
        FloatingIpException failure = failures.get(address);
        if (failure != null) {
            throw failure;
        }
        T value = values.get(address);
        if (value == null) {
            throw new IllegalStateException("nothing was said of " + address + ", only of " + values.keySet());
        }
        return value;
    }

    /** For example {@code {10.0.1.12=held by nobody}, failed: {10.0.1.13=…}}. */
    @Override
    public String toString() {
        return values + (failures.isEmpty() ? "" : ", failed: " + failures);
    }

    /** Collects what is said. Not safe for use by several threads. */
    public static final class Builder<T> {

        private final Map<IpAddress, T> values = new LinkedHashMap<>();
        private final Map<IpAddress, FloatingIpException> failures = new LinkedHashMap<>();

        private Builder() {}

        /** Says that of the address, in place of what was said of it before. */
        public Builder<T> add(IpAddress address, T value) {
            failures.remove(Objects.requireNonNull(address, "address"));
            values.put(address, Objects.requireNonNull(value, "value"));
            return this;
        }

        /** The same for a failure. */
        public Builder<T> fail(IpAddress address, FloatingIpException failure) {
            values.remove(Objects.requireNonNull(address, "address"));
            failures.put(address, Objects.requireNonNull(failure, "failure"));
            return this;
        }

        /** Builds it. */
        public PerAddress<T> build() {
            return new PerAddress<>(this);
        }
    }
}
