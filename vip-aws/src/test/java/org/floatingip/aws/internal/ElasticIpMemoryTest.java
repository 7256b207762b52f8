package org.floatingip.aws.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.junit.jupiter.api.Test;

/** Where an Elastic IP was put is remembered until a move begins elsewhere. */
class ElasticIpMemoryTest {

    private static final IpAddress ADDRESS = IpAddress.of("203.0.113.1");
    private static final ElasticIpMemory.Place THERE = new ElasticIpMemory.Place("eni-0b", IpAddress.of("10.0.1.11"));
    private static final ElasticIpMemory.Place ELSEWHERE =
            new ElasticIpMemory.Place("eni-0c", IpAddress.of("10.0.1.13"));

    private final ElasticIpMemory memory = new ElasticIpMemory();

    @Test
    void isSeen_elsewhere_mayBeOldAndForgetsNothing() {
        Runnable unused = memory.isPut(ADDRESS, THERE);

        memory.isSeen(ADDRESS, ELSEWHERE);

        assertThat(memory.lastPut(ADDRESS)).isEqualTo(THERE);
    }

    @Test
    void isSurveyed_nowhereOrWhereItWasPut_forgetsNothing() {
        Runnable unused = memory.isPut(ADDRESS, THERE);

        memory.isSurveyed(ADDRESS, List.of());
        memory.isSurveyed(ADDRESS, List.of(Holder.of(HostId.of("i-0b"), "eni-0b")));

        assertThat(memory.lastPut(ADDRESS)).isEqualTo(THERE);
    }

    @Test
    void isSurveyed_elsewhere_forgetsWhereItWasPut() {
        Runnable unused = memory.isPut(ADDRESS, THERE);

        memory.isSurveyed(ADDRESS, List.of(Holder.of(HostId.of("i-0c"), "eni-0c")));

        assertThat(memory.lastPut(ADDRESS)).isNull();
    }

    @Test
    void isPut_takenBack_isWhereItWasPutBefore() {
        Runnable unused = memory.isPut(ADDRESS, THERE);

        memory.isPut(ADDRESS, ELSEWHERE).run();

        assertThat(memory.lastPut(ADDRESS)).isEqualTo(THERE);
    }
}
