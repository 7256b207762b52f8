package org.floatingip.lab.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.floatingip.lab.Program;
import org.floatingip.spi.SystemTicker;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.Hold;
import org.floatingip.testkit.fault.WireFault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A whole move from the command line: EC2 in memory, two Debian hosts over SSH. */
class LinuxMoveIT {

    private static final String VIP = LinuxLab.SUBNET + "12";

    private final InMemoryVpc network =
            InMemoryVpc.builder().ticker(SystemTicker.instance()).build();
    private InMemoryAwsServer server;
    private LinuxLab lab;
    private LinuxSsh ssh;
    private LinuxHost hostA;
    private LinuxHost hostB;
    private String a;
    private String b;
    private Path bin;

    @BeforeEach
    void start() throws IOException {
        lab = LinuxLab.start();
        ssh = new LinuxSsh(lab);
        String vpc = network.createVpc("10.77.0.0/16").id();
        String subnet = network.createSubnet(vpc, LinuxLab.SUBNET + "0/24", "us-east-1a")
                .id();
        hostA = ssh.serve(lab.debianHost("db.a", 10));
        hostB = ssh.serve(lab.debianHost("db.b", 11));
        a = instance(
                subnet, hostA, InterfaceSpec.in(subnet).primary(hostA.address()).secondary(VIP));
        b = instance(subnet, hostB, InterfaceSpec.in(subnet).primary(hostB.address()));
        server = InMemoryAwsServer.start(network);
        // What vip finds as ssh on its path runs in the lab's network.
        bin = lab.write("bin/ssh", "#!/bin/sh\nexec nsenter -t " + lab.router().pid() + " -n -- /usr/bin/ssh \"$@\"\n");
        Files.setPosixFilePermissions(bin, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    /** An instance whose interface has the MAC address that the host's has: that is how the host finds it. */
    private String instance(String subnet, LinuxHost host, InterfaceSpec eni) {
        VpcInstance instance = network.run(InstanceSpec.with(eni).name(host.name()));
        assertThat(instance.interfaces().get(0).subnetId()).isEqualTo(subnet);
        host.sh("ip link set eth0 address " + instance.interfaces().get(0).macAddress());
        return instance.id();
    }

    private Program.Ended vip(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--ssh-config", ssh.config().toString()));
        return Program.vip()
                .with("AWS_ENDPOINT_URL", server.endpointUrl().toString())
                .with("PATH", bin.getParent() + ":" + System.getenv("PATH"))
                .run(all.toArray(String[]::new));
    }

    private String[] withHosts(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of(
                "--host", a + "=root@" + hostA.address(), "--host", b + "=ssh://root@" + hostB.address() + ":22"));
        return all.toArray(String[]::new);
    }

    private static boolean accepts(LinuxHost host) {
        return host.run("ip", "-o", "address", "show", "dev", "eth0").contains(VIP + "/32");
    }

    @Test
    void move_whenHostsAreGiven_isAcceptedBeforeTheFlipAndGoneFromTheOldHostAfterIt() throws Exception {
        Program.Ended accept = vip("host", "accept", VIP, "--ssh", "root@" + hostA.address());
        assertThat(accept.status()).as(accept.err()).isZero();
        assertThat(accepts(hostA)).isTrue();
        Hold flip = Hold.create();
        server.inject(WireFault.holdBefore(flip).onAction("AssignPrivateIpAddresses"));

        CompletableFuture<Program.Ended> moving = CompletableFuture.supplyAsync(() -> vip(withHosts("move", VIP, b)));
        flip.awaitReached(Duration.ofSeconds(30));
        List<Boolean> before = List.of(accepts(hostA), accepts(hostB));
        flip.release();
        Program.Ended moved = moving.get();

        assertThat(before).as("A and B accept it when the network is told").containsExactly(true, true);
        assertThat(moved.status()).as(moved.err()).isZero();
        assertThat(moved.err()).isEmpty();
        assertThat(moved.out()).contains("host ready done", "assigned done", "verified done", "old host released done");
        assertThat(accepts(hostA)).isFalse();
        assertThat(accepts(hostB)).isTrue();
        Program.Ended show = vip("host", "show", VIP, "--ssh", "root@" + hostB.address());
        assertThat(show.out()).startsWith(hostB.address() + " accepts it: ");
    }

    @Test
    void doctor_whenHostsAreGiven_looksAtThemOverSsh() {
        Program.Ended sick = vip(
                "doctor",
                VIP,
                "--timeout",
                "100",
                "--hosts",
                a + "=root@" + hostA.address(),
                b + "=ssh://root@" + hostB.address() + ":22");

        assertThat(sick.status()).as(sick.out() + sick.err()).isEqualTo(7);
        assertThat(sick.out())
                .startsWith("PROBLEM   host-accepts " + a + ": it holds it but does not accept it")
                .contains("ok        interface-manager " + b
                        + ": ifupdown manages eth0 (and drops the address at ifdown)");

        Program.Ended accept = vip("host", "accept", VIP, "--ssh", "root@" + hostA.address());
        assertThat(accept.status()).as(accept.err()).isZero();
        Program.Ended mended = vip(withHosts("doctor", VIP, "--timeout", "100"));
        assertThat(mended.status()).as(mended.out() + mended.err()).isZero();
        assertThat(mended.out()).contains("ok        host-accepts " + a + ": it accepts it");

        hostB.sh("kill $(cat /run/sshd.pid)");
        Program.Ended dead = vip(withHosts("doctor", VIP, "--timeout", "100"));
        assertThat(dead.status()).as(dead.out() + dead.err()).isEqualTo(7);
        assertThat(dead.out()).contains("PROBLEM   host-access " + b + ": it can't be reached");
    }

    @Test
    void settle_whenTheOldHostWasDeadDuringTheMove_cleansItUpWhenItIsBack() {
        vip("host", "accept", VIP, "--ssh", "root@" + hostA.address());
        hostA.sh("kill $(cat /run/sshd.pid)");

        Program.Ended moved = vip(withHosts("move", VIP, b));
        assertThat(moved.status()).as(moved.err()).isZero();
        assertThat(moved.err()).contains("vip: warning: " + a + " may still accept " + VIP);
        assertThat(accepts(hostA)).isTrue();

        Program.Ended early = vip(withHosts("settle", VIP, a));
        assertThat(early.status()).as(early.err()).isEqualTo(1);

        hostA.run(
                "/usr/sbin/sshd", "-f", lab.folder().resolve("db.a/sshd_config").toString());
        Program.Ended late = vip(withHosts("settle", VIP));
        assertThat(late.status()).as(late.err()).isZero();
        assertThat(accepts(hostA)).isFalse();
        assertThat(accepts(hostB)).as("it holds the address").isTrue();
    }

    @Test
    void settle_whenOneOfTheHostsIsGone_settlesTheOthersAndSaysSo() {
        vip("host", "accept", VIP, "--ssh", "root@" + hostA.address());
        assertThat(vip("move", VIP, b).status()).isZero();
        String gone = "i-0123456789abcdef0";

        Program.Ended settled = vip(withHosts("settle", VIP, gone, a, "--output", "json"));

        assertThat(settled.status()).as(settled.err()).isEqualTo(1);
        assertThat(accepts(hostA)).isFalse();
        assertThat(settled.out())
                .contains("\"outcome\":\"UNSETTLED\"", "\"settled\":[{\"host\":\"" + a + "\"")
                .contains("\"failed\":[{\"host\":\"" + gone + "\",\"type\":\"UnknownTarget\"");
    }

    @Test
    void move_whenHostsAcceptItAlways_leavesTheOldHostAsItIs() {
        for (LinuxHost host : List.of(hostA, hostB)) {
            Program.Ended accept = vip("host", "accept", VIP, "--mode", "always", "--ssh", "root@" + host.address());
            assertThat(accept.status()).as(accept.err()).isZero();
        }

        Program.Ended moved = vip(withHosts("move", VIP, b, "--mode", "always"));

        assertThat(moved.status()).as(moved.err()).isZero();
        assertThat(moved.out()).doesNotContain("old host released");
        assertThat(List.of(accepts(hostA), accepts(hostB))).containsExactly(true, true);
        for (List<String> mode : List.of(List.of("--mode", "always"), List.<String>of())) {
            List<String> settle = new ArrayList<>(List.of("settle", VIP, a));
            settle.addAll(mode);
            Program.Ended settled = vip(withHosts(settle.toArray(String[]::new)));
            assertThat(settled.status()).as(settled.err()).isZero();
            assertThat(accepts(hostA)).as("not refused by settling " + mode).isTrue();
        }
    }

    @Test
    void host_whenInputIsHostile_isRefusedBeforeAnythingRuns() {
        for (List<String> row : List.of(
                List.of("not an IP address", "host", "accept", VIP + "; rm -rf /"),
                List.of("-oProxyCommand=id", "host", "show", VIP, "--ssh", "-oProxyCommand=id"),
                List.of("$(id)", "host", "accept", VIP, "--interface", "$(id)"),
                List.of("not a mode", "host", "accept", VIP, "--mode", "sometimes"))) {
            Program.Ended ended = vip(row.subList(1, row.size()).toArray(String[]::new));

            assertThat(ended.status()).as("%s: %s", row, ended.err()).isEqualTo(2);
            assertThat(ended.err()).contains(row.get(0)).doesNotContain("\tat ");
        }
    }
}
