package org.floatingip.testkit.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an instance shall be like. Immutable: each method returns a new one. */
public final class InstanceSpec {

    /** The instance type unless another is set. */
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

    /** One place for an interface: a new one, or an existing one by its id. */
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

    /** A spec to be, so that each method changes what is its own and copies the rest. */
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
        return new InstanceSpec(new Draft());
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
        Objects.requireNonNull(id, "id");
        return with(draft -> draft.id = id);
    }

    /** Sets the tag {@code Name}. */
    public InstanceSpec name(String name) {
        Map<String, String> all = new HashMap<>(tags);
        all.put("Name", name);
        return tags(all);
    }

    /** Sets the instance type; default {@value #DEFAULT_TYPE}. */
    public InstanceSpec type(String type) {
        Objects.requireNonNull(type, "type");
        return with(draft -> draft.type = type);
    }

    /** Sets the image it is started from; any id will do. */
    public InstanceSpec imageId(String imageId) {
        Objects.requireNonNull(imageId, "imageId");
        return with(draft -> draft.imageId = imageId);
    }

    /** Names the key pair that it gets; any name will do. */
    public InstanceSpec keyName(@Nullable String keyName) {
        return with(draft -> draft.keyName = keyName);
    }

    /** Sets its user data, in base64; it is kept, and nothing runs it. */
    public InstanceSpec userData(@Nullable String base64) {
        return with(draft -> draft.userData = base64);
    }

    /** Sets the ARN of its instance profile; any will do. */
    public InstanceSpec instanceProfile(@Nullable String arn) {
        return with(draft -> draft.instanceProfile = arn);
    }

    /** Sets the token of the request that it is of, which it shows; what a token did before is not looked at. */
    public InstanceSpec clientToken(@Nullable String clientToken) {
        return with(draft -> draft.clientToken = clientToken);
    }

    /** Gives it these tags instead of those it has. */
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
