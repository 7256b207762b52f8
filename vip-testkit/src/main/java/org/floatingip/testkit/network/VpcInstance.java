package org.floatingip.testkit.network;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of an instance.
 *
 * @param id for example {@code i-0...}
 * @param type its instance type, which limits interfaces and addresses
 * @param imageId its image
 * @param state its state
 * @param launchedAt when it was run, or last started
 * @param shutDownAt when it was last told to stop or to terminate; null if never, or if it was started since
 * @param zone its availability zone, also after it was terminated
 * @param interfaces its interfaces by device index; none after it was terminated
 * @param launch the parameters of its launch
 * @param tags its tags
 */
public record VpcInstance(
        String id,
        String type,
        String imageId,
        InstanceState state,
        Instant launchedAt,
        @Nullable Instant shutDownAt,
        String zone,
        List<VpcInterface> interfaces,
        Launch launch,
        Map<String, String> tags) {

    public VpcInstance {
        interfaces = List.copyOf(interfaces);
        tags = Map.copyOf(tags);
    }

    /**
     * The parameters of an instance's launch.
     *
     * @param reservationId for example {@code r-0...}; shared by the instances of one request
     * @param index its index among them, from 0
     * @param keyName the name of its key pair, or null; the pair need not exist
     * @param userData its user data in base64, or null; never run
     * @param instanceProfile the ARN of its instance profile, or null; the profile need not exist
     * @param clientToken the client token of the request, or null
     */
    public record Launch(
            String reservationId,
            int index,
            @Nullable String keyName,
            @Nullable String userData,
            @Nullable String instanceProfile,
            @Nullable String clientToken) {}

    /** Returns the tag {@code Name}, or the id if it has none. */
    public String name() {
        return tags.getOrDefault("Name", id);
    }
}
