package org.floatingip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import org.floatingip.spi.HostClaimingIpAssigner;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.junit.jupiter.api.Test;

/** An assigner that does the hosts' work itself is refused beside somebody else who does it. */
class HostClaimingTest {

    private static final HostClaimingIpAssigner LAN = new HostClaimingIpAssigner() {

        @Override
        public List<Holder> locate(IpAddress address) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Survey survey(IpAddress address, HostId target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void assign(Transfer transfer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void release(IpAddress address, Holder holder) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String toString() {
            return "the LAN";
        }
    };

    private static final HostNetworkConfigurator HOSTS = new HostNetworkConfigurator() {

        @Override
        public HostReport inspect(IpAddress address, Placement placement, Duration budget) {
            throw new UnsupportedOperationException();
        }

        @Override
        public HostReport accept(IpAddress address, Placement placement, Duration budget) {
            throw new UnsupportedOperationException();
        }

        @Override
        public HostReport refuse(IpAddress address, Holder holder, Duration budget) {
            throw new UnsupportedOperationException();
        }
    };

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
    void build_withItAlone_isBuilt() {
        assertThat(FloatingIp.at("10.0.1.12").assigner(LAN).build().address()).isEqualTo(IpAddress.of("10.0.1.12"));
        assertThat(FloatingIpGroup.at("10.0.1.12").assigner(LAN).build().addresses())
                .hasSize(1);
    }
}
