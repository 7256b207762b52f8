package org.floatingip.testkit.assertj;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractAssert;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcEvent;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about one address: its holder, its former holders, and the hosts that accept it. A host can also be named by its
 * interface. Former holders are read from the whole history, including the setup. If several VPCs of the network have the
 * address, the history covers all of them. Not safe for use by several threads.
 */
@SuppressWarnings("exports") // see module-info
public final class AddressAssert extends AbstractAssert<AddressAssert, AddressAssert.Subject> {

    /** The address, and the places to look it up. */
    record Subject(
            IpAddress address,
            InMemoryVpc network,
            @Nullable InMemoryHosts hosts,
            Supplier<String> history) {

        @Override
        public String toString() {
            return address.toString();
        }
    }

    AddressAssert(Subject subject) {
        super(subject, AddressAssert.class);
    }

    /** Verifies that the given host, and nobody else, holds the address now. */
    public AddressAssert isHeldBy(String host) {
        return isHeldBy(HostId.of(host));
    }

    /** Like {@link #isHeldBy(String)}. */
    public AddressAssert isHeldBy(HostId host) {
        List<Holder> holders = actual.network().holders(actual.address());
        if (holders.size() != 1 || !holders.get(0).isOn(host)) {
            fail("to be held by " + host, held(holders));
        }
        return this;
    }

    /** Verifies that nobody holds the address now. */
    public AddressAssert isHeldByNobody() {
        List<Holder> holders = actual.network().holders(actual.address());
        if (!holders.isEmpty()) {
            fail("to be held by nobody", held(holders));
        }
        return this;
    }

    /**
     * Verifies how often the address changed its holder, directly or with a time without holder in between, by vip or by anybody
     * else.
     */
    public AddressAssert wasMovedTimes(int times) {
        List<Holder> held = heldInOrder();
        int moves = Math.max(0, held.size() - 1);
        if (moves != times) {
            fail("to have been moved " + times(times), "it was moved " + times(moves) + ": " + held);
        }
        return this;
    }

    /** Verifies that the address never changed its holder; like {@code wasMovedTimes(0)}. */
    public AddressAssert wasNeverMoved() {
        return wasMovedTimes(0);
    }

    /** Verifies that exactly the given hosts held the address, in that order. */
    public AddressAssert wasHeldInOrderBy(String... hosts) {
        return wasHeldInOrderBy(Arrays.stream(hosts).map(HostId::of).toArray(HostId[]::new));
    }

    /** Like {@link #wasHeldInOrderBy(String...)}. */
    public AddressAssert wasHeldInOrderBy(HostId... hosts) {
        List<Holder> held = heldInOrder();
        boolean same = held.size() == hosts.length;
        for (int i = 0; same && i < hosts.length; i++) {
            same = held.get(i).isOn(hosts[i]);
        }
        if (!same) {
            fail("to have been held by " + Arrays.toString(hosts) + ", in that order", "it was held by " + held);
        }
        return this;
    }

    /** Verifies that the address always had a holder since its first: no handover, release or termination left it without one. */
    public AddressAssert wasNeverUnheld() {
        List<VpcEvent> events = events();
        events.stream()
                .filter(event -> event.to() == null)
                .findFirst()
                .ifPresent(gap -> fail("to have had a holder all the time", "it had none after " + gap));
        if (events.isEmpty()) {
            fail("to have had a holder all the time", "it never had one");
        }
        return this;
    }

    /**
     * Verifies that the given host accepts the address; others may accept it too. Only for a network of a scenario, whose hosts
     * are known.
     */
    public AddressAssert isAcceptedBy(String host) {
        return isAcceptedBy(HostId.of(host));
    }

    /** Like {@link #isAcceptedBy(String)}. */
    public AddressAssert isAcceptedBy(HostId host) {
        if (!hosts().accepts(host, actual.address())) {
            fail("to be accepted by " + host, accepted());
        }
        return this;
    }

    /**
     * Verifies that the given host, and no other, accepts the address. Only for a network of a scenario, whose hosts are known.
     */
    public AddressAssert isAcceptedOnlyBy(String host) {
        return isAcceptedOnlyBy(HostId.of(host));
    }

    /** Like {@link #isAcceptedOnlyBy(String)}. */
    public AddressAssert isAcceptedOnlyBy(HostId host) {
        if (!hosts().accepting(actual.address()).equals(List.of(host))) {
            fail("to be accepted by " + host + " alone", accepted());
        }
        return this;
    }

    private InMemoryHosts hosts() {
        InMemoryHosts hosts = actual.hosts();
        if (hosts == null) {
            throw new IllegalStateException(
                    "a network alone does not know what its hosts accept: use assertThat(scenario)");
        }
        return hosts;
    }

    private String accepted() {
        List<HostId> who = hosts().accepting(actual.address());
        return who.isEmpty() ? "no host accepts it" : "it is accepted by " + who;
    }

    private static String held(List<Holder> holders) {
        return holders.isEmpty()
                ? "nobody holds it"
                : "it is held by " + (holders.size() == 1 ? holders.get(0) : holders);
    }

    private static String times(int times) {
        return times == 1 ? "once" : times + " times";
    }

    private List<VpcEvent> events() {
        return actual.network().history().stream()
                .filter(event -> event.kind() == VpcEvent.Kind.ADDRESS)
                .filter(event -> actual.address().equals(event.address()))
                .toList();
    }

    private List<Holder> heldInOrder() {
        List<Holder> held = new ArrayList<>();
        for (VpcEvent event : events()) {
            Holder to = event.to();
            if (to != null && (held.isEmpty() || !held.get(held.size() - 1).equals(to))) {
                held.add(to);
            }
        }
        return held;
    }

    private void fail(String wanted, String found) {
        failWithMessage(
                "%s",
                Messages.of(
                        actual.address() + " " + wanted, found, actual.history().get()));
    }
}
