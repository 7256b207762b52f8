package org.floatingip.lab.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.lab.Program;
import org.floatingip.lab.engine.One;
import org.floatingip.linux.HostMode;
import org.floatingip.linux.LinuxConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An address that the kernel takes away by itself, in real time: nobody else is there to do it. */
class LeaseIT {

    private static final Placement PLACEMENT =
            Placement.builder(HostId.of("db.a"), "eni-0a").build();
    private static final Duration BUDGET = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofSeconds(2);

    private static final int RENEWALS = 100;

    /** Says of each address when it was gone for the first time, if only for a moment, and ends when both were. */
    private static final String WATCH = """
            while [ -z "$a" ] || [ -z "$b" ]; do
                all=$(ip -o address show dev eth0)
                case $all in *' %1$s/'*) ;; *) [ -n "$a" ] || { a=$(date +%%s%%3N); echo "%1$s $a"; } ;; esac
                case $all in *' %2$s/'*) ;; *) [ -n "$b" ] || { b=$(date +%%s%%3N); echo "%2$s $b"; } ;; esac
            done
            """.formatted(HostsUnderTest.IPV4, HostsUnderTest.IPV6);

    private LinuxLab lab;
    private LinuxHost host;
    private LinuxConfigurator hosts;

    @BeforeEach
    void start() {
        lab = LinuxLab.start();
        host = lab.debianHost("db.a", 10);
        hosts = LinuxConfigurator.builder().runner("db.a", host).build();
    }

    @AfterEach
    void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    private HostReport lease(IpAddress vip) {
        return hosts.acceptFor(List.of(vip), PLACEMENT, LEASE, BUDGET).get(vip);
    }

    /** Until the address is gone, at the most ten seconds. */
    private void awaitGone(IpAddress vip) {
        host.sh("for i in $(seq 200); do [ -n \"$(ip -o address show to " + vip
                + ")\" ] || exit 0; sleep 0.05; done; exit 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {HostsUnderTest.IPV4, HostsUnderTest.IPV6})
    void acceptFor_whenNobodyRenewsIt_goesByItselfWithinASecondOfItsEnd(String address) {
        IpAddress vip = IpAddress.of(address);
        long asked = System.nanoTime();
        HostReport report = lease(vip);
        long told = System.nanoTime();

        assertThat(report.detail()).contains("; for ", " s, unless that is renewed");
        assertThat(report.lease()).hasValueSatisfying(left -> assertThat(left).isBetween(Duration.ofSeconds(1), LEASE));
        awaitGone(vip);
        long gone = System.nanoTime();

        assertThat(Duration.ofNanos(gone - asked)).as("not before its end").isGreaterThan(LEASE);
        // The rest is what it takes to look: a process or two on a machine that others use.
        assertThat(Duration.ofNanos(gone - told)).as("after its end").isLessThan(LEASE.plusMillis(1500));
        System.out.printf(
                "%s: a lease of %d s was over %d ms after the answer%n",
                vip, LEASE.toSeconds(), (gone - told) / 1_000_000);
        assertThat(One.inspect(hosts, vip, PLACEMENT, BUDGET).accepts()).isFalse();
    }

    /** In a process of its own, as a daemon of somebody's would: in both families at once. */
    @Test
    void acceptFor_renewedAHundredTimes_staysAndGoesWhenTheRenewerIsStopped() throws Exception {
        host.sh("cat >/run/watch <<'EOF'\n" + WATCH + "EOF\n");
        Process watch = host.start(
                ProcessBuilder.Redirect.to(lab.write("watched", "").toFile()),
                "sh",
                "-c",
                "until [ -e /run/accepted ]; do sleep 0.01; done; exec sh /run/watch");
        List<String> command = new ArrayList<>(List.of(
                Program.java().toString(), "-cp", System.getProperty("java.class.path"), LeaseRenewer.class.getName()));
        // In a group of its own: what a renewal has started is stopped with it.
        command.add(0, "setsid");
        command.addAll(host.inside(List.of()));
        Process renewer = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader said = renewer.inputReader()) {
            long first = 0;
            long last = 0;
            for (int renewal = 0; renewal <= RENEWALS; renewal++) {
                String line = said.readLine();
                assertThat(line).startsWith("renewal " + renewal + " ");
                last = Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
                if (renewal == 0) {
                    first = last;
                    host.sh(": >/run/accepted");
                }
            }
            assertThat(host.sh("ip route get 224.0.0.9; ip route get 172.30.0.9; ip route get fd77:1::1"))
                    .doesNotContain(HostsUnderTest.IPV4, HostsUnderTest.IPV6);
            assertThat(watch.isAlive()).as("watched while it was renewed").isTrue();

            LinuxLab.LocalCommands.run("kill", "-STOP", "--", "-" + renewer.pid());
            long stopped = System.currentTimeMillis();
            assertThat(lab.folder().resolve("watched"))
                    .as("gone while it was renewed")
                    .isEmptyFile();
            // Long enough for it to have gone many times, had nobody renewed it.
            assertThat(Duration.ofMillis(last - first)).isGreaterThan(LeaseRenewer.LEASE.multipliedBy(3));
            assertThat(watch.waitFor(20, TimeUnit.SECONDS)).isTrue();

            List<String> gone = Files.readAllLines(lab.folder().resolve("watched"));
            assertThat(gone).hasSize(2);
            for (String each : gone) {
                String[] words = each.split(" ", 2);
                long at = Long.parseLong(words[1]);
                Duration after = Duration.ofMillis(at - stopped);
                System.out.printf(
                        "%s: %d renewals of a lease of %d s, in %d ms; over %d ms after its renewer was stopped%n",
                        words[0], RENEWALS, LeaseRenewer.LEASE.toSeconds(), last - first, after.toMillis());
                assertThat(after).as(each).isBetween(Duration.ZERO, LeaseRenewer.LEASE.plusSeconds(1));
                assertThat(Duration.ofMillis(at - last))
                        .as("not before its end: " + each)
                        .isGreaterThanOrEqualTo(LeaseRenewer.LEASE);
            }
        } finally {
            LinuxLab.LocalCommands.run("sh", "-c", "kill -s KILL -- -" + renewer.pid() + " || true");
        }
    }

    @Test
    void acceptFor_andAcceptInBetween_haveNoEnd() {
        IpAddress vip = IpAddress.of(HostsUnderTest.IPV4);
        lease(vip);

        HostReport report = One.accept(hosts, vip, PLACEMENT, BUDGET);

        assertThat(report.lease()).isEmpty();
        assertThat(report.changed()).isFalse();
        assertThat(host.run("ip", "-o", "address", "show", "to", vip.toString()))
                .contains("valid_lft forever preferred_lft forever")
                .doesNotContain("deprecated");
    }

    @Test
    void acceptFor_withAlways_isRefused() {
        LinuxConfigurator always = LinuxConfigurator.builder()
                .runner("db.a", host)
                .mode(HostMode.ALWAYS)
                .build();

        assertThat(always.leases()).isFalse();
        assertThatThrownBy(() -> always.acceptFor(List.of(IpAddress.of(HostsUnderTest.IPV4)), PLACEMENT, LEASE, BUDGET))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("use the mode while holding");
    }

    @Test
    void acceptFor_shorterThanASecond_isRefused() {
        assertThatThrownBy(() -> hosts.acceptFor(
                        List.of(IpAddress.of(HostsUnderTest.IPV4)), PLACEMENT, Duration.ofMillis(999), BUDGET))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
