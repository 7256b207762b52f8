package org.floatingip.internal.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.ReleaseResult;
import org.floatingip.event.AddressOutcome;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.GroupRefusedException;
import org.floatingip.failure.GroupReleaseException;

/** What a failure says of each address. */
final class Outcomes {

    private Outcomes() {}

    /** In the order of the addresses. What is said of none of them in particular is true of all. */
    static List<AddressOutcome> of(List<IpAddress> addresses, FloatingIpException whole) {
        List<AddressOutcome> outcomes = new ArrayList<>();
        for (IpAddress address : addresses) {
            outcomes.add(
                    whole instanceof GroupMoveException some
                            ? of(address, some)
                            : whole instanceof GroupReleaseException some
                                    ? of(address, some)
                                    : AddressOutcome.failed(address, own(address, whole), List.of()));
        }
        return outcomes;
    }

    private static AddressOutcome of(IpAddress address, GroupMoveException some) {
        for (MoveResult result : some.moved()) {
            if (result.address().equals(address)) {
                return AddressOutcome.moved(result);
            }
        }
        FloatingIpException own = some.failures().get(address);
        List<String> warnings = some.warningsOf(address);
        return own == null
                ? AddressOutcome.restored(address, some, warnings)
                : AddressOutcome.failed(address, own, warnings);
    }

    private static AddressOutcome of(IpAddress address, GroupReleaseException some) {
        for (ReleaseResult result : some.released()) {
            if (result.address().equals(address)) {
                return AddressOutcome.released(result);
            }
        }
        return AddressOutcome.failed(address, own(some.failures(), address, some), List.of());
    }

    /** One that is refused refuses all, also those that nothing speaks against. */
    private static FloatingIpException own(IpAddress address, FloatingIpException whole) {
        return whole instanceof GroupRefusedException refused ? own(refused.refusals(), address, whole) : whole;
    }

    private static FloatingIpException own(
            Map<IpAddress, ? extends FloatingIpException> own, IpAddress address, FloatingIpException whole) {
        FloatingIpException found = own.get(address);
        return found == null ? whole : found;
    }
}
