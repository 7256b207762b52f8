package org.floatingip.internal;

import static org.floatingip.internal.MoveEngine.words;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.Holder;
import org.floatingip.SettleResult;
import org.floatingip.spi.HostNetworkConfigurator;

/**
 * Makes hosts refuse an address that they lost while they could not be reached. Looks first: who holds the address by now is
 * left alone. Used once, by one thread.
 */
final class SettleOperation {

    private final Operation op;
    private final HostNetworkConfigurator configurator;
    private final HostSide hostSide;
    private final List<Holder> hosts;

    SettleOperation(Operation op, HostNetworkConfigurator configurator, List<Holder> hosts) {
        this.op = op;
        this.configurator = configurator;
        this.hostSide = new HostSide(op, configurator);
        this.hosts = hosts;
    }

    SettleResult run() {
        // Nothing to do is no reason to ask anybody.
        List<Holder> now = hosts.isEmpty()
                ? List.of()
                : op.plan("looking who holds " + op.address, op::locate, found -> "held by " + words(found));
        List<Holder> losers = hosts.stream()
                .filter(host -> now.stream().noneMatch(holder -> isSame(holder, host)))
                .toList();
        hostSide.settle(configurator, losers);
        List<Holder> settled = new ArrayList<>(hosts);
        settled.removeAll(hostSide.unsettled());
        return SettleResult.of(
                op.address,
                settled,
                hostSide.unsettled(),
                hostSide.warnings(),
                op.ladder.startedAt(),
                op.ladder.elapsed(),
                op.ladder.steps());
    }

    /** By its interface too: one that was attached to nothing when it lost the address may belong to a host by now. */
    private static boolean isSame(Holder now, Holder then) {
        return now.host().equals(then.host()) || now.interfaceId().equals(then.interfaceId());
    }
}
