package org.floatingip.testkit.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The description of an instance to run. Immutable: each method returns a changed copy. */
public final class InstanceSpec {

    /** The default instance type. */
    public static final String DEFAULT_TYPE = "m5.large";

    final @Nullable String id;
    final String type;
    final String imageId;
    final List<Slot> slots;
    final @Nullable String keyName;
    final @Nullable String userData;
    final @Nullable String instanceProfile;
    final @Nullable String clientToken;
    final Map<String, String> tags;

    /** A slot for an interface: a new one, or an existing one by its id. */
    record Slot(
            int deviceIndex,
            @Nullable InterfaceSpec create,
            @Nullable String existing,
            boolean deleteOnTermination) {}

    private InstanceSpec(Draft draft) {
        this.id = draft.id;
        this.type = draft.type;
        this.imageId = draft.imageId;
        this.slots = List.copyOf(draft.slots);
        this.keyName = draft.keyName;
        this.userData = draft.userData;
        this.instanceProfile = draft.instanceProfile;
        this.clientToken = draft.clientToken;
        this.tags = Map.copyOf(draft.tags);
    }

    /** A mutable copy, so that each method changes its own setting and copies the rest. */
    private static final class Draft {
        @Nullable
        String id;

        String type = DEFAULT_TYPE;
        String imageId = "ami-00000000000000000";
        List<Slot> slots = List.of();

        @Nullable
        String keyName;

        @Nullable
        String userData;

        @Nullable
        String instanceProfile;

        @Nullable
        String clientToken;

        Map<String, String> tags = Map.of();
    }

    private InstanceSpec with(Consumer<Draft> change) {
        Draft draft = new Draft();
        draft.id = id;
        draft.type = type;
        draft.imageId = imageId;
        draft.slots = slots;
        draft.keyName = keyName;
        draft.userData = userData;
        draft.instanceProfile = instanceProfile;
        draft.clientToken = clientToken;
        draft.tags = tags;
        change.accept(draft);
        return new InstanceSpec(draft);
    }

    /** Returns an {@value #DEFAULT_TYPE} with the given interface as its first. */
    public static InstanceSpec with(InterfaceSpec first) {
        return none().and(first);
    }

    /** Returns an {@value #DEFAULT_TYPE} with one interface in the given subnet. */
    public static InstanceSpec in(String subnetId) {
        return with(InterfaceSpec.in(subnetId));
    }

    /** Returns an {@value #DEFAULT_TYPE} without interfaces, which must be added. */
    public static InstanceSpec none() {
        return new InstanceSpec(new Draft());
    }

    /** Adds an interface at the next device index. It is deleted when the instance is terminated. */
    public InstanceSpec and(InterfaceSpec another) {
        return slot(slots.size(), Objects.requireNonNull(another, "another"), null, true);
    }

    /** Adds an interface at the given device index. */
    public InstanceSpec and(int deviceIndex, InterfaceSpec another, boolean deleteOnTermination) {
        return slot(deviceIndex, Objects.requireNonNull(another, "another"), null, deleteOnTermination);
    }

    /** Attaches an existing interface at the given device index. It is kept when the instance is terminated. */
    public InstanceSpec attach(int deviceIndex, String interfaceId) {
        return slot(deviceIndex, null, Objects.requireNonNull(interfaceId, "interfaceId"), false);
    }

    /** Sets its id, which must begin with {@code i-}. Default: a generated one. */
    public InstanceSpec id(String id) {
        Objects.requireNonNull(id, "id");
        return with(draft -> draft.id = id);
    }

    /** Sets the tag {@code Name}. */
    public InstanceSpec name(String name) {
        Map<String, String> all = new HashMap<>(tags);
        all.put("Name", name);
        return tags(all);
    }

    /** Sets the instance type. Default: {@value #DEFAULT_TYPE}. */
    public InstanceSpec type(String type) {
        Objects.requireNonNull(type, "type");
        return with(draft -> draft.type = type);
    }

    /** Sets its image; any id works. */
    public InstanceSpec imageId(String imageId) {
        Objects.requireNonNull(imageId, "imageId");
        return with(draft -> draft.imageId = imageId);
    }

    /** Sets its key pair; any name works. */
    public InstanceSpec keyName(@Nullable String keyName) {
        return with(draft -> draft.keyName = keyName);
    }

    /** Sets its user data, in base64. It is stored, but never run. */
    public InstanceSpec userData(@Nullable String base64) {
        return with(draft -> draft.userData = base64);
    }

    /** Sets the ARN of its instance profile; any ARN works. */
    public InstanceSpec instanceProfile(@Nullable String arn) {
        return with(draft -> draft.instanceProfile = arn);
    }

    /** Sets the client token that the instance shows. Repeated tokens aren't recognised. */
    public InstanceSpec clientToken(@Nullable String clientToken) {
        return with(draft -> draft.clientToken = clientToken);
    }

    /** Sets its tags, which replace previous ones. */
    public InstanceSpec tags(Map<String, String> tags) {
        Map<String, String> copy = Map.copyOf(tags);
        return with(draft -> draft.tags = copy);
    }

    private InstanceSpec slot(
            int deviceIndex, @Nullable InterfaceSpec create, @Nullable String existing, boolean deleteOnTermination) {
        List<Slot> all = new ArrayList<>(slots);
        all.add(new Slot(deviceIndex, create, existing, deleteOnTermination));
        return with(draft -> draft.slots = all);
    }
}
