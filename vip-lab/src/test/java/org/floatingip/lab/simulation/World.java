package org.floatingip.lab.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.lab.simulation.Violation.Rule;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.dns.DnsEdit;
import org.floatingip.testkit.dns.DnsRecordSet;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.hosts.HostFault;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.Ec2RefusalException;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.Vpc;
import org.jspecify.annotations.Nullable;

/** One network with its hosts and its time, and what was seen of it. */
final class World {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int MOST_STEPS = 20_000;

    /** An address that every host accepts for some other reason, and that has a name. */
    static final String BYSTANDER = "10.0.1.77";

    private static final String BYSTANDER_NAME = "other.example.com";

    final Story story;
    final Sabotage sabotage;
    final Baton baton;
    final InMemoryVpc network;
    final InMemoryHosts hosts;
    final InMemoryDns dns;
    final Witness witness;

    /** What was planned and written down, by task. */
    final Map<Integer, String> plans = new HashMap<>();

    /** What the last move of an address said, where it was one that succeeded. */
    final Map<String, MoveResult> results = new HashMap<>();

    final HostLog hostLog;

    /** From where no DNS is reached. */
    final Set<String> cutOffFromDns = new HashSet<>();

    private final String zone;
    final Set<String> terminated = new HashSet<>();

    /** The movers whose operation has begun and not ended. */
    final Set<Integer> underWay = new TreeSet<>();

    /** Those whose operation has failed. */
    final Set<Integer> failed = new TreeSet<>();

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
        public void sleep(Duration duration) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted in the simulation");
            }
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
        this.dns = InMemoryDns.create(clock);
        this.zone = dns.createPrivateZone("example.com", vpc.id(), "us-east-1").id();
        name(Story.name(Story.VIPS.get(0)), Story.VIPS.get(0));
        name(BYSTANDER_NAME, BYSTANDER);
        Story.HOSTS.forEach(host -> hosts.set(host, BYSTANDER));
        if (story.elasticIp()) {
            network.associateElasticIp(
                    network.allocateElasticIp().allocationId(),
                    network.holders(Story.VIPS.get(1)).get(0).interfaceId(),
                    IpAddress.of(Story.VIPS.get(1)),
                    false);
        }
        network.delayVisibility(Duration.ofMillis(story.lagMillis()));
        network.answersUpTo(Duration.ofMillis(story.boundMillis()), story.seed());
        this.witness = new Witness(this);
        this.hostLog = new HostLog(this);
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
            case FROZEN -> freeze(host);
            case CUT_OFF_FROM_DNS -> cutOffFromDns.add(host);
            case MENDED -> mend(host);
            case THIRD_PARTY_TAKES -> take(host, String.valueOf(happening.vip()));
            case RELEASED_BY_HAND -> release(String.valueOf(happening.vip()));
            case NAMED_BY_HAND -> name(Story.name(String.valueOf(happening.vip())), "10.0.1.99");
        }
        witness.observe(Witness.OTHERS, null);
    }

    private void freeze(String host) {
        if (!terminated.contains(host)) {
            hosts.fault(host, HostFault.frozen());
        }
    }

    void mend(String host) {
        cutOffFromDns.remove(host);
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

    private void name(String name, String address) {
        dns.change(zone, DnsEdit.upsert(DnsRecordSet.of(name, "A", 300, address)));
    }

    /** What that name leads to. */
    List<String> named(String name) {
        return dns.recordSets(zone, name).stream()
                .flatMap(set -> set.values().stream())
                .toList();
    }

    /** What nobody moves, and is there in the end as it was in the beginning; in words what is missing. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        Story.HOSTS.stream()
                .filter(host -> !hosts.accepts(host, BYSTANDER))
                .forEach(host -> missing.add(host + " does not accept " + BYSTANDER + " any more"));
        if (!named(BYSTANDER_NAME).equals(List.of(BYSTANDER))) {
            missing.add(BYSTANDER_NAME + " leads to " + named(BYSTANDER_NAME));
        }
        return missing;
    }

    private void release(String vip) {
        IpAddress address = IpAddress.of(vip);
        network.holders(address).forEach(holder -> network.unassignAddresses(holder.interfaceId(), List.of(address)));
    }
}
