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
import org.floatingip.spi.Traits;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tests for assigners that promise {@link Traits#knowsHosts()}. */
abstract class OwnAddressTests extends TraitTests {

    OwnAddressTests(AssignerTests contract) {
        super(contract, "knowsHosts()");
    }

    @Override
    final boolean promised(Traits traits) {
        return traits.knowsHosts();
    }

    private List<HostId> hosts() {
        return List.of(network().holder(), network().target(), network().other());
    }

    @Test
    @DisplayName("each host has an address of its own, which is no floating one")
    void ownAddresses_ofSeveralHosts_areTheirOwn() {
        Map<HostId, IpAddress> found = assigner().ownAddresses(hosts());

        assertThat(found).containsOnlyKeys(hosts());
        assertThat(found.values())
                .doesNotHaveDuplicates()
                .doesNotContain(network().held(), network().free());
    }

    @Test
    @DisplayName("a change does not change them")
    void ownAddresses_afterAChange_areTheSame() {
        Map<HostId, IpAddress> before = assigner().ownAddresses(hosts());

        assign(transfer(network().free(), network().target()));

        assertThat(assigner().ownAddresses(hosts())).isEqualTo(before);
    }

    @Test
    @DisplayName("a host's own address can't be moved to another: surveying that is refused")
    void survey_ofAHostsOwnAddress_refuses() {
        IpAddress own = Objects.requireNonNull(assigner()
                .ownAddresses(List.of(network().holder()))
                .get(network().holder()));

        refused(RefusedException.class, () -> survey(own, network().target()));
        assertThat(assigner()
                        .survey(List.of(network().free(), own), network().target())
                        .failures())
                .as("of a survey of another beside it")
                .containsOnlyKeys(own);
    }

    @Test
    @DisplayName("a host that the network does not know is refused, and named")
    void ownAddresses_whenOneIsUnknown_refuses() {
        assertThat(refused(
                        RefusalReason.UNKNOWN_TARGET,
                        () -> assigner()
                                .ownAddresses(
                                        List.of(network().holder(), network().unknown()))))
                .hasMessageContaining(network().unknown().value());
    }

    @Test
    @DisplayName("a network that can't be asked is an exception")
    void ownAddresses_whenTheNetworkCantBeAsked_throws() {
        network().cutOff();

        refused(FloatingIpException.class, () -> assigner().ownAddresses(hosts()));
    }
}
