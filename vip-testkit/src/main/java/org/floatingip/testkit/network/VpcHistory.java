package org.floatingip.testkit.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.spi.Ticker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records events in order and in words. Guarded by the lock of its network. */
final class VpcHistory {

    private static final Logger LOG = LoggerFactory.getLogger(VpcHistory.class);

    private final Ticker ticker;
    private final List<VpcEvent> events = new ArrayList<>();
    private final List<Consumer<? super VpcEvent>> watchers = new ArrayList<>();

    VpcHistory(Ticker ticker) {
        this.ticker = ticker;
    }

    List<VpcEvent> snapshot() {
        return List.copyOf(events);
    }

    VpcHistory watch(Consumer<? super VpcEvent> watcher) {
        watchers.add(watcher);
        return this;
    }

    void resource(String text) {
        add(VpcEvent.Kind.RESOURCE, null, null, null, text);
    }

    /** Records an action of a script. */
    VpcHistory note(String text) {
        add(VpcEvent.Kind.SCRIPT, null, null, null, text);
        return this;
    }

    void refused(String what, Ec2RefusalException why) {
        add(VpcEvent.Kind.REFUSED, null, null, null, "refused " + what + ": " + why.getMessage());
    }

    /** Records the addresses that an interface was created with. */
    void firstAddresses(MutableInterface eni) {
        for (IpAddress address : eni.allAddresses()) {
            address(
                    address,
                    null,
                    eni.asHolderOf(address),
                    "created " + eni.id + " with " + address + (eni.hasPrimary(address) ? " (primary)" : ""));
        }
    }

    /**
     * Records that an interface was attached or detached: the host is part of a holder, so the holder of its addresses changes.
     *
     * @param before the holders of the interface's addresses until then
     */
    void newHost(MutableInterface eni, List<Holder> before) {
        List<IpAddress> addresses = eni.allAddresses();
        for (int i = 0; i < before.size(); i++) {
            IpAddress address = addresses.get(i);
            address(
                    address,
                    before.get(i),
                    eni.asHolderOf(address),
                    address + " went with " + eni.id + " to " + describe(eni));
        }
    }

    void assigned(IpAddress address, MutableInterface to) {
        address(address, null, to.asHolderOf(address), "assigned " + address + " to " + describe(to));
    }

    /** {@code displaced} is {@code from} as a holder before the move; it no longer holds the address. */
    void moved(IpAddress address, MutableInterface from, Holder displaced, MutableInterface to) {
        address(
                address,
                displaced,
                to.asHolderOf(address),
                "moved " + address + " from " + describe(from) + " to " + describe(to));
    }

    /** Must be called while the interface still holds the address. */
    void unassigned(IpAddress address, MutableInterface from) {
        address(address, from.asHolderOf(address), null, "unassigned " + address + " from " + describe(from));
    }

    /** Must be called while the interface, about to be deleted, still holds the address. */
    void freed(IpAddress address, MutableInterface from) {
        address(address, from.asHolderOf(address), null, "freed " + address + " of " + from.id);
    }

    /** Records an Elastic IP whose address is unassigned or freed; must be called while it is still associated. */
    void cutOff(IpAddress address, MutableInterface from) {
        MutableElasticIp elasticIp = from.elasticIps.get(address);
        if (elasticIp != null) {
            resource("disassociated " + elasticIp + " from " + address + " of " + from.id);
        }
    }

    /** Records an Elastic IP whose address was reassigned; must be called after it has moved. */
    void wentAlong(IpAddress address, MutableInterface to) {
        MutableElasticIp elasticIp = to.elasticIps.get(address);
        if (elasticIp != null) {
            resource(elasticIp + " went along with " + address + " to " + to.id);
        }
    }

    private void address(IpAddress address, @Nullable Holder from, @Nullable Holder to, String text) {
        add(VpcEvent.Kind.ADDRESS, address, from, to, text);
    }

    private void add(
            VpcEvent.Kind kind, @Nullable IpAddress address, @Nullable Holder from, @Nullable Holder to, String text) {
        VpcEvent event = new VpcEvent(events.size(), ticker.now(), kind, address, from, to, text);
        events.add(event);
        for (Consumer<? super VpcEvent> watcher : watchers) {
            try {
                watcher.accept(event);
            } catch (RuntimeException e) {
                LOG.warn("a watcher of the network failed at {}", event, e);
            }
        }
    }

    private static String describe(MutableInterface eni) {
        VpcInterface.Attachment attachment = eni.attachment;
        return attachment == null ? eni.id : attachment.instanceId() + " (" + eni.id + ")";
    }
}
