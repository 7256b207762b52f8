package org.floatingip.testkit.network;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.testkit.internal.Refusals;
import org.jspecify.annotations.Nullable;

/**
 * Decides which secondary addresses an interface may have: the rules that moves depend on. Guarded by the lock of its network.
 */
final class AddressRules {

    private final VpcState state;

    AddressRules(VpcState state) {
        this.state = state;
    }

    List<IpAddress> assign(String interfaceId, List<IpAddress> addresses, boolean allowReassignment) {
        if (addresses.isEmpty()) {
            throw Refusals.neitherAddressesNorCount();
        }
        MutableInterface eni = state.interfaceForAddresses(interfaceId);
        Set<IpAddress> taken = new LinkedHashSet<>();
        for (IpAddress address : addresses) {
            eni.subnet.checkUsable(address);
        }
        for (IpAddress address : addresses) {
            MutableInterface holder = eni.subnet.holder(address);
            if (holder != null && holder != eni) {
                if (holder.hasPrimary(address)) {
                    throw Refusals.primaryOfAnother();
                }
                taken.add(address);
            }
        }
        if (!taken.isEmpty() && !allowReassignment) {
            throw Refusals.moveNotAllowed(taken);
        }
        give(List.copyOf(new LinkedHashSet<>(addresses)), eni);
        return List.copyOf(addresses);
    }

    List<IpAddress> assign(String interfaceId, int count) {
        if (count < 1) {
            throw Refusals.countNotPositive(count);
        }
        MutableInterface eni = state.interfaceForAddresses(interfaceId);
        checkRoom(eni, count);
        List<IpAddress> chosen = eni.subnet.choose(count, Set.of());
        give(chosen, eni);
        return chosen;
    }

    MutableInterface unassign(String interfaceId, List<IpAddress> addresses) {
        if (addresses.isEmpty()) {
            throw Refusals.noAddressToUnassign();
        }
        MutableInterface eni = state.networkInterface(interfaceId);
        for (IpAddress address : addresses) {
            if (!eni.addresses.contains(address)) {
                throw Refusals.notOnInterface(interfaceId);
            }
            if (eni.hasPrimary(address)) {
                throw Refusals.primaryCantBeUnassigned(address);
            }
        }
        for (IpAddress address : new LinkedHashSet<>(addresses)) {
            state.history.unassigned(address, eni);
            state.history.cutOff(address, eni);
        }
        eni.subnet.free(addresses, eni);
        return eni;
    }

    private void give(List<IpAddress> addresses, MutableInterface eni) {
        List<IpAddress> fresh = addresses.stream()
                .filter(address -> eni.subnet.holder(address) != eni)
                .toList();
        checkRoom(eni, fresh.size());
        List<@Nullable MutableInterface> before = new ArrayList<>();
        List<@Nullable Holder> displaced = new ArrayList<>();
        for (IpAddress address : fresh) {
            MutableInterface holder = eni.subnet.holder(address);
            before.add(holder);
            displaced.add(holder == null ? null : holder.asHolderOf(address));
        }
        eni.subnet.give(fresh, eni);
        for (int i = 0; i < fresh.size(); i++) {
            MutableInterface from = before.get(i);
            if (from == null) {
                state.history.assigned(fresh.get(i), eni);
            } else {
                state.history.moved(fresh.get(i), from, Objects.requireNonNull(displaced.get(i)), eni);
                state.history.wentAlong(fresh.get(i), eni);
            }
        }
    }

    private void checkRoom(MutableInterface eni, int more) {
        VpcInterface.Attachment attachment = eni.attachment;
        if (attachment != null
                && more > state.instance(attachment.instanceId()).type.addressesPerInterface() - eni.addresses.size()) {
            throw Refusals.tooManyAddresses();
        }
    }
}
