package org.floatingip.lab.simulation;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.lab.engine.One;
import org.floatingip.spi.ForwardingIpAssigner;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Ticker;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Ec2RequestLimits;
import org.floatingip.testkit.fault.RecordedCall;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;

/**
 * Hosts that failed with the addresses that they hold, a spare host for each, and the time, the calls and the memory that it
 * takes to move all addresses. EC2's limits, and a latency, in virtual time: half of the latency passes before a call is
 * with the network, and half after it. Used once.
 */
final class ScaleRun {

    static final Duration LATENCY = Duration.ofMillis(150);

    /** Enough for the longest of these. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final int MOST_STEPS = 5_000_000;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /**
     * What it took.
     *
     * @param calls by kind, those that were throttled among them
     * @param throttled how many were
     * @param moved when the last address was with its target
     * @param done when the last mover had seen that, or ended
     * @param bytes what the library allocated, without the network that it moves addresses in
     */
    record Result(
            int addresses,
            int hosts,
            Map<Call, Integer> calls,
            int throttled,
            Duration moved,
            Duration done,
            long bytes) {

        int allCalls() {
            return calls.values().stream().mapToInt(Integer::intValue).sum();
        }

        double toBound() {
            return done.toNanos() / (double) ScaleBound.verified(hosts, LATENCY).toNanos();
        }

        double movedToBound() {
            return moved.toNanos() / (double) ScaleBound.moved(hosts, LATENCY).toNanos();
        }
    }

    /** Addresses that a host holds, and where they go. */
    private record Failed(String host, List<String> addresses, String spare) {}

    private final Baton baton;
    private final InMemoryVpc network;
    private final Ec2RequestLimits limits;
    private final List<Failed> failed = new ArrayList<>();
    private final Map<Call, Integer> calls = new EnumMap<>(Call.class);
    private int throttled;
    private long movedAt;
    private long doneAt;
    private long bytes;
    private final Random chance = new Random(1);

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

        @Override
        public long jitter(long bound) {
            return (long) (chance.nextDouble() * bound);
        }
    }

    ScaleRun(int addresses, int hosts, Executor threads) {
        this.baton = new Baton(threads, MOST_STEPS);
        this.network = InMemoryVpc.builder().ticker(new Clock()).build();
        this.limits = Ec2RequestLimits.of(network);
        String vpc = network.createVpc("10.0.0.0/16").id();
        String subnet = network.createSubnet(vpc, "10.0.0.0/16", "us-east-1a").id();
        int next = 0;
        for (int host = 0; host < hosts; host++) {
            List<String> held = new ArrayList<>();
            InterfaceSpec first = InterfaceSpec.in(subnet).primary(address(100, host));
            for (int count = addresses / hosts + (host < addresses % hosts ? 1 : 0); count > 0; count--) {
                String address = address(10, next++);
                first = first.secondary(address);
                held.add(address);
            }
            String type = "c5.9xlarge";
            failed.add(new Failed(
                    network.run(InstanceSpec.with(first).type(type)).id(),
                    held,
                    network.run(InstanceSpec.with(InterfaceSpec.in(subnet).primary(address(150, host)))
                                    .type(type))
                            .id()));
        }
    }

    private static String address(int third, int number) {
        return "10.0." + (third + number / 250) + "." + (1 + number % 250);
    }

    /** A group for each host, all at the same time. */
    Result evacuateSideBySide() {
        failed.forEach(each -> start(() -> evacuate(each)));
        return finish();
    }

    /** A group for each host, one after the other. */
    Result evacuateInTurn() {
        start(() -> failed.forEach(this::evacuate));
        return finish();
    }

    /** Each address by itself, one after the other. */
    Result moveOneByOne() {
        start(() -> failed.forEach(each -> each.addresses().forEach(address -> move(address, each.spare()))));
        return finish();
    }

    /** Each address by itself, all at the same time. */
    Result moveAllAtOnce() {
        failed.forEach(each -> each.addresses().forEach(address -> start(() -> move(address, each.spare()))));
        return finish();
    }

    /** As the usual script does it: for each address, one after the other, a look at the target and an assignment. */
    Result script() {
        Timed assigner = new Timed();
        start(() -> {
            for (Failed each : failed) {
                String spare = network.instance(each.spare())
                        .orElseThrow()
                        .interfaces()
                        .get(0)
                        .id();
                Placement placement =
                        Placement.builder(HostId.of(each.spare()), spare).build();
                for (String address : each.addresses()) {
                    baton.pause(LATENCY.toNanos());
                    calls.merge(Call.RESOLVE, 1, Integer::sum);
                    IpAddress vip = IpAddress.of(address);
                    One.assign(assigner, Transfer.of(vip, network.holders(address), placement));
                }
            }
        });
        return finish();
    }

    private void evacuate(Failed host) {
        FloatingIpGroup.of(host.addresses())
                .assigner(new Timed())
                .ticker(new Clock())
                .timeout(PATIENCE)
                .build()
                .evacuate(host.host())
                .to(host.spare())
                .execute();
    }

    private void move(String address, String spare) {
        FloatingIp.at(address)
                .assigner(new Timed())
                .ticker(new Clock())
                .timeout(PATIENCE)
                .build()
                .moveTo(spare);
    }

    private void start(Runnable body) {
        baton.start(0, () -> {
            long before = allocated();
            body.run();
            bytes += allocated() - before;
            doneAt = Math.max(doneAt, baton.now());
        });
    }

    private Result finish() {
        baton.run();
        int addresses = 0;
        for (Failed each : failed) {
            for (String address : each.addresses()) {
                List<Holder> holders = network.holders(address);
                if (holders.size() != 1 || !holders.get(0).isOn(HostId.of(each.spare()))) {
                    throw new IllegalStateException(address + " is with " + holders + ", not with " + each.spare());
                }
                addresses++;
            }
        }
        return new Result(
                addresses,
                failed.size(),
                Map.copyOf(calls),
                throttled,
                Duration.ofNanos(movedAt),
                Duration.ofNanos(doneAt),
                bytes);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    /** A mover's assigner: the network's, whose every request takes its time on the way. What it allocates is not counted. */
    private final class Timed extends ForwardingIpAssigner {

        private final InMemoryIpAssigner real;
        private int known;

        Timed() {
            this(InMemoryIpAssigner.of(network, limits));
        }

        private Timed(InMemoryIpAssigner real) {
            super(real);
            this.real = real;
        }

        private <T> T call(Supplier<T> call) {
            long before = allocated();
            baton.pause(LATENCY.toNanos() / 2);
            try {
                return call.get();
            } finally {
                List<RecordedCall> all = real.calls();
                List<RecordedCall> made = all.subList(known, all.size());
                known = all.size();
                for (RecordedCall each : made) {
                    calls.merge(each.call(), 1, Integer::sum);
                    throttled += "Throttled".equals(each.failure()) ? 1 : 0;
                }
                // A survey is two requests, the second after the first.
                baton.pause(LATENCY.toNanos() * made.size() - LATENCY.toNanos() / 2);
                bytes -= allocated() - before;
            }
        }

        @Override
        public Map<IpAddress, List<Holder>> locate(List<IpAddress> addresses) {
            return call(() -> real.locate(addresses));
        }

        @Override
        public PerAddress<Survey> survey(List<IpAddress> addresses, HostId target) {
            return call(() -> real.survey(addresses, target));
        }

        @Override
        public void assign(List<Transfer> batch) {
            boolean unused = call(() -> {
                real.assign(batch);
                movedAt = Math.max(movedAt, baton.now());
                return true;
            });
        }

        @Override
        public void release(List<IpAddress> addresses, Holder holder) {
            throw new UnsupportedOperationException("nothing is released here");
        }
    }
}
