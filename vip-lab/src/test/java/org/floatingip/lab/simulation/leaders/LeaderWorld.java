package org.floatingip.lab.simulation.leaders;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.lab.simulation.Baton;
import org.floatingip.lab.simulation.leaders.LeaderStory.Span;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.fence.InMemoryEpochLedger;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.Vpc;
import org.jspecify.annotations.Nullable;

/** One network, its hosts, each with a kernel of its own, one ledger, and the journal of all that was. Guarded by the baton. */
final class LeaderWorld {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final IpAddress VIP = IpAddress.of(LeaderStory.VIP);
    private static final int MOST_STEPS = 20_000;

    final LeaderStory story;
    final Layers layers;
    final Baton baton;
    final InMemoryVpc network;
    final InMemoryEpochLedger ledger = InMemoryEpochLedger.create();
    final List<Entry> journal = new ArrayList<>();
    private final Map<String, InMemoryHosts> hosts = new LinkedHashMap<>();
    private final @Nullable List<String> history;

    /** Nothing goes wrong any more. */
    boolean calm;

    /** What nobody sleeps by. */
    private abstract static class Clock implements Ticker {

        @Override
        public Instant now() {
            return START.plusNanos(nanoTime());
        }

        @Override
        public void sleep(Duration duration) {
            throw new IllegalStateException("the world does not wait");
        }
    }

    private final class WorldClock extends Clock {

        @Override
        public long nanoTime() {
            return baton.now();
        }
    }

    private final class Kernel extends Clock {

        private final String host;

        Kernel(String host) {
            this.host = host;
        }

        @Override
        public long nanoTime() {
            return kernel(host);
        }
    }

    LeaderWorld(LeaderStory story, Layers layers, Executor threads, boolean recording) {
        this.story = story;
        this.layers = layers;
        this.history = recording ? new ArrayList<>() : null;
        this.baton = new Baton(threads, MOST_STEPS);
        this.network = InMemoryVpc.builder().ticker(new WorldClock()).build();
        Vpc vpc = network.createVpc("10.0.0.0/16");
        String subnet =
                network.createSubnet(vpc.id(), "10.0.1.0/24", "us-east-1a").id();
        int last = 20;
        for (String host : LeaderStory.HOSTS) {
            network.run(InstanceSpec.with(InterfaceSpec.in(subnet).primary("10.0.1." + last++))
                    .id(host));
            hosts.put(host, InMemoryHosts.create(new Kernel(host)));
        }
        network.answersUpTo(Duration.ofMillis(story.boundMillis()), story.seed());
    }

    /** The time of that host's kernel, which stands still with the host. */
    long kernel(String host) {
        long now = baton.now();
        for (Span freeze : story.freezes()) {
            if (freeze.host().equals(host)) {
                long from = freeze.fromMillis() * 1_000_000L;
                now -= Math.max(0, Math.min(baton.now(), freeze.toMillis() * 1_000_000L) - from);
            }
        }
        return now;
    }

    /** For how long that host stands still from now on; 0 if it runs. */
    long frozenFor(String host) {
        long longest = 0;
        for (Span freeze : story.freezes()) {
            if (freeze.host().equals(host) && freeze.has(baton.now())) {
                longest = Math.max(longest, freeze.toMillis() * 1_000_000L - baton.now());
            }
        }
        return longest;
    }

    boolean cutOff(String host) {
        return !calm && story.cuts().stream().anyMatch(cut -> cut.host().equals(host) && cut.has(baton.now()));
    }

    boolean ledgerIsDown() {
        return !calm && story.outages().stream().anyMatch(outage -> outage.has(baton.now()));
    }

    InMemoryHosts host(String host) {
        return Objects.requireNonNull(hosts.get(host), host);
    }

    boolean accepts(String host) {
        return host(host).accepts(host, LeaderStory.VIP);
    }

    List<String> holders() {
        return network.holders(VIP).stream()
                .map(Holder::host)
                .map(Object::toString)
                .toList();
    }

    /** The one who holds it, as the network has it now; null for nobody. */
    @Nullable
    String holder() {
        List<String> now = holders();
        return now.isEmpty() ? null : now.get(0);
    }

    /** Where in the journal the next entry will stand. */
    int next() {
        return journal.size();
    }

    int note(Entry entry) {
        journal.add(entry);
        say(() -> "    " + entry);
        return journal.size() - 1;
    }

    void say(Supplier<String> what) {
        if (history != null) {
            history.add(String.format(Locale.ROOT, "%10.3f ms  %s", baton.now() / 1e6, what.get()));
        }
    }

    List<String> history() {
        return history == null ? List.of() : history;
    }
}
