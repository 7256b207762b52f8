package org.floatingip.testkit.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an instance shall be like. Immutable: each method returns a new one. */
public final class InstanceSpec {

    /** The instance type unless another is set. */
    public static final String DEFAULT_TYPE = "m5.large";

    final @Nullable String id;
    final String type;
    final String imageId;
    final List<Slot> slots;
    final Map<String, String> tags;

    /** One place for an interface: a new one, or an existing one by its id. */
    record Slot(
            int deviceIndex,
            @Nullable InterfaceSpec create,
            @Nullable String existing,
            boolean deleteOnTermination) {}

    private InstanceSpec(@Nullable String id, String type, String imageId, List<Slot> slots, Map<String, String> tags) {
        this.id = id;
        this.type = Objects.requireNonNull(type, "type");
        this.imageId = Objects.requireNonNull(imageId, "imageId");
        this.slots = List.copyOf(slots);
        this.tags = Map.copyOf(tags);
    }

    /** An {@value #DEFAULT_TYPE} with that interface as its first. */
    public static InstanceSpec with(InterfaceSpec first) {
        return none().and(first);
    }

    /** An {@value #DEFAULT_TYPE} with one interface in that subnet. */
    public static InstanceSpec in(String subnetId) {
        return with(InterfaceSpec.in(subnetId));
    }

    /** An {@value #DEFAULT_TYPE} to which interfaces are yet to be added. */
    public static InstanceSpec none() {
        return new InstanceSpec(null, DEFAULT_TYPE, "ami-00000000000000000", List.of(), Map.of());
    }

    /** Adds an interface at the next device index; it goes when the instance is terminated. */
    public InstanceSpec and(InterfaceSpec another) {
        return slot(slots.size(), Objects.requireNonNull(another, "another"), null, true);
    }

    /** Adds an interface at that device index. */
    public InstanceSpec and(int deviceIndex, InterfaceSpec another, boolean deleteOnTermination) {
        return slot(deviceIndex, Objects.requireNonNull(another, "another"), null, deleteOnTermination);
    }

    /** Attaches an interface that exists already at that device index; it stays when the instance is terminated. */
    public InstanceSpec attach(int deviceIndex, String interfaceId) {
        return slot(deviceIndex, null, Objects.requireNonNull(interfaceId, "interfaceId"), false);
    }

    /** Gives it that id instead of a generated one; it must begin with {@code i-}. */
    public InstanceSpec id(String id) {
        return new InstanceSpec(Objects.requireNonNull(id, "id"), type, imageId, slots, tags);
    }

    /** Sets the tag {@code Name}. */
    public InstanceSpec name(String name) {
        Map<String, String> all = new HashMap<>(tags);
        all.put("Name", name);
        return tags(all);
    }

    /** Sets the instance type; default {@value #DEFAULT_TYPE}. */
    public InstanceSpec type(String type) {
        return new InstanceSpec(id, type, imageId, slots, tags);
    }

    /** Sets the image it is started from; any id will do. */
    public InstanceSpec imageId(String imageId) {
        return new InstanceSpec(id, type, imageId, slots, tags);
    }

    /** Gives it these tags instead of those it has. */
    public InstanceSpec tags(Map<String, String> tags) {
        return new InstanceSpec(id, type, imageId, slots, tags);
    }

    private InstanceSpec slot(
            int deviceIndex, @Nullable InterfaceSpec create, @Nullable String existing, boolean deleteOnTermination) {
        List<Slot> all = new ArrayList<>(slots);
        all.add(new Slot(deviceIndex, create, existing, deleteOnTermination));
        return new InstanceSpec(id, type, imageId, all, tags);
    }
}
