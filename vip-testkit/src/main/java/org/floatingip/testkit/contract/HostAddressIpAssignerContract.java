package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.spi.HostAddressIpAssigner;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every {@link HostAddressIpAssigner} does beyond {@link IpAssignerContract}. */
@DisplayName("an assigner that knows the hosts' own addresses")
public abstract class HostAddressIpAssignerContract extends AssignerTests<HostAddressIpAssigner, AssignerFixture> {

    /** For those that extend it. */
    protected HostAddressIpAssignerContract() {
        super(HostAddressIpAssigner.class);
    }

    private List<HostId> hosts() {
        return List.of(network.holder(), network.target(), network.other());
    }

    @Test
    @DisplayName("each host has an address of its own, which is no floating one")
    void primaryAddresses_ofSeveralHosts_areTheirOwn() {
        Map<HostId, IpAddress> found = assigner.primaryAddresses(hosts());

        assertThat(found).containsOnlyKeys(hosts());
        assertThat(found.values()).doesNotHaveDuplicates().doesNotContain(network.held(), network.free());
    }

    @Test
    @DisplayName("a move does not change them")
    void primaryAddresses_afterAMove_areTheSame() {
        Map<HostId, IpAddress> before = assigner.primaryAddresses(hosts());

        assigner.assign(transfer(network.held(), network.target()));

        assertThat(assigner.primaryAddresses(hosts())).isEqualTo(before);
    }

    @Test
    @DisplayName("a host's own address can't be moved to another: surveying that is refused")
    void survey_ofAHostsOwnAddress_refuses() {
        IpAddress own = Objects.requireNonNull(
                assigner.primaryAddresses(List.of(network.holder())).get(network.holder()));

        refused(RefusedException.class, () -> assigner.survey(own, network.target()));
    }

    @Test
    @DisplayName("a host that the network does not know is refused, and named")
    void primaryAddresses_whenOneIsUnknown_refuses() {
        assertThat(refused(
                        RefusalReason.UNKNOWN_TARGET,
                        () -> assigner.primaryAddresses(List.of(network.holder(), network.unknown()))))
                .hasMessageContaining(network.unknown().value());
    }

    @Test
    @DisplayName("a network that can't be asked is an exception")
    void primaryAddresses_whenTheNetworkCantBeAsked_throws() {
        network.cutOff();

        refused(FloatingIpException.class, () -> assigner.primaryAddresses(hosts()));
    }
}
