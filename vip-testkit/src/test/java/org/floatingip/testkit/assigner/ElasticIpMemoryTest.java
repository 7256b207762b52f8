package org.floatingip.testkit.assigner;

import static org.assertj.core.api.Assertions.assertThat;

import org.floatingip.IpAddress;
import org.junit.jupiter.api.Test;

/** Where an Elastic IP was put is remembered while old answers may still come. */
class ElasticIpMemoryTest {

    private static final IpAddress ADDRESS = IpAddress.of("203.0.113.1");
    private static final ElasticIpMemory.Place THERE = new ElasticIpMemory.Place("eni-0b", IpAddress.of("10.0.1.11"));
    private static final ElasticIpMemory.Place ELSEWHERE =
            new ElasticIpMemory.Place("eni-0c", IpAddress.of("10.0.1.13"));

    private final ElasticIpMemory memory = new ElasticIpMemory();

    @Test
    void isSeen_elsewhereWhileItIsAwaited_mayBeOldAndForgetsNothing() {
        Runnable unused = memory.isPut(ADDRESS, THERE);

        memory.isSeen(ADDRESS, ELSEWHERE);

        assertThat(memory.lastPut(ADDRESS)).isEqualTo(THERE);
        assertThat(memory.isAwaited(ADDRESS)).isTrue();
    }

    @Test
    void isSeen_elsewhereAfterItWasSeenThere_forgetsWhereItWasPut() {
        Runnable unused = memory.isPut(ADDRESS, THERE);
        memory.isSeen(ADDRESS, THERE);

        memory.isSeen(ADDRESS, ELSEWHERE);

        assertThat(memory.lastPut(ADDRESS)).isNull();
    }
}
