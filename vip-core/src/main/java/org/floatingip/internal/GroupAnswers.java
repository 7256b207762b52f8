package org.floatingip.internal;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.UnavailableException;
import org.floatingip.spi.GroupIpAssigner;
import org.floatingip.spi.GroupSurvey;
import org.jspecify.annotations.Nullable;

/**
 * Readings of several addresses that say something of each of them. An assigner may be somebody else's, and have bugs: what it
 * says nothing of must not read as "nobody", or as it was before.
 */
final class GroupAnswers {

    private GroupAnswers() {}

    /** Who holds each of the addresses, in their order. */
    static Map<IpAddress, List<Holder>> holders(GroupIpAssigner network, Collection<IpAddress> addresses) {
        Map<IpAddress, List<Holder>> answer = answered(network.locateAll(addresses), addresses);
        Map<IpAddress, List<Holder>> whole = new LinkedHashMap<>();
        addresses.forEach(address -> whole.put(address, List.copyOf(answered(answer.get(address), address))));
        return whole;
    }

    /** A survey of each of the addresses, or what refuses it. */
    static GroupSurvey survey(GroupIpAssigner network, Collection<IpAddress> addresses, HostId target) {
        GroupSurvey answer = answered(network.surveyAll(addresses, target), addresses);
        for (IpAddress address : addresses) {
            if (!answer.refusals().containsKey(address)) {
                answered(answer.surveys().get(address), address);
            }
        }
        return answer;
    }

    private static <T> T answered(@Nullable T answer, Object what) {
        if (answer == null) {
            throw UnavailableException.withoutEffect("the reading of the group", "it says nothing of " + what, null);
        }
        return answer;
    }
}
