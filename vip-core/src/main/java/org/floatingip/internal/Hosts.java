package org.floatingip.internal;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.floatingip.Effect;
import org.floatingip.Finding;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.spi.DiagnosingHostNetworkConfigurator;
import org.floatingip.spi.GroupHostNetworkConfigurator;
import org.floatingip.spi.GroupHostReport;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;

/**
 * The caller's way to the hosts, with what it can do beside telling one of one address: all of its failures are ours, and have
 * changed nothing in the network. Safe for use by several threads.
 *
 * @param configurator as the caller brought it
 */
public record Hosts(HostNetworkConfigurator configurator) {

    HostReport inspect(IpAddress address, Placement placement, Duration budget) {
        return ask("inspect", () -> configurator.inspect(address, placement, budget));
    }

    HostReport accept(IpAddress address, Placement placement, Duration budget) {
        return ask("accept", () -> configurator.accept(address, placement, budget));
    }

    HostReport refuse(IpAddress address, Holder holder, Duration budget) {
        return ask("refuse", () -> configurator.refuse(address, holder, budget));
    }

    /** Whether it can tell a host of several addresses at once. */
    boolean severalAtOnce() {
        return configurator instanceof GroupHostNetworkConfigurator;
    }

    /** Only where it can do {@link #severalAtOnce()}. */
    GroupHostReport acceptAll(Collection<IpAddress> addresses, Placement placement, Duration budget) {
        return ask(
                "acceptAll",
                () -> ((GroupHostNetworkConfigurator) configurator).acceptAll(addresses, placement, budget));
    }

    /** Only where it can do {@link #severalAtOnce()}. */
    GroupHostReport refuseAll(Collection<IpAddress> addresses, Holder holder, Duration budget) {
        return ask(
                "refuseAll", () -> ((GroupHostNetworkConfigurator) configurator).refuseAll(addresses, holder, budget));
    }

    /** Whether it has more to say of a host. */
    boolean diagnoses() {
        return configurator instanceof DiagnosingHostNetworkConfigurator;
    }

    /** Only where it {@link #diagnoses()}. */
    List<Finding> diagnose(IpAddress address, Placement placement, Duration budget) {
        return ask(
                "diagnose",
                () -> Network.copy(
                        ((DiagnosingHostNetworkConfigurator) configurator).diagnose(address, placement, budget)));
    }

    private <T> T ask(String method, Spi.Call<T> call) {
        return Spi.answer(configurator, method, Effect.NONE, call);
    }
}
