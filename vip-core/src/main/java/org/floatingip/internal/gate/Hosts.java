package org.floatingip.internal.gate;

import java.time.Duration;
import java.util.List;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Finding;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.jspecify.annotations.Nullable;

/**
 * The caller's way to the hosts: all of its failures are ours, and have changed nothing in the network. Safe for use by several
 * threads.
 *
 * @param configurator as the caller brought it
 * @param lease for how long hosts accept addresses; null for without an end
 */
public record Hosts(
        HostNetworkConfigurator configurator, @Nullable Duration lease) {

    public Hosts(HostNetworkConfigurator configurator) {
        this(configurator, null);
    }

    /** The same, by which hosts accept addresses for that time. */
    public Hosts leasing(Duration time) {
        return new Hosts(configurator, time);
    }

    /** The same, by which hosts accept addresses without an end. */
    public Hosts forGood() {
        return lease == null ? this : new Hosts(configurator);
    }

    /** Whether it can. */
    public boolean leases() {
        return ask("leases", configurator::leases);
    }

    /** Whether it tells a host of several addresses at once; if not, one at a time. */
    public boolean severalAtOnce() {
        return ask("severalAtOnce", configurator::severalAtOnce);
    }

    public HostReport inspect(IpAddress address, Placement placement, Duration budget) {
        return of(address, inspectAll(List.of(address), placement, budget));
    }

    public HostReport accept(IpAddress address, Placement placement, Duration budget) {
        return of(address, acceptAll(List.of(address), placement, budget));
    }

    public HostReport drop(IpAddress address, Holder holder, Duration budget) {
        return of(address, dropAll(List.of(address), holder, budget));
    }

    public PerAddress<HostReport> inspectAll(List<IpAddress> addresses, Placement placement, Duration budget) {
        return ask("inspect", () -> configurator.inspect(addresses, placement, budget));
    }

    public PerAddress<HostReport> acceptAll(List<IpAddress> addresses, Placement placement, Duration budget) {
        return lease == null
                ? ask("accept", () -> configurator.accept(addresses, placement, budget))
                : acceptAllFor(addresses, placement, lease, budget);
    }

    /** For that time, from when the host is told. */
    public PerAddress<HostReport> acceptAllFor(
            List<IpAddress> addresses, Placement placement, Duration time, Duration budget) {
        return ask("acceptFor", () -> configurator.acceptFor(addresses, placement, time, budget));
    }

    public PerAddress<HostReport> dropAll(List<IpAddress> addresses, Holder holder, Duration budget) {
        return ask("drop", () -> configurator.drop(addresses, holder, budget));
    }

    /** Whether it has more to say of a host. */
    public boolean diagnoses() {
        return ask("diagnoses", configurator::diagnoses);
    }

    /** Only where it {@link #diagnoses()}. */
    public List<Finding> diagnose(IpAddress address, Placement placement, Duration budget) {
        return ask("diagnose", () -> Network.copy(configurator.diagnose(address, placement, budget)));
    }

    /** What an answer says of that address; what it says nothing of has failed. */
    public static HostReport of(IpAddress address, PerAddress<HostReport> answer) {
        HostReport report = answer.value(address);
        if (report != null) {
            return report;
        }
        FloatingIpException failure = answer.failure(address);
        throw failure != null
                ? failure
                : UnavailableException.withoutEffect("asking the host", "its answer says nothing of " + address, null);
    }

    private <T> T ask(String method, Spi.Call<T> call) {
        return Spi.answer(configurator, method, Effect.NONE, call);
    }
}
