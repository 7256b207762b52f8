package org.floatingip.testkit.network;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.floatingip.IpAddress;
import org.floatingip.testkit.internal.Refusals;

/** Decides how interfaces are created, with which addresses, and deleted. Guarded by the lock of its network. */
final class InterfaceRules {

    private final VpcState state;
    private final SecurityGroupRules groups;
    private final Ipv6Rules ipv6;
    private final Transitions transitions;

    InterfaceRules(VpcState state, SecurityGroupRules groups, Ipv6Rules ipv6, Transitions transitions) {
        this.state = state;
        this.groups = groups;
        this.ipv6 = ipv6;
        this.transitions = transitions;
    }

    MutableInterface create(InterfaceSpec spec) {
        MutableInterface eni = add(spec, new HashSet<>(addressesOf(spec)));
        state.history.firstAddresses(eni);
        eni.pending = true;
        transitions.begin(eni, () -> eni.pending = false);
        return eni;
    }

    MutableInterface delete(String interfaceId) {
        MutableInterface eni = state.networkInterface(interfaceId);
        if (eni.attachment != null) {
            throw Refusals.invalidParameterValue("Network interface '" + interfaceId + "' is currently in use.");
        }
        delete(eni);
        return eni;
    }

    static List<IpAddress> addressesOf(InterfaceSpec spec) {
        List<IpAddress> addresses = new ArrayList<>();
        if (spec.primary != null) {
            addresses.add(spec.primary);
        }
        addresses.addAll(spec.secondaries);
        return addresses;
    }

    /**
     * Creates an interface without an entry in the history, since the request may still be refused.
     *
     * @param named all addresses that the request names, so that none of them is chosen for another interface
     */
    MutableInterface add(InterfaceSpec spec, Set<IpAddress> named) {
        MutableSubnet subnet = state.subnet(spec.subnetId);
        Set<MutableSecurityGroup> groupsOfIt = groups.ofNew(subnet, spec.groups);
        List<IpAddress> wanted = addressesOf(spec);
        checkType(spec, wanted);
        for (IpAddress address : wanted) {
            subnet.checkUsable(address);
            if (subnet.holder(address) != null) {
                throw Refusals.addressInUse(address);
            }
        }
        if (new HashSet<>(wanted).size() != wanted.size()) {
            throw Refusals.invalidParameterValue("The same address was specified more than once.");
        }
        if (spec.secondaryCount < 0) {
            throw Refusals.countNotPositive(spec.secondaryCount);
        }
        if (spec.secondaryCount > 0 && !spec.secondaries.isEmpty()) {
            throw Refusals.addressesAndCount();
        }
        List<IpAddress> ofIpv6 = ipv6.ofNew(subnet, spec, named);
        int primaries = spec.primary == null && spec.type != InterfaceType.EFA_ONLY ? 1 : 0;
        List<IpAddress> chosen = subnet.choose(primaries + spec.secondaryCount, named);
        wanted.addAll(0, chosen.subList(0, primaries));
        wanted.addAll(chosen.subList(primaries, chosen.size()));
        String id = spec.id == null ? state.ids.id("eni") : spec.id;
        if (!id.startsWith("eni-") || state.interfaces.containsKey(id)) {
            throw Refusals.malformedInterfaceId(id);
        }
        MutableInterface eni = new MutableInterface(id, subnet, state.ids.mac(), spec);
        eni.groups.addAll(groupsOfIt);
        eni.ipv6Addresses.addAll(ofIpv6);
        subnet.give(wanted, eni);
        state.interfaces.put(id, eni);
        return eni;
    }

    private static void checkType(InterfaceSpec spec, List<IpAddress> wanted) {
        boolean addresses =
                !wanted.isEmpty() || spec.secondaryCount != 0 || spec.ipv6Count != 0 || !spec.ipv6Addresses.isEmpty();
        if (addresses && spec.type == InterfaceType.EFA_ONLY) {
            throw Refusals.noAddressesForEfaOnly();
        }
    }

    /** Deletes an interface, attached or not. */
    void delete(MutableInterface eni) {
        for (IpAddress address : eni.allAddresses()) {
            state.history.freed(address, eni);
            state.history.cutOff(address, eni);
        }
        discard(eni);
        state.history.resource("deleted " + eni.id);
    }

    /** Undoes {@link #add}, also without an entry in the history. */
    void discard(MutableInterface eni) {
        transitions.cancel(eni);
        VpcInterface.Attachment attachment = eni.attachment;
        // An instance whose launch is refused is not among the instances yet.
        MutableInstance instance = attachment == null ? null : state.instances.get(attachment.instanceId());
        if (attachment != null && instance != null) {
            instance.interfaces.remove(attachment.deviceIndex());
        }
        eni.subnet.free(List.copyOf(eni.addresses), eni);
        state.interfaces.remove(eni.id);
    }
}
