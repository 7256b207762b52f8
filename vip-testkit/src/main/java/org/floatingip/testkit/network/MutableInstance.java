package org.floatingip.testkit.network;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** The state of an instance. Guarded by the lock of its {@link InMemoryVpc}. */
final class MutableInstance {

    final String id;
    final InstanceType type;
    final String imageId;
    final Instant launchedAt;
    final VpcInstance.Launch launch;
    final TagSet tags;
    final TreeMap<Integer, MutableInterface> interfaces = new TreeMap<>();

    InstanceState state = InstanceState.PENDING;

    /** Whether it was running once. */
    boolean hasRun;

    MutableInstance(
            String id,
            InstanceType type,
            String imageId,
            Instant launchedAt,
            VpcInstance.Launch launch,
            Map<String, String> tags) {
        this.id = id;
        this.type = type;
        this.imageId = imageId;
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
                interfaces.values().stream().map(MutableInterface::snapshot).toList(),
                launch,
                tags.snapshot());
    }
}
