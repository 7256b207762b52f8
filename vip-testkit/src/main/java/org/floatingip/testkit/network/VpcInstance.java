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
 * @param imageId the image it was started from
 * @param state its state
 * @param launchedAt when it was run, or last started
 * @param shutDownAt when it was told to stop or to terminate; null if it was not, or was started since
 * @param zone its availability zone, also once it is terminated
 * @param interfaces its interfaces by device index; none once it is terminated
 * @param launch how it was run
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
     * How an instance was run.
     *
     * @param reservationId for example {@code r-0...}: those that were run by one request share it
     * @param index its place among them, from 0
     * @param keyName the key pair that it was given, or null; there need not be such a pair
     * @param userData its user data in base64, or null; nothing runs it
     * @param instanceProfile the ARN of its instance profile, or null; there need not be such a profile
     * @param clientToken the token of that request, or null
     */
    public record Launch(
            String reservationId,
            int index,
            @Nullable String keyName,
            @Nullable String userData,
            @Nullable String instanceProfile,
            @Nullable String clientToken) {}

    /** The tag {@code Name}, or the id where there is none. */
    public String name() {
        return tags.getOrDefault("Name", id);
    }
}
