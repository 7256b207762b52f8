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
 * The answer of one call for several addresses. Each address has a value, or the failure that a call for this address
 * alone would have thrown. Keeps the order in which they were added. Immutable.
 *
 * @param <T> the type of an address's value
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

    /** Starts an empty answer. */
    public static <T> Builder<T> builder() {
        return new Builder<>();
    }

    /**
     * Builds an answer by asking for one address after the other. For implementations that can't ask for several at
     * once. A failure of another type than {@code kept} concerns more than its address, and is thrown.
     *
     * @param one asks for one address
     * @param kept the type of failures that concern their address only
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

    /** Returns the values, by address. Unmodifiable. */
    public Map<IpAddress, T> values() {
        return values;
    }

    /** Returns the failures, by address. Unmodifiable. */
    public Map<IpAddress, FloatingIpException> failures() {
        return failures;
    }

    /** Returns the value of the address; null if it failed, or has no answer. */
    public @Nullable T value(IpAddress address) {
        return values.get(address);
    }

    /** Returns the failure of the address; null if it has a value, or no answer. */
    public @Nullable FloatingIpException failure(IpAddress address) {
        return failures.get(address);
    }

    /** Returns those of the given addresses that have no answer. */
    public List<IpAddress> missing(List<IpAddress> asked) {
        List<IpAddress> missing = new ArrayList<>(asked);
        missing.removeAll(values.keySet());
        missing.removeAll(failures.keySet());
        return missing;
    }

    /**
     * Returns the value of the address.
     *
     * @throws FloatingIpException the failure of the address, if it has one
     * @throws IllegalStateException if the address has no answer
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

    /** Returns text such as {@code {10.0.1.12=held by nobody}, failed: {10.0.1.13=…}}. */
    @Override
    public String toString() {
        return values + (failures.isEmpty() ? "" : ", failed: " + failures);
    }

    /** Builds a {@link PerAddress}. Not safe for use by several threads. */
    public static final class Builder<T> {

        private final Map<IpAddress, T> values = new LinkedHashMap<>();
        private final Map<IpAddress, FloatingIpException> failures = new LinkedHashMap<>();

        private Builder() {}

        /** Sets the value of an address, in place of an earlier answer. */
        public Builder<T> add(IpAddress address, T value) {
            failures.remove(Objects.requireNonNull(address, "address"));
            values.put(address, Objects.requireNonNull(value, "value"));
            return this;
        }

        /** Sets the failure of an address, in place of an earlier answer. */
        public Builder<T> fail(IpAddress address, FloatingIpException failure) {
            values.remove(Objects.requireNonNull(address, "address"));
            failures.put(address, Objects.requireNonNull(failure, "failure"));
            return this;
        }

        /** Builds the answer. */
        public PerAddress<T> build() {
            return new PerAddress<>(this);
        }
    }
}
