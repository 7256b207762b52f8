package org.floatingip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HolderTest {

    @ParameterizedTest
    @CsvSource({"i-0a, true", "eni-0a, true", "i-0b, false", "eni-0b, false", "i-0, false", "I-0A, false"})
    void isOn_whenIdIsGiven_isTrueForItsHostAndItsInterfaceOnly(String id, boolean expected) {
        assertThat(Holder.of(HostId.of("i-0a"), "eni-0a").isOn(HostId.of(id))).isEqualTo(expected);
        assertThat(Holder.ofPrimary(HostId.of("i-0a"), "eni-0a").isOn(HostId.of(id)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            i-0a   | eni-0a | i-0a (eni-0a) | i-0a (eni-0a, primary)
            eni-0a | eni-0a | eni-0a        | eni-0a (primary)
            """)
    void toString_whenAttachedOrNot_namesHostAndInterfaceOnce(
            String host, String interfaceId, String secondary, String primary) {
        assertThat(Holder.of(HostId.of(host), interfaceId)).hasToString(secondary);
        assertThat(Holder.ofPrimary(HostId.of(host), interfaceId)).hasToString(primary);
    }

    @ParameterizedTest
    @CsvSource({"i-0a, eni-0a, true", "eni-0a, eni-0a, false", "rtb-0a, rtb-0a, false"})
    void hasHost_whenTheHostIsTheInterfaceItself_isFalse(String host, String interfaceId, boolean expected) {
        assertThat(Holder.of(HostId.of(host), interfaceId).hasHost()).isEqualTo(expected);
        assertThat(Holder.ofPrimary(HostId.of(host), interfaceId).hasHost()).isEqualTo(expected);
    }

    @Test
    void of_whenBuilt_hasItsPartsAndIsPrimaryOnlyIfSaid() {
        Holder holder = Holder.of(HostId.of("i-0a"), "eni-0a");

        assertThat(holder.host()).isEqualTo(HostId.of("i-0a"));
        assertThat(holder.interfaceId()).isEqualTo("eni-0a");
        assertThat(holder.primary()).isFalse();
        assertThat(Holder.ofPrimary(HostId.of("i-0a"), "eni-0a").primary()).isTrue();
    }

    @SuppressWarnings("NullAway") // what a caller without the checker gets
    @Test
    void of_whenNull_namesWhatIsMissing() {
        assertThatNullPointerException()
                .isThrownBy(() -> Holder.of(null, "eni-0a"))
                .withMessage("host");
        assertThatNullPointerException()
                .isThrownBy(() -> Holder.ofPrimary(HostId.of("i-0a"), null))
                .withMessage("interfaceId");
    }
}
