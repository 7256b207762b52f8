package org.floatingip.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TraitsTest {

    private static final Traits ALL = Traits.builder()
            .mostPerCall(30)
            .takeover(Traits.Takeover.NONE)
            .conditional()
            .putsBack()
            .hostSide(Traits.HostSide.ASSIGNER)
            .knowsHosts()
            .diagnoses()
            .dataPlaneLag(Duration.ofMillis(1500))
            .readLag(Duration.ofMillis(1200))
            .build();

    @Test
    void plain_always_isTheLeastThatANetworkCanDo() {
        Traits plain = Traits.plain();

        assertThat(plain.mostPerCall()).isEqualTo(1);
        assertThat(plain.takeover()).isEqualTo(Traits.Takeover.ATOMIC);
        assertThat(plain.conditional()).isFalse();
        assertThat(plain.putsBack()).isFalse();
        assertThat(plain.hostSide()).isEqualTo(Traits.HostSide.ENGINE);
        assertThat(plain.knowsHosts()).isFalse();
        assertThat(plain.diagnoses()).isFalse();
        assertThat(plain.dataPlaneLag()).isZero();
        assertThat(plain.readLag()).isZero();
        assertThat(plain).hasToString("Traits[]");
    }

    @Test
    void toString_always_saysWhatDiffersFromTheDefaults() {
        assertThat(ALL)
                .hasToString(
                        "Traits[up to 30 addresses a call, no takeover, conditional, puts back, does the hosts' side,"
                                + " knows hosts' own addresses, diagnoses, packets follow within 1500 ms,"
                                + " answers up to 1200 ms old]");
    }

    @Test
    void toBuilder_always_keepsAllOfThem() {
        assertThat(ALL.toBuilder().build()).usingRecursiveComparison().isEqualTo(ALL);
        assertThat(ALL.toBuilder().mostPerCall(1).build())
                .usingRecursiveComparison()
                .ignoringFields("mostPerCall")
                .isEqualTo(ALL);
    }

    @Test
    void build_whenTheyContradictEachOther_isRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Traits.builder().putsBack().build())
                .withMessageContaining("needs conditional()");
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> Traits.builder().takeover(Traits.Takeover.NONE).build())
                .withMessageContaining("needs conditional()");
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without the checker gets
    void setting_whenItCantBe_isRefused() {
        Traits.Builder builder = Traits.builder();

        assertThatIllegalArgumentException().isThrownBy(() -> builder.mostPerCall(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.dataPlaneLag(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.readLag(Duration.ofMillis(-1)));
        assertThatNullPointerException().isThrownBy(() -> builder.takeover(null));
        assertThatNullPointerException().isThrownBy(() -> builder.hostSide(null));
    }
}
