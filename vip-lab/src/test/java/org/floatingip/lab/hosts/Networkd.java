package org.floatingip.lab.hosts;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.lab.Program;

/**
 * A real systemd-networkd that manages a host of a {@link LinuxLab}, with a message bus of its own and without udev and systemd. It
 * sees its own {@code /etc/systemd/network}, and ends with the host.
 */
final class Networkd {

    /** What {@code networkctl} says of an interface that is as it should be. */
    private static final String UNTIL_CONFIGURED = "for i in $(seq 200); do"
            + " networkctl status eth0 2>/dev/null | grep -q 'State: routable (configured)' && exit 0; sleep 0.05; done;"
            + " networkctl status eth0; cat /run/networkd.log; exit 1";

    private final LinuxLab lab;
    private final LinuxHost host;

    /** What happens to an interface; each ends when the host is as it stays. */
    enum Event {
        RENEW("networkctl renew"),
        RELOAD("networkctl reload, a file was touched"),
        RECONFIGURE("networkctl reconfigure"),
        RESTART("systemd-networkd restarts"),
        CARRIER("carrier lost and back"),
        BOOT("cold boot");

        final String words;

        Event(String words) {
            this.words = words;
        }
    }

    private Networkd(LinuxLab lab, LinuxHost host) {
        this.lab = lab;
        this.host = host;
    }

    /** Has it manage the host, by that file of {@code /etc/systemd/network} and what stands in it. */
    static Networkd start(LinuxLab lab, LinuxHost host, String file, String text) {
        for (String program : List.of("networkctl", "dbus-daemon")) {
            Program.requireTool(program);
        }
        Program.requireTool("systemd-networkd", "/lib/systemd/systemd-networkd");
        // A writable sysfs would have it wait for udev.
        host.sh("mount -o remount,ro /sys && mount -t tmpfs tmpfs /etc/systemd/network && mkdir -p /run/dbus"
                + " && chown messagebus /run/dbus && dbus-daemon --system --fork --nopidfile");
        Networkd networkd = new Networkd(lab, host);
        networkd.write("/etc/systemd/network/" + file, text);
        networkd.launch();
        return networkd;
    }

    /** A static address and one by IPv6, and a route that names no source. */
    static String usual(LinuxHost host, String match) {
        return """
                [Match]
                %s
                [Network]
                Address=%s/24
                Gateway=%s1
                Address=fd77:1::%d/64
                IPv6AcceptRA=no
                IPv6DuplicateAddressDetection=0
                [Route]
                Destination=172.30.0.0/24
                """.formatted(match, host.address(), LinuxLab.SUBNET, host.number());
    }

    /** Writes a file of the host. */
    void write(String path, String text) {
        StringBuilder quoted = new StringBuilder();
        text.lines().forEach(line -> quoted.append(" '").append(line).append('\''));
        host.sh("mkdir -p \"$(dirname " + path + ")\" && printf '%s\\n'" + quoted + " >" + path);
    }

    private void launch() {
        host.sh("install -d -o systemd-network -g systemd-network /run/systemd/netif /run/systemd/netif/links"
                + " /run/systemd/netif/leases /run/systemd/netif/lldp");
        // The shell around it takes its end: the first process of a host of the lab does not.
        host.sh("setsid sh -c '/lib/systemd/systemd-networkd; :' >>/run/networkd.log 2>&1 </dev/null &");
        settle();
    }

    private void settle() {
        host.sh(UNTIL_CONFIGURED);
    }

    void stop(String signal) {
        host.sh("pkill -" + signal + " -x systemd-network && for i in $(seq 100); do"
                + " pgrep -x systemd-network >/dev/null || exit 0; sleep 0.05; done; exit 1");
    }

    void happens(Event event) {
        switch (event) {
            case RENEW -> host.run("networkctl", "renew", "eth0");
            case RELOAD -> host.sh("touch /etc/systemd/network/* && networkctl reload && sleep 0.5");
            case RECONFIGURE -> host.sh("networkctl reconfigure eth0 && sleep 0.5");
            case RESTART -> {
                stop("USR2");
                launch();
            }
            case CARRIER -> {
                String end = LinuxLab.routerEnd(host, "eth0");
                lab.router().sh("ip link set " + end + " down");
                host.sh("for i in $(seq 100); do grep -q 0 /sys/class/net/eth0/carrier && break; sleep 0.05; done;"
                        + " sleep 0.5");
                lab.router().sh("ip link set " + end + " up");
            }
            case BOOT -> {
                stop("TERM");
                host.sh("ip address flush dev eth0; ip link set eth0 down; rm -rf /run/systemd /run/networkd.log");
                launch();
            }
        }
        settle();
    }

    /** The files of others and ours in both folders, with what stands in them. */
    List<String> files() {
        List<String> all = new ArrayList<>();
        host.sh(
                        "cd / && find etc/systemd/network run/systemd/network ! -type d 2>/dev/null | sort | while read -r each; do"
                                + " echo \"$each $(stat -c '%a %u %Y' \"$each\") $(cksum <\"$each\")\"; done")
                .lines()
                .forEach(all::add);
        return all;
    }
}
