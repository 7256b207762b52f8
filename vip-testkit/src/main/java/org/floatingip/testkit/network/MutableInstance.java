package org.floatingip.testkit.network;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The state of an instance. Guarded by the lock of its {@link InMemoryVpc}. */
final class MutableInstance {

    final String id;
    final InstanceType type;
    final String imageId;
    final String zone;
    final VpcInstance.Launch launch;
    final TagSet tags;
    final TreeMap<Integer, MutableInterface> interfaces = new TreeMap<>();

    InstanceState state = InstanceState.PENDING;

    Instant launchedAt;

    @Nullable
    Instant shutDownAt;

    /** Whether it has ever been running. */
    boolean hasRun;

    MutableInstance(
            String id,
            InstanceType type,
            String imageId,
            String zone,
            Instant launchedAt,
            VpcInstance.Launch launch,
            Map<String, String> tags) {
        this.id = id;
        this.type = type;
        this.imageId = imageId;
        this.zone = zone;
        this.launchedAt = launchedAt;
        this.launch = launch;
        this.tags = new TagSet(tags);
    }

    VpcInstance snapshot() {
        return new VpcInstance(
                id,
                type.name(),
                imageId,
                state,
                launchedAt,
                shutDownAt,
                zone,
                interfaces.values().stream().map(MutableInterface::snapshot).toList(),
                launch,
                tags.snapshot());
    }
}
