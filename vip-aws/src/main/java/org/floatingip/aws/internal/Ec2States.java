package org.floatingip.aws.internal;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;

/** The states of instances, as EC2 writes them; also those that this version of the SDK does not know. */
final class Ec2States {

    static final String RUNNING = "running";

    private static final Set<String> GONE = Set.of("shutting-down", "terminated");

    private Ec2States() {}

    /** The instance's state; null if the answer has none. */
    static @Nullable String of(Instance instance) {
        return instance.state() == null ? null : instance.state().nameAsString();
    }

    /** Whether it is gone, or going for good. */
    static boolean isGone(@Nullable String state) {
        return state != null && GONE.contains(state);
    }
}
