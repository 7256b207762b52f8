package org.floatingip.examples.lan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.HostUnreachableException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandRunner;
import org.floatingip.spi.Placement;
import org.floatingip.spi.SingleIpAssigner;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;

/**
 * Moves IPv4 addresses between Linux hosts on one LAN. There is no service to ask: the host on which the address is configured
 * holds it. To move the address, the old holder drops it, then the target claims it and announces it by gratuitous ARP. For a
 * moment nobody holds the address, but never two hosts.
 *
 * <p>A host that can't be asked may be dead, or may still hold the address. Its neighbours are asked: if another host gets no
 * answer for the address, the silent host doesn't hold it in any way that matters. If there is an answer from a host that can't
 * be asked, the holder is unknown, and every call fails and says so.
 *
 * <p>The runners need root, and the programs {@code ip} and {@code arping} (iputils). Safe for use by several threads.
 */
public final class LanIpAssigner extends SingleIpAssigner {

    private static final Traits TRAITS =
            Traits.builder().hostSide(Traits.HostSide.ASSIGNER).build();

    private final Map<HostId, LanHost> hosts;

    private LanIpAssigner(Map<HostId, LanHost> hosts) {
        this.hosts = Collections.unmodifiableMap(new LinkedHashMap<>(hosts));
    }

    /** Returns a builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** The answers of the hosts. */
    private record View(Map<LanHost, LanHost.Place> places, List<LanHost> silent) {

        List<Holder> holders() {
            List<Holder> holders = new ArrayList<>();
            places.forEach((host, place) -> holders.add(
                    place.own()
                            ? Holder.ofPrimary(host.id, place.interfaceName())
                            : Holder.of(host.id, place.interfaceName())));
            return holders;
        }
    }

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public List<Holder> locate(IpAddress address) {
        return look(address).holders();
    }

    @Override
    public Survey survey(IpAddress address, HostId target) {
        LanHost host = hosts.get(target);
        if (host == null) {
            throw RefusedException.unknownTarget(
                    target, "the assigner was built with the hosts " + hosts.keySet(), null);
        }
        View view = look(address);
        refuseOwn(address, view);
        Optional<String> mac;
        try {
            mac = host.macAddress();
        } catch (CommandFailedException e) {
            throw new HostUnreachableException(target, e.getMessage(), e);
        }
        LanHost.Place there = view.places().get(host);
        return Survey.of(
                view.holders(),
                Placement.builder(target, there == null ? host.interfaceName : there.interfaceName())
                        .macAddress(mac.orElse(null))
                        .build());
    }

    @Override
    public void assign(Transfer transfer) {
        IpAddress address = transfer.address();
        LanHost target = hosts.get(transfer.placement().host());
        if (target == null) {
            throw RefusedException.unknownTarget(transfer.placement().host(), "it is none of " + hosts.keySet(), null);
        }
        // Not those of the transfer: somebody may have claimed it since.
        View view = look(address);
        refuseOwn(address, view);
        if (view.silent().contains(target)) {
            throw new HostUnreachableException(target.id, "it can't be asked", null);
        }
        String doing = "claiming " + address + " on " + target.id;
        try {
            for (Map.Entry<LanHost, LanHost.Place> each : view.places().entrySet()) {
                if (each.getKey() != target) {
                    each.getKey().drop(address, each.getValue().interfaceName());
                }
            }
            target.claim(address);
        } catch (CommandFailedException e) {
            // The command may have done its work, or one before it: nobody may take this for "nothing happened".
            throw UnavailableException.effectUnknown(doing, e.getMessage(), e);
        }
    }

    @Override
    public void release(IpAddress address, Holder holder) {
        View view = look(address);
        refuseOwn(address, view);
        LanHost host = hosts.get(holder.host());
        if (host == null || !view.holders().contains(holder)) {
            throw new HolderChangedException(address, holder.host(), view.holders(), null);
        }
        boolean dropped;
        try {
            dropped = host.drop(address, holder.interfaceId());
        } catch (CommandFailedException e) {
            throw UnavailableException.effectUnknown("releasing " + address, e.getMessage(), e);
        }
        if (!dropped) {
            throw new HolderChangedException(address, holder.host(), locate(address), null);
        }
    }

    private View look(IpAddress address) {
        if (!address.isIpv4()) {
            throw RefusedException.unsupportedAddress(address, "this assigner moves IPv4 addresses", null);
        }
        Map<LanHost, LanHost.Place> places = new LinkedHashMap<>();
        List<LanHost> asked = new ArrayList<>();
        List<LanHost> silent = new ArrayList<>();
        CommandFailedException last = null;
        for (LanHost host : hosts.values()) {
            try {
                host.find(address).ifPresent(place -> places.put(host, place));
                asked.add(host);
            } catch (CommandFailedException e) {
                silent.add(host);
                last = e;
            }
        }
        if (last != null && !neighboursRuleOut(address, places, asked)) {
            String names = silent.stream().map(host -> host.id.value()).toList().toString();
            throw UnavailableException.withoutEffect(
                    "asking who holds " + address,
                    asked.isEmpty()
                            ? "no host can be asked: " + last.getMessage()
                            : names + " can't be asked, and it can't be ruled out that one of them holds it: "
                                    + last.getMessage(),
                    last);
        }
        return new View(places, silent);
    }

    /** Returns whether it is certain that only the given places hold the address. */
    private static boolean neighboursRuleOut(
            IpAddress address, Map<LanHost, LanHost.Place> places, List<LanHost> asked) {
        // A host never hears itself: where one is known to hold it, that one has to listen for others.
        List<LanHost> ears = places.isEmpty() ? asked : List.copyOf(places.keySet());
        if (ears.isEmpty() || places.size() > 1) {
            return false;
        }
        try {
            return !ears.get(0).hearsAnother(address);
        } catch (CommandFailedException e) {
            return false;
        }
    }

    private static void refuseOwn(IpAddress address, View view) {
        for (Holder holder : view.holders()) {
            if (holder.primary()) {
                throw RefusedException.primaryAddress(address, holder, null);
            }
        }
    }

    @Override
    public String toString() {
        return "LanIpAssigner" + hosts.keySet();
    }

    /** Builds a {@link LanIpAssigner}. Not safe for use by several threads. */
    public static final class Builder {

        private final Map<HostId, LanHost> hosts = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Adds a host.
         *
         * @param host its name
         * @param runner runs commands there, as root; closed by the caller
         * @param interfaceName its interface on the LAN, for example {@code eth0}
         * @throws IllegalArgumentException if that can't be the name of an interface
         */
        public Builder host(String host, CommandRunner runner, String interfaceName) {
            String name = Objects.requireNonNull(interfaceName, "interfaceName");
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,14}")) {
                throw new IllegalArgumentException("no interface is called \"" + name + "\"");
            }
            HostId id = HostId.of(host);
            hosts.put(id, new LanHost(id, name, Objects.requireNonNull(runner, "runner")));
            return this;
        }

        /**
         * Creates the assigner.
         *
         * @throws IllegalStateException if no host was added
         */
        public LanIpAssigner build() {
            if (hosts.isEmpty()) {
                throw new IllegalStateException("an assigner needs hosts: call host(..) before build()");
            }
            return new LanIpAssigner(hosts);
        }
    }
}
