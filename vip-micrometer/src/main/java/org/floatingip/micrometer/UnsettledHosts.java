package org.floatingip.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.SettleResult;
import org.floatingip.event.AddressOutcome;
import org.floatingip.event.OperationEnded;

/** The hosts that lost an address and may still accept it, as far as this process knows. Safe for use by several threads. */
final class UnsettledHosts {

    private final Map<IpAddress, Set<HostId>> byAddress = new ConcurrentHashMap<>();

    void bindTo(MeterRegistry meters) {
        Gauge.builder(VipMeter.UNSETTLED_HOSTS.getName(), this, UnsettledHosts::count)
                .description("Hosts that lost an address and may still accept it, as far as this process knows")
                .strongReference(true)
                .register(meters);
    }

    void note(OperationEnded event) {
        for (AddressOutcome outcome : event.outcomes()) {
            MoveResult moved = outcome.moved();
            if (moved != null) {
                change(outcome.address(), List.of(moved.to()), moved.unsettled());
            }
            SettleResult settled = outcome.settled();
            if (settled != null) {
                change(outcome.address(), settled.settled(), settled.unsettled());
            }
        }
    }

    /** Compares hosts alone: a holder may be known once by its id and once by its interface. */
    private void change(IpAddress address, Collection<Holder> settled, Collection<Holder> unsettled) {
        byAddress.compute(address, (same, before) -> {
            Set<HostId> now = before == null ? new LinkedHashSet<>() : new LinkedHashSet<>(before);
            settled.forEach(holder -> now.remove(holder.host()));
            unsettled.forEach(holder -> now.add(holder.host()));
            return now.isEmpty() ? null : Set.copyOf(now);
        });
    }

    /** Counts each address of each host: a host that may still accept two addresses counts twice. */
    double count() {
        return byAddress.values().stream().mapToInt(Set::size).sum();
    }
}
