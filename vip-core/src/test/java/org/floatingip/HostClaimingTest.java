package org.floatingip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.reflect.Proxy;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Traits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An assigner that does the hosts' work itself is refused beside somebody else who does it. */
class HostClaimingTest {

    private static final IpAssigner LAN =
            promising(Traits.builder().hostSide(Traits.HostSide.ASSIGNER).build());
    private static final HostNetworkConfigurator HOSTS = asked(HostNetworkConfigurator.class, null);

    private static IpAssigner promising(@Nullable Traits traits) {
        return asked(IpAssigner.class, traits);
    }

    /** What can be asked for its traits, if any, and for nothing else. */
    private static <T> T asked(Class<T> type, @Nullable Traits traits) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "toString" -> "the LAN";
                    case "traits" -> traits;
                    default -> throw new UnsupportedOperationException(method.toString());
                }));
    }

    @Test
    void build_withAConfiguratorBesideIt_isRefusedInEitherOrder() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        FloatingIp.at("10.0.1.12").assigner(LAN).hosts(HOSTS).build())
                .withMessageContaining("the LAN")
                .withMessageContaining("leave hosts(..) out");
        assertThatIllegalStateException()
                .isThrownBy(() -> FloatingIpGroup.at("10.0.1.12", "10.0.1.13")
                        .hosts(HOSTS)
                        .assigner(LAN)
                        .build())
                .withMessageContaining("leave hosts(..) out");
    }

    @Test
    void build_withHostsBesideOneWhoseAddressesNoHostSees_isRefused() {
        IpAssigner translated =
                promising(Traits.builder().hostSide(Traits.HostSide.NONE).build());

        assertThatIllegalStateException()
                .isThrownBy(() -> FloatingIp.at("10.0.1.12")
                        .assigner(translated)
                        .hosts(HOSTS)
                        .build())
                .withMessageContaining("no host ever sees")
                .withMessageContaining("leave hosts(..) out");
        assertThat(FloatingIp.at("10.0.1.12").assigner(translated).build()).isNotNull();
    }

    @Test
    void build_withItAlone_isBuilt() {
        assertThat(FloatingIp.at("10.0.1.12").assigner(LAN).build().address()).isEqualTo(IpAddress.of("10.0.1.12"));
        assertThat(FloatingIpGroup.at("10.0.1.12").assigner(LAN).build().addresses())
                .hasSize(1);
    }

    @Test
    void build_withAConfiguratorBesideOneThatSeesToNoHosts_isBuilt() {
        assertThat(FloatingIp.at("10.0.1.12")
                        .assigner(promising(Traits.plain()))
                        .hosts(HOSTS)
                        .build())
                .isNotNull();
    }

    @Test
    void build_withHostsBesideAMockThatHasNoTraits_namesIt() {
        IpAssigner mock = promising(null);

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() ->
                        FloatingIp.at("10.0.1.12").assigner(mock).hosts(HOSTS).build())
                .withMessageContaining("traits(..) of ")
                .withMessageContaining("returned null (a mock? use Scenario)")
                .satisfies(failed -> assertThat(failed.effect()).isEqualTo(Effect.NONE));
    }
}
