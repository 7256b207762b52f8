package org.floatingip.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.floatingip.IpAddress;
import org.floatingip.lab.hosts.LinuxHost;
import org.floatingip.lab.hosts.LinuxLab;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcEvent;
import org.floatingip.testkit.network.VpcInterface;
import org.jspecify.annotations.Nullable;

/**
 * The network between the client and the hosts, in the lab's router.
 *
 * <p>As a VPC it routes by interface: for every secondary address it has a host route to the interface that holds it, whose
 * MAC address it knows for good. Nothing that hosts say by ARP changes that; they don't hear each other, and the router
 * answers their requests itself. When the in-memory VPC moves an address, the route follows after a delay. As a LAN it has
 * none of this: a bridge, on which whoever answers ARP has the address.
 */
public final class Fabric implements AutoCloseable {

    /** The client's side. */
    public static final String CLIENT_SUBNET = "10.77.2.";

    private static final String THREAD = "fabric";

    private final LinuxHost router;
    private final List<LinuxHost> hosts;
    private final InMemoryVpc network;
    private final Map<String, IpAddress> primaries = new LinkedHashMap<>();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, THREAD));
    private final Process routes;
    private final Writer toRoutes;
    private final BufferedReader fromRoutes;
    private final Set<IpAddress> routed = ConcurrentHashMap.newKeySet();
    private final AtomicInteger pending = new AtomicInteger();
    private final List<Change> changes = new ArrayList<>();
    private volatile Duration delay = Duration.ZERO;
    private volatile CountDownLatch open = new CountDownLatch(0);
    private volatile boolean lan;
    private volatile @Nullable Exception failure;

    /** When the VPC moved an address, and when packets went there, by {@link System#nanoTime()}. */
    record Change(IpAddress address, long movedAt, long routedAt) {}

    /** Takes over the lab's router; the network's interfaces are those of the hosts, with their MAC addresses. */
    public Fabric(LinuxLab lab, LinuxHost client, List<LinuxHost> hosts, InMemoryVpc network) {
        this.router = lab.router();
        this.hosts = hosts;
        this.network = network;
        String end = LinuxLab.routerEnd(client, "eth0");
        router.sh("cd /proc/sys/net/ipv4 && echo 1 > ip_forward && echo 0 > neigh/br0/proxy_delay"
                + " && for i in all default br0; do echo 0 > conf/$i/rp_filter; echo 0 > conf/$i/send_redirects; done && ip address add "
                + CLIENT_SUBNET + "1/24 dev " + end
                + " && ip link set " + end + " up");
        client.sh("ip address add " + CLIENT_SUBNET
                + "2/24 dev eth0 && ip link set eth0 up && ip route add default via " + CLIENT_SUBNET + "1");
        for (LinuxHost host : hosts) {
            // A service may be bound to the address before the host has it; a packet for somebody else is dropped.
            host.sh("echo 1 > /proc/sys/net/ipv4/ip_nonlocal_bind && echo 0 > /proc/sys/net/ipv4/ip_forward");
        }
        for (VpcInterface eni : network.interfaces()) {
            primaries.put(eni.id(), eni.primaryAddress());
            router.run(
                    "ip",
                    "neigh",
                    "replace",
                    eni.primaryAddress().toString(),
                    "lladdr",
                    eni.macAddress(),
                    "dev",
                    "br0",
                    "nud",
                    "permanent");
        }
        try {
            routes = router.inNetwork("chrt", "-r", "20", "ip", "-o", "-force", "-batch", "-")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        toRoutes = routes.outputWriter(StandardCharsets.US_ASCII);
        fromRoutes = new BufferedReader(new InputStreamReader(routes.getInputStream(), StandardCharsets.US_ASCII));
        vpc();
        Programs.hurry(THREAD);
        network.watch(this::follow);
    }

    /** How long after the VPC the packets follow, from now on. */
    void delay(Duration delay) {
        this.delay = delay;
    }

    /** Packets no longer follow the VPC, until {@link #release()}. */
    void hold() {
        open = new CountDownLatch(1);
    }

    /** They do again. */
    void release() {
        open.countDown();
    }

    /** From now on the hosts are in a VPC. */
    void vpc() {
        lan = false;
        router.sh("echo 1 > /proc/sys/net/ipv4/conf/br0/proxy_arp_pvlan && " + onPorts("isolated on"));
        for (VpcInterface eni : network.interfaces()) {
            for (IpAddress address : eni.addresses()) {
                if (!address.equals(eni.primaryAddress())) {
                    route(address, eni.id());
                }
            }
        }
        awaitQuiet();
    }

    /** From now on the hosts are in a LAN. */
    void lan() {
        awaitQuiet();
        lan = true;
        router.sh("echo 0 > /proc/sys/net/ipv4/conf/br0/proxy_arp_pvlan && " + onPorts("isolated off")
                + " && ip neigh flush dev br0");
        routed.forEach(address -> router.run("ip", "route", "del", address + "/32"));
        routed.clear();
    }

    private String onPorts(String setting) {
        return hosts.stream()
                .map(host -> "bridge link set dev " + LinuxLab.routerEnd(host, "eth0") + " " + setting)
                .reduce((first, then) -> first + " && " + then)
                .orElseThrow();
    }

    /** Cuts the wire to a host. */
    public void cut(LinuxHost host) {
        router.run("ip", "link", "set", LinuxLab.routerEnd(host, "eth0"), "down");
    }

    /** Mends the wire to a host. */
    void mend(LinuxHost host) {
        router.run("ip", "link", "set", LinuxLab.routerEnd(host, "eth0"), "up");
    }

    private void follow(VpcEvent event) {
        IpAddress address = event.address();
        if (address != null && !lan) {
            route(address, event.to() == null ? null : event.to().interfaceId());
        }
    }

    private void route(IpAddress address, @Nullable String eni) {
        long movedAt = System.nanoTime();
        pending.incrementAndGet();
        Future<?> unused = thread.schedule(() -> program(address, eni, movedAt), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** By one process that lives as long as the fabric: to start one takes longer than the change. */
    private void program(IpAddress address, @Nullable String eni, long movedAt) {
        try {
            open.await();
            String route = eni == null
                    ? "route replace blackhole " + address + "/32"
                    : "route replace " + address + "/32 via " + primaries.get(eni) + " dev br0 onlink";
            toRoutes.write(route + "\nlink show dev lo\n");
            toRoutes.flush();
            if (fromRoutes.readLine() == null) {
                throw new IOException("the process that sets routes has ended");
            }
            routed.add(address);
            synchronized (changes) {
                changes.add(new Change(address, movedAt, System.nanoTime()));
            }
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            pending.decrementAndGet();
        }
    }

    /** Waits until packets go where the VPC says. */
    public void awaitQuiet() {
        Wait.until("the fabric has followed the VPC", () -> pending.get() == 0);
        assertThat(failure).isNull();
    }

    /** What changed since then. */
    List<Change> since(long nanos) {
        synchronized (changes) {
            return changes.stream().filter(change -> change.movedAt() >= nanos).toList();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        routes.destroy();
    }
}
