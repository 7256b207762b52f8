package org.floatingip.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.floatingip.testkit.network.InMemoryVpc;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the lab's data plane follows: in order, each change for itself, and never in silence where it can't. */
class FollowerTest {

    private final List<String> set = new CopyOnWriteArrayList<>();
    private volatile Map<String, String> view = Map.of("vip", "a");
    private @Nullable Follower follower;

    private Follower follower(Follower.Setter setter) {
        Follower started = new Follower("test", InMemoryVpc.builder().build(), () -> view, setter);
        follower = started;
        return started;
    }

    @AfterEach
    void close() {
        if (follower != null) {
            follower.close();
        }
    }

    private void moveTo(Follower follower, String where) {
        view = Map.of("vip", where);
        follower.look();
        follower.awaitLooked();
    }

    @Test
    void awaitQuiet_whenASetterThrewAnError_failsByIt() {
        Follower follower = follower((what, where) -> {
            if ("b".equals(where)) {
                throw new AssertionError("nft has failed");
            }
        });

        moveTo(follower, "b");

        assertThatThrownBy(follower::awaitQuiet)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("nft has failed");
    }

    @Test
    void delay_whenItIsShorterFromThenOn_leavesTheOrderOfChanges() {
        Follower follower = follower((what, where) -> set.add(String.valueOf(where)));

        follower.delay(Duration.ofMillis(50));
        moveTo(follower, "b");
        follower.delay(Duration.ZERO);
        moveTo(follower, "c");
        follower.awaitQuiet();

        assertThat(set).containsExactly("a", "b", "c");
    }

    @Test
    void awaitLooked_whilePacketsDoNotFollow_returnsAndLosesNoChange() {
        Follower follower = follower((what, where) -> set.add(String.valueOf(where)));

        follower.hold();
        moveTo(follower, "b");
        moveTo(follower, "a");
        assertThat(set).containsExactly("a");
        follower.release();
        follower.awaitQuiet();

        assertThat(set).containsExactly("a", "b", "a");
    }
}
