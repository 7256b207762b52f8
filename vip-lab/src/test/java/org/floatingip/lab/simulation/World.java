package org.floatingip.lab.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.floatingip.IpAddress;
import org.floatingip.lab.simulation.Violation.Rule;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.Ec2RefusalException;
import org.floatingip.testkit.InMemoryHosts;
import org.floatingip.testkit.InMemoryVpc;
import org.floatingip.testkit.InstanceSpec;
import org.floatingip.testkit.InterfaceSpec;
import org.floatingip.testkit.Vpc;
import org.jspecify.annotations.Nullable;

/** One network with its hosts and its time, and what was seen of it. */
final class World {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int MOST_STEPS = 20_000;

    final Story story;
    final Sabotage sabotage;
    final Baton baton;
    final InMemoryVpc network;
    final InMemoryHosts hosts;
    final Witness witness;
    final Set<String> terminated = new HashSet<>();
    private final @Nullable List<String> history;
    private @Nullable Violation violation;
    int met;

    /** Time as everybody sees it; who wants to wait has a ticker of their own. */
    private final class Clock implements Ticker {

        @Override
        public Instant now() {
            return START.plusNanos(baton.now());
        }

        @Override
        public long nanoTime() {
            return baton.now();
        }

        @Override
        public void sleep(Duration duration) {
            baton.pause(duration.toNanos());
        }
    }

    World(Story story, Sabotage sabotage, Executor threads, boolean recording) {
        this.story = story;
        this.sabotage = sabotage;
        this.history = recording ? new ArrayList<>() : null;
        this.baton = new Baton(threads, MOST_STEPS);
        Ticker clock = new Clock();
        this.network = InMemoryVpc.builder().ticker(clock).build();
        this.hosts = InMemoryHosts.create(clock);
        Vpc vpc = network.createVpc("10.0.0.0/16");
        String subnet =
                network.createSubnet(vpc.id(), "10.0.1.0/24", "us-east-1a").id();
        InterfaceSpec first = InterfaceSpec.in(subnet).primary("10.0.1.20");
        for (String vip : Story.VIPS) {
            first = first.secondary(vip);
            hosts.set(Story.HOSTS.get(0), vip);
        }
        network.run(InstanceSpec.with(first).id(Story.HOSTS.get(0)));
        for (int i = 1; i < Story.HOSTS.size(); i++) {
            network.run(InstanceSpec.with(InterfaceSpec.in(subnet).primary("10.0.1.2" + i))
                    .id(Story.HOSTS.get(i))
                    .type(Story.HOSTS.get(i).equals("i-0c") ? "t2.micro" : "m5.large"));
        }
        network.delayVisibility(Duration.ofMillis(story.lagMillis()));
        this.witness = new Witness(this);
    }

    /** Waits, and ends whoever waits when a promise was broken: all that comes after it is of no interest. */
    void pause(long nanos) {
        if (violation != null) {
            throw new Baton.Crash("stopped");
        }
        baton.pause(nanos);
    }

    @Nullable
    Violation violation() {
        return violation;
    }

    void violated(Rule rule, String text) {
        if (violation == null) {
            violation = new Violation(rule, text);
            say(() -> "!!! " + rule + ": " + text);
        }
    }

    List<String> history() {
        return history == null ? List.of() : history;
    }

    void say(Supplier<String> what) {
        if (history != null) {
            history.add(String.format(Locale.ROOT, "%10.3f ms  %s", baton.now() / 1e6, what.get()));
        }
    }

    void happen(Story.Happening happening) {
        say(() -> happening.host() + " " + happening.event() + (happening.vip() == null ? "" : " " + happening.vip()));
        met++;
        String host = happening.host();
        switch (happening.event()) {
            case TERMINATED -> {
                network.terminate(List.of(host));
                terminated.add(host);
                hosts.cutOff(host);
            }
            case CUT_OFF -> hosts.cutOff(host);
            case MENDED -> mend(host);
            case THIRD_PARTY_TAKES -> take(host, String.valueOf(happening.vip()));
            case RELEASED_BY_HAND -> release(String.valueOf(happening.vip()));
        }
        witness.observe(Witness.OTHERS, null);
    }

    void mend(String host) {
        if (!terminated.contains(host)) {
            hosts.mend(host);
        }
    }

    private void take(String host, String vip) {
        if (terminated.contains(host)) {
            return;
        }
        String eni = network.instance(host).orElseThrow().interfaces().get(0).id();
        try {
            network.assignAddresses(eni, List.of(IpAddress.of(vip)), true);
        } catch (Ec2RefusalException e) {
            say(() -> "        refused: " + e.getMessage());
        }
    }

    private void release(String vip) {
        IpAddress address = IpAddress.of(vip);
        network.holders(address).forEach(holder -> network.unassignAddresses(holder.interfaceId(), List.of(address)));
    }
}
