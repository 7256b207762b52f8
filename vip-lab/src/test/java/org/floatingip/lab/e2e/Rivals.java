package org.floatingip.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.floatingip.lab.Program;
import org.floatingip.lab.hosts.LinuxHost;

/** What people use today, with the same probe, hosts and wires. */
final class Rivals {

    private final EndToEndLab lab;

    Rivals(EndToEndLab lab) {
        this.lab = lab;
    }

    /** The original script's two calls of the {@code aws} command; both hosts have accepted the address before. */
    Measurement scriptPlanned(Duration latency, boolean targetIsLate) {
        lab.settle(lab.a);
        if (!targetIsLate) {
            lab.accept(lab.b, EndToEndLab.VIP);
        }
        lab.wire.latency(latency);
        lab.fabric.follower().delay(Moves.FOLLOWS_AFTER);
        return Measurement.of(lab, false, List.of(EndToEndLab.VIP), times -> {
            times.called();
            script();
            times.ended();
            if (targetIsLate) {
                Wait.millis(Sabotage.LATE_MILLIS);
                lab.accept(lab.b, EndToEndLab.VIP);
            }
            return List.of();
        });
    }

    /** The same after A was cut off. */
    Measurement scriptCrash(Duration latency) {
        lab.settle(lab.a);
        lab.accept(lab.b, EndToEndLab.VIP);
        lab.wire.latency(latency);
        lab.fabric.follower().delay(Moves.FOLLOWS_AFTER);
        return Measurement.of(lab, false, List.of(EndToEndLab.VIP), times -> {
            times.cut();
            lab.fabric.cut(lab.a);
            Wait.millis(Moves.NOTICED_AFTER_MILLIS);
            times.called();
            script();
            return List.of();
        });
    }

    private void script() {
        String eni = aws("describe-instances", "--instance-ids", lab.id(lab.b))
                .json()
                .at("/Reservations/0/Instances/0/NetworkInterfaces/0/NetworkInterfaceId")
                .asText();
        aws(
                "assign-private-ip-addresses",
                "--network-interface-id",
                eni,
                "--private-ip-addresses",
                EndToEndLab.VIP,
                "--allow-reassignment");
    }

    private Program.Ended aws(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "--endpoint-url";
        all[1] = lab.wire.url().toString();
        all[2] = "ec2";
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        Program.Ended ended = Program.aws().run(all);
        assertThat(ended.status()).as(ended.err()).isZero();
        return ended;
    }

    /**
     * The recipe's way to make a host accept the address: a stanza more, then {@code ifdown eth0 && ifup eth0}. At the holder
     * that is how the next address comes, at the target it is the first half of a move. Probed are the VIP and that host's own
     * address.
     */
    Measurement ifupdown(LinuxHost host) throws IOException {
        lab.settle(lab.a);
        Path stanza = host.write("interfaces.d/vip", "iface eth0 inet static\n\taddress " + EndToEndLab.VIP + "/32\n");
        Measurement measured = Measurement.of(lab, false, List.of(EndToEndLab.VIP, host.address()), times -> {
            times.called();
            host.sh("ifdown eth0 && ifup eth0");
            return List.of();
        });
        Files.delete(stanza);
        host.sh("ifdown eth0 ; ip address flush dev eth0 ; ifup eth0");
        return measured;
    }

    /** Debian's keepalived on both hosts, 100 ms between its adverts; A holds the address and is told to stop, or cut off. */
    Measurement keepalived(boolean crash) {
        lab.settle(lab.a);
        lab.drop(lab.a, EndToEndLab.VIP);
        lab.fabric.lan();
        try {
            startKeepalived(lab.a, 150);
            Wait.until("keepalived has brought the address to A", () -> has(lab.a));
            startKeepalived(lab.b, 100);
            // As long as it takes to take each other for what they are.
            Wait.millis(2000);
            return Measurement.of(lab, false, List.of(EndToEndLab.VIP), times -> {
                times.called();
                if (crash) {
                    times.cut();
                    lab.fabric.cut(lab.a);
                } else {
                    lab.a.sh("kill -TERM $(cat /run/keepalived.pid)");
                }
                Wait.until("keepalived has brought the address to B", () -> has(lab.b));
                times.ended();
                return List.of();
            });
        } finally {
            for (LinuxHost host : List.of(lab.a, lab.b)) {
                host.sh("[ ! -e /run/keepalived.pid ] || kill -TERM $(cat /run/keepalived.pid)");
                Wait.until("keepalived has ended on " + host.name(), () -> !runs(host));
                lab.drop(host, EndToEndLab.VIP);
            }
            lab.fabric.mend(lab.a);
            lab.fabric.vpc();
        }
    }

    private boolean has(LinuxHost host) {
        return host.run("ip", "-o", "address", "show", "dev", "eth0").contains(EndToEndLab.VIP + "/32");
    }

    private static boolean runs(LinuxHost host) {
        return host.sh("ls /run").contains("keepalived.pid");
    }

    private void startKeepalived(LinuxHost host, int priority) {
        Path settings =
                lab.lab.write(host.name() + "/keepalived.conf", """
                global_defs {
                    router_id %s
                    vrrp_version 3
                }
                vrrp_instance vip {
                    state BACKUP
                    interface eth0
                    virtual_router_id 51
                    priority %d
                    advert_int 0.1
                    virtual_ipaddress {
                        %s/32 dev eth0
                    }
                }
                """.formatted(host.name(), priority, EndToEndLab.VIP));
        host.start(
                Redirect.to(lab.lab
                        .folder()
                        .resolve(host.name() + "/keepalived.log")
                        .toFile()),
                "keepalived",
                "--dont-fork",
                "--log-console",
                "--vrrp",
                "--use-file=" + settings,
                "--pid=/run/keepalived.pid",
                "--vrrp_pid=/run/vrrp.pid");
    }
}
