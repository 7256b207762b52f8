package org.floatingip.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.floatingip.aws.IamWay;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Seeded stories of moves and releases by the other ways: the real assigners over HTTP, the engine in virtual time, mishaps on
 * their calls, and somebody else who takes the address, or what is in its place, at any of them. 40 for each way in the build;
 * {@code -Dways.seeds=10000} runs that many, {@code -Dways.seed=42} that one, with its story.
 */
class WaysSimulationTest {

    private static final int SEEDS = Integer.getInteger("ways.seeds", 40);

    @ParameterizedTest
    @EnumSource(value = IamWay.class, names = "SECONDARY_IP", mode = Mode.EXCLUDE)
    void everyStory_keepsEveryPromise(IamWay way) {
        Integer only = Integer.getInteger("ways.seed");
        List<String> broken = new ArrayList<>();
        Map<WayStory.End, Integer> ends = new EnumMap<>(WayStory.End.class);
        int mishaps = 0;
        for (int seed : only != null
                ? new int[] {only}
                : IntStream.rangeClosed(1, SEEDS).toArray()) {
            try (WayStory story = WayStory.of(way, seed)) {
                ends.merge(story.run(), 1, Integer::sum);
                mishaps += story.mishaps();
                if (!story.broken().isEmpty() || only != null) {
                    broken.addAll(story.broken());
                    System.out.println(story);
                }
            }
        }
        System.out.printf(
                "ways: %s, %d stories, %d mishaps met, %s, %d violations%n",
                way.text(), only != null ? 1 : SEEDS, mishaps, ends, broken.size());
        assertThat(broken).isEmpty();
        if (only == null) {
            assertThat(ends.keySet()).as("not all of them end well").hasSizeGreaterThan(1);
            assertThat(mishaps).isGreaterThan(SEEDS / 4);
        }
    }
}
