package org.floatingip.lab.hosts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.linux.LinuxConfigurator;
import org.floatingip.linux.LocalCommandRunner;
import org.floatingip.spi.Placement;

/**
 * A program for {@link LeaseIT}: has a host accept addresses for three seconds, again and again, and says each time which renewal that
 * was, and when it began. It renews ten times in a second, or as often as the machine can. Its arguments are the words before a command that make it one of the host.
 */
final class LeaseRenewer {

    static final Duration LEASE = Duration.ofSeconds(3);
    private static final long PERIOD_MILLIS = 100;

    private LeaseRenewer() {}

    public static void main(String[] inside) throws InterruptedException {
        LinuxConfigurator hosts = LinuxConfigurator.builder()
                .runner("db.a", command -> {
                    List<String> all = new ArrayList<>(List.of(inside));
                    all.addAll(command.arguments());
                    return LocalCommandRunner.create().run(command.withArguments(all));
                })
                .build();
        List<IpAddress> both = List.of(IpAddress.of(HostsUnderTest.IPV4), IpAddress.of(HostsUnderTest.IPV6));
        Placement placement = Placement.builder(HostId.of("db.a"), "eni-0a").build();
        for (int renewal = 0; ; renewal++) {
            long began = System.nanoTime();
            long at = System.currentTimeMillis();
            var failures = hosts.acceptFor(both, placement, LEASE, Duration.ofSeconds(10))
                    .failures();
            System.out.println(failures.isEmpty() ? "renewal " + renewal + " " + at : failures.toString());
            Thread.sleep(Math.max(0, PERIOD_MILLIS - (System.nanoTime() - began) / 1_000_000));
        }
    }
}
