package org.floatingip.testkit.network;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A snapshot of an instance.
 *
 * @param id for example {@code i-0...}
 * @param type its instance type, which limits interfaces and addresses
 * @param imageId the image it was started from
 * @param state its state
 * @param launchedAt when it was run
 * @param interfaces its interfaces by device index; none once it is terminated
 * @param tags its tags
 */
public record VpcInstance(
        String id,
        String type,
        String imageId,
        InstanceState state,
        Instant launchedAt,
        List<VpcInterface> interfaces,
        Map<String, String> tags) {

    public VpcInstance {
        interfaces = List.copyOf(interfaces);
        tags = Map.copyOf(tags);
    }

    /** The tag {@code Name}, or the id where there is none. */
    public String name() {
        return tags.getOrDefault("Name", id);
    }
}
