package org.floatingip.internal.move;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.internal.gate.Network;
import org.floatingip.internal.operation.Operation;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Survey;

/**
 * Who has lost which addresses, and has to drop them.
 *
 * @param hosts of each address
 * @param refusals why the network has no interface of the host for an address: there is nobody to drop it then
 * @param warnings what else is to be said of an address
 */
record Lost(
        Map<IpAddress, List<Holder>> hosts,
        Map<IpAddress, RefusedException> refusals,
        Map<IpAddress, String> warnings) {

    /** What a move knew. */
    static Lost of(Map<IpAddress, List<Holder>> hosts) {
        return new Lost(hosts, Map.of(), Map.of());
    }

    /**
     * What the network says of a host of which no more is known than its id. It is asked as if the addresses were to come there,
     * so it may refuse them for want of room; to drop one no room is needed.
     *
     * @throws FloatingIpException if the network can't be read, or refuses all of the addresses for other reasons
     */
    static Lost of(Network network, List<IpAddress> addresses, HostId host) {
        PerAddress<Survey> found = survey(network, addresses, host);
        Map<IpAddress, List<Holder>> hosts = new LinkedHashMap<>();
        Map<IpAddress, RefusedException> refusals = new LinkedHashMap<>();
        Map<IpAddress, String> warnings = new LinkedHashMap<>();
        for (IpAddress address : addresses) {
            // Of that kind alone: surveyAll(..) lets no other failure be one of an address.
            RefusedException refusal = (RefusedException) found.failure(address);
            if (refusal == null) {
                hosts.put(address, List.of(found.get(address).placement().asHolder()));
                continue;
            }
            hosts.put(address, List.of(byItsIdAlone(host)));
            if (refusal.reason() == RefusalReason.INTERFACE_FULL) {
                warnings.put(
                        address,
                        "which interface of " + host + " had " + address + " is not known, so " + host
                                + " was asked by its id alone: " + refusal.what());
            } else {
                refusals.put(address, refusal);
            }
        }
        if (refusals.size() == addresses.size()) {
            throw all(List.copyOf(refusals.values()));
        }
        return new Lost(hosts, refusals, warnings);
    }

    private static PerAddress<Survey> survey(Network network, List<IpAddress> addresses, HostId host) {
        try {
            return network.surveyAll(addresses, host);
        } catch (RefusedException e) {
            if (e.reason() != RefusalReason.INTERFACE_FULL) {
                throw e;
            }
            PerAddress.Builder<Survey> full = PerAddress.builder();
            addresses.forEach(address -> full.fail(address, e));
            return full.build();
        }
    }

    /** Those who configure hosts find the interface themselves, by its subnet. */
    static Holder byItsIdAlone(HostId host) {
        return Holder.of(host, host.value());
    }

    private static RefusedException all(List<RefusedException> refusals) {
        RefusedException first = refusals.get(0);
        refusals.forEach(other -> Operation.suppress(first, other));
        return first;
    }
}
