package org.floatingip.lab.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import java.util.List;
import org.floatingip.FloatingIp;
import org.floatingip.MoveResult;
import org.floatingip.spi.IpAssigner;
import org.floatingip.testkit.SampleMove;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.junit.FloatingIpTest;
import org.floatingip.testkit.junit.VipExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import org.mockito.Captor;
import org.mockito.Mock;
import org.mockito.Mockito;
import org.mockito.junit.jupiter.MockitoExtension;

/** Mockito's own extension beside ours, with parameters of types that we have, too: whichever is registered first. */
class MockitoExtensionTest {

    private static boolean isMock(Object one) {
        return Mockito.mockingDetails(one).isMock();
    }

    /** What is under test elsewhere. */
    private static MoveResult moveToB(FloatingIp db) {
        return db.moveTo("i-0b");
    }

    @Nested
    @FloatingIpTest
    @ExtendWith(MockitoExtension.class)
    class OursFirst {

        @Mock
        private Runnable alarm;

        @BeforeEach
        void before(@Mock IpAssigner theirs, Scenario ours) {
            assertThat(isMock(theirs)).isTrue();
            assertThat(ours.addresses()).hasSize(1);
        }

        @Test
        void parameters_whenAnnotated_areMocks(
                @Mock FloatingIp mocked, FloatingIp real, Scenario scenario, @Captor ArgumentCaptor<String> host) {
            MoveResult moved = SampleMove.of("10.0.1.12", "i-0a", "i-0b").moved();
            when(mocked.moveTo(host.capture())).thenReturn(moved);

            assertThat(moveToB(mocked)).isSameAs(moved);
            assertThat(host.getValue()).isEqualTo("i-0b");
            assertThat(isMock(real)).isFalse();
            assertThat(isMock(scenario)).isFalse();
            assertThat(isMock(alarm)).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"i-0a", "i-0b"})
        void parameters_besideThoseOfAParameterizedTest_areResolved(
                String host, @Mock FloatingIp mocked, FloatingIp real) {
            assertThat(real.moveTo(host).to().host()).hasToString(host);
            assertThat(isMock(mocked)).isTrue();
        }
    }

    @Nested
    @ExtendWith(MockitoExtension.class)
    class TheirsFirst {

        @RegisterExtension
        static final VipExtension VIPS = VipExtension.of(
                Scenario.builder().host("i-0a").holding("10.0.1.12").host("i-0b"));

        private final List<FloatingIp> both;

        TheirsFirst(@Mock FloatingIp mocked, FloatingIp real) {
            both = List.of(mocked, real);
        }

        @Test
        void constructor_withAnAnnotatedParameter_getsTheOthersToo(Scenario scenario) {
            both.get(1).moveTo("i-0b");

            assertThat(isMock(both.get(0))).isTrue();
            assertThat(scenario.floatingIp().holder())
                    .hasValueSatisfying(holder -> assertThat(holder.host()).hasToString("i-0b"));
        }
    }
}
