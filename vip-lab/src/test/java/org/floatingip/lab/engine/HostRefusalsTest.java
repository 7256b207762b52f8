package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.floatingip.FloatingIpException;
import org.floatingip.FloatingIpGroup;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.RefusedException;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.floatingip.testkit.Scenario;
import org.junit.jupiter.api.Test;

/** A target that says no: of whom that is said, and what it is known to have done. */
class HostRefusalsTest {

    private static final IpAddress FIRST = IpAddress.of("10.0.1.20");

    private final Scenario scene = Scenario.builder()
            .host("i-0a")
            .holding("10.0.1.20")
            .holding("10.0.1.21")
            .holding("10.0.1.22")
            .host("i-0b")
            .build();

    private GroupMoveException fails(HostNetworkConfigurator hosts) {
        FloatingIpGroup group = FloatingIpGroup.of(scene.addresses())
                .assigner(scene.assigner())
                .hosts(hosts)
                .ticker(scene.ticker())
                .timeoutSeconds(5)
                .build();
        return Objects.requireNonNull(catchThrowableOfType(GroupMoveException.class, () -> group.moveTo("i-0b")));
    }

    @Test
    void moveTo_whenAHostThatIsToldOneByOneRefusesOne_movesTheOthers() {
        GroupMoveException failed = fails(new OneByOneHosts(scene.hosts()) {
            @Override
            public HostReport accept(IpAddress address, Placement placement, Duration budget) {
                if (address.equals(FIRST)) {
                    throw RefusedException.unsupportedAddress(address, "not this one", null);
                }
                return super.accept(address, placement, budget);
            }
        });

        assertThat(failed.failures()).containsOnlyKeys(FIRST);
        assertThat(failed.moved())
                .extracting(MoveResult::address)
                .containsExactly(IpAddress.of("10.0.1.21"), IpAddress.of("10.0.1.22"));
    }

    @Test
    void moveTo_whenTheLoginIsDenied_saysNothingOfAnAttemptWithoutAnswer() {
        scene.hosts().fail("i-0b", new PermissionDeniedException("logging in to host i-0b", null));

        for (HostNetworkConfigurator hosts : List.of(scene.hosts(), new OneByOneHosts(scene.hosts()))) {
            FloatingIpException denied =
                    Objects.requireNonNull(fails(hosts).failures().get(FIRST));

            assertThat(denied).isInstanceOf(PermissionDeniedException.class);
            assertThat(denied.getSuppressed()).isEmpty();
        }
    }
}
