package org.floatingip.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TickerTest {

    @Test
    void operationId_always_isSixteenHexadecimalDigitsThatWereNotGivenBefore() {
        Set<String> ids = ConcurrentHashMap.newKeySet();

        IntStream.range(0, 100_000)
                .parallel()
                .forEach(i -> ids.add(SystemTicker.instance().operationId()));

        assertThat(ids).hasSize(100_000).allMatch(id -> id.matches("[0-9a-f]{16}"));
    }
}
