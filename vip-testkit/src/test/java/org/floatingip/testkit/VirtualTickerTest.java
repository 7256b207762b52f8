package org.floatingip.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.floatingip.spi.Ticker;
import org.junit.jupiter.api.Test;

class VirtualTickerTest {

    private static List<Long> draws(Ticker ticker) {
        return LongStream.range(0, 100)
                .map(i -> ticker.jitter(1_000_000))
                .boxed()
                .toList();
    }

    @Test
    void jitter_whenSeedIsTheSame_isTheSame() {
        assertThat(draws(VirtualTicker.create(7))).isEqualTo(draws(VirtualTicker.create(7)));
        assertThat(draws(VirtualTicker.create())).isEqualTo(draws(VirtualTicker.create()));
        assertThat(draws(VirtualTicker.create(7))).isNotEqualTo(draws(VirtualTicker.create(8)));
    }

    @Test
    void operationId_ofEachTime_countsFromOne() {
        VirtualTicker ticker = VirtualTicker.create(7);

        assertThat(List.of(ticker.operationId(), ticker.operationId())).containsExactly("op-1", "op-2");
        assertThat(VirtualTicker.create(8).operationId()).isEqualTo("op-1");
    }

    @Test
    void jitter_always_isBelowItsBoundAndSpread() {
        assertThat(draws(VirtualTicker.create(7)))
                .allSatisfy(draw -> assertThat(draw).isBetween(0L, 999_999L))
                .anySatisfy(draw -> assertThat(draw).isLessThan(200_000))
                .anySatisfy(draw -> assertThat(draw).isGreaterThan(800_000));
        assertThat(VirtualTicker.create().jitter(1)).isZero();
        assertThatThrownBy(() -> VirtualTicker.create().jitter(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
