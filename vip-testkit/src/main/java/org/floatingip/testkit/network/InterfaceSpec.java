package org.floatingip.testkit.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/** What a network interface shall be like. Immutable: each method returns a new one. */
public final class InterfaceSpec {

    final String subnetId;
    final @Nullable String id;
    final @Nullable IpAddress primary;
    final List<IpAddress> secondaries;
    final int secondaryCount;
    final String description;
    final Map<String, String> tags;

    private InterfaceSpec(
            String subnetId,
            @Nullable String id,
            @Nullable IpAddress primary,
            List<IpAddress> secondaries,
            int secondaryCount,
            String description,
            Map<String, String> tags) {
        this.subnetId = Objects.requireNonNull(subnetId, "subnetId");
        this.id = id;
        this.primary = primary;
        this.secondaries = List.copyOf(secondaries);
        this.secondaryCount = secondaryCount;
        this.description = description;
        this.tags = Map.copyOf(tags);
    }

    /** An interface in that subnet, its addresses chosen by the VPC, without secondary ones. */
    public static InterfaceSpec in(String subnetId) {
        return new InterfaceSpec(subnetId, null, null, List.of(), 0, "", Map.of());
    }

    /** Gives it that id instead of a generated one; it must begin with {@code eni-}. */
    public InterfaceSpec id(String id) {
        return new InterfaceSpec(
                subnetId, Objects.requireNonNull(id, "id"), primary, secondaries, secondaryCount, description, tags);
    }

    /** Gives it that primary address instead of a chosen one. */
    public InterfaceSpec primary(String address) {
        return primary(IpAddress.of(address));
    }

    /** Like {@link #primary(String)}. */
    public InterfaceSpec primary(IpAddress address) {
        return new InterfaceSpec(
                subnetId,
                id,
                Objects.requireNonNull(address, "address"),
                secondaries,
                secondaryCount,
                description,
                tags);
    }

    /** Adds a secondary address. */
    public InterfaceSpec secondary(String address) {
        return secondary(IpAddress.of(address));
    }

    /** Like {@link #secondary(String)}. */
    public InterfaceSpec secondary(IpAddress address) {
        List<IpAddress> all = new ArrayList<>(secondaries);
        all.add(Objects.requireNonNull(address, "address"));
        return new InterfaceSpec(subnetId, id, primary, all, secondaryCount, description, tags);
    }

    /** Adds that many secondary addresses, chosen by the VPC; default 0. None may be named then. */
    public InterfaceSpec secondaries(int count) {
        return new InterfaceSpec(subnetId, id, primary, secondaries, count, description, tags);
    }

    /** Describes it in free text; default empty. */
    public InterfaceSpec description(String description) {
        return new InterfaceSpec(
                subnetId,
                id,
                primary,
                secondaries,
                secondaryCount,
                Objects.requireNonNull(description, "description"),
                tags);
    }

    /** Gives it these tags; default none. */
    public InterfaceSpec tags(Map<String, String> tags) {
        return new InterfaceSpec(subnetId, id, primary, secondaries, secondaryCount, description, tags);
    }
}
