package org.floatingip.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.failure.UnavailableException;
import org.junit.jupiter.api.Test;

class PerAddressTest {

    private static final IpAddress ONE = IpAddress.of("10.0.1.12");
    private static final IpAddress TWO = IpAddress.of("10.0.1.13");
    private static final IpAddress THREE = IpAddress.of("10.0.1.14");
    private final FloatingIpException refused = RefusedException.unsupportedAddress(TWO, "as the test says", null);

    private final PerAddress<String> answer =
            PerAddress.<String>builder().add(ONE, "one").fail(TWO, refused).build();

    @Test
    void get_always_givesTheValueOrThrowsTheFailureOrSaysThatThereIsNone() {
        assertThat(answer.get(ONE)).isEqualTo("one");
        assertThatThrownBy(() -> answer.get(TWO)).isSameAs(refused);
        assertThatIllegalStateException()
                .isThrownBy(() -> answer.get(THREE))
                .withMessageContaining("nothing was said of " + THREE);
    }

    @Test
    void valueAndFailure_whenItIsTheOtherOrNothing_areNull() {
        assertThat(answer.value(ONE)).isEqualTo("one");
        assertThat(answer.failure(ONE)).isNull();
        assertThat(answer.value(TWO)).isNull();
        assertThat(answer.failure(TWO)).isSameAs(refused);
        assertThat(answer.value(THREE)).isNull();
        assertThat(answer.failure(THREE)).isNull();
        assertThat(answer.missing(List.of(ONE, TWO, THREE))).containsExactly(THREE);
        assertThat(answer).hasToString("{10.0.1.12=one}, failed: {10.0.1.13=" + refused + "}");
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without the checker gets
    void add_whenTheOtherWasSaidBefore_takesItsPlace() {
        PerAddress<String> turned = PerAddress.<String>builder()
                .add(ONE, "one")
                .fail(TWO, refused)
                .fail(ONE, refused)
                .add(TWO, "two")
                .build();

        assertThat(turned.values()).containsOnlyKeys(TWO);
        assertThat(turned.failures()).containsOnlyKeys(ONE);
        assertThatNullPointerException()
                .isThrownBy(() -> PerAddress.builder().add(ONE, null))
                .withMessage("value");
    }

    @Test
    void build_whenTheBuilderGoesOn_keepsWhatWasBuilt() {
        PerAddress.Builder<String> builder = PerAddress.builder();
        PerAddress<String> built = builder.add(ONE, "one").build();

        builder.add(TWO, "two");

        assertThat(built.values()).containsOnlyKeys(ONE);
        assertThatThrownBy(() -> built.values().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void oneByOne_whenOneIsRefused_keepsThatAndGoesOn() {
        PerAddress<String> all = PerAddress.oneByOne(
                List.of(ONE, TWO, THREE),
                address -> {
                    if (address.equals(TWO)) {
                        throw refused;
                    }
                    return "of " + address;
                },
                RefusedException.class);

        assertThat(all.values()).containsOnlyKeys(ONE, THREE);
        assertThat(all.failure(TWO)).isSameAs(refused);
    }

    @Test
    void oneByOne_whenTheNetworkFails_leavesAtOnce() {
        List<IpAddress> asked = new ArrayList<>();

        assertThatThrownBy(() -> PerAddress.oneByOne(
                        List.of(ONE, TWO),
                        address -> {
                            asked.add(address);
                            throw UnavailableException.withoutEffect("asking", "as the test says", null);
                        },
                        RefusedException.class))
                .isInstanceOf(UnavailableException.class);
        assertThat(asked).containsExactly(ONE);
    }
}
