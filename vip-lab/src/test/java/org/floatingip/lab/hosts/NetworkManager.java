package org.floatingip.lab.hosts;

import java.util.List;
import org.floatingip.lab.Program;

/**
 * A real NetworkManager that manages a host of a {@link LinuxLab}, with its dispatcher, and a message bus of its own. It sees its own
 * {@code /etc/NetworkManager}, and ends with the host.
 */
final class NetworkManager {

    private static final String UNTIL_CONNECTED = "for i in $(seq 300); do"
            + " nmcli -t -f DEVICE,STATE device 2>/dev/null | grep -q 'eth0:connected$' && exit 0; sleep 0.05; done;"
            + " nmcli device; cat /run/nm.log; exit 1";

    private final LinuxLab lab;
    private final LinuxHost host;

    /** What happens to an interface. */
    enum Event {
        REAPPLY("nmcli device reapply"),
        UP("nmcli connection up"),
        DOWN_UP("nmcli connection down, and up"),
        RESTART("NetworkManager restarts"),
        CARRIER("carrier lost for 8 s, and back"),
        BOOT("cold boot");

        final String words;

        Event(String words) {
            this.words = words;
        }
    }

    private NetworkManager(LinuxLab lab, LinuxHost host) {
        this.lab = lab;
        this.host = host;
    }

    /** Has it manage the host, whose addresses are static. */
    static NetworkManager start(LinuxLab lab, LinuxHost host) {
        for (String program : List.of("nmcli", "dbus-daemon")) {
            Program.requireTool(program);
        }
        Program.requireTool("NetworkManager", "/usr/sbin/NetworkManager");
        String profile = "/etc/NetworkManager/system-connections/eth0.nmconnection";
        host.sh(
                "mount -o remount,ro /sys && mount -t tmpfs tmpfs /etc/NetworkManager && mount -t tmpfs tmpfs /var/lib/NetworkManager"
                        + " && mkdir -p /etc/NetworkManager/system-connections /etc/NetworkManager/dispatcher.d /run/dbus"
                        + " && printf '[main]\\nplugins=keyfile\\ndns=none\\n' >/etc/NetworkManager/NetworkManager.conf"
                        + " && printf '%s\\n' '[connection]' id=eth0 type=ethernet interface-name=eth0 '[ipv4]' method=manual"
                        + " address1=" + host.address() + "/24," + LinuxLab.SUBNET
                        + "1 'route1=172.30.0.0/24' '[ipv6]' method=manual"
                        + " address1=fd77:1::" + host.number() + "/64 >" + profile + " && chmod 600 " + profile
                        + " && chown messagebus /run/dbus && dbus-daemon --system --fork --nopidfile");
        NetworkManager manager = new NetworkManager(lab, host);
        manager.launch();
        return manager;
    }

    private void launch() {
        // The shell around it takes its end: the first process of a host of the lab does not.
        host.sh("setsid sh -c '/usr/sbin/NetworkManager --no-daemon; :' >>/run/nm.log 2>&1 </dev/null &");
        settle();
    }

    private void settle() {
        host.sh(UNTIL_CONNECTED);
        // The dispatcher's scripts have done all by then; nothing says so.
        host.sh(
                "for i in $(seq 100); do [ -n \"$(ip -6 address show tentative)\" ] || break; sleep 0.05; done; sleep 2");
    }

    private void stop() {
        host.sh("pkill -TERM -x NetworkManager && for i in $(seq 200); do"
                + " pgrep -x NetworkManager >/dev/null || exit 0; sleep 0.05; done; exit 1");
    }

    void happens(Event event) {
        switch (event) {
            case REAPPLY -> host.run("nmcli", "device", "reapply", "eth0");
            case UP -> host.run("nmcli", "connection", "up", "eth0");
            case DOWN_UP -> {
                host.run("nmcli", "connection", "down", "eth0");
                host.run("nmcli", "connection", "up", "eth0");
            }
            case RESTART -> {
                stop();
                launch();
            }
            case CARRIER -> {
                String end = LinuxLab.routerEnd(host, "eth0");
                lab.router().sh("ip link set " + end + " down; sleep 8; ip link set " + end + " up");
            }
            case BOOT -> {
                stop();
                // Whatever was written for the time of holding is of another boot then.
                host.sh(
                        "ip address flush dev eth0; ip link set eth0 down; rm -rf /run/NetworkManager /run/nm.log;"
                                + " cat /proc/sys/kernel/random/uuid >/run/boot && mount --bind /run/boot /proc/sys/kernel/random/boot_id");
                launch();
            }
        }
        settle();
    }

    /** The scripts of its dispatcher, and the profiles, with what stands in them. */
    List<String> files() {
        return host.sh("find /etc/NetworkManager ! -type d | sort | while read -r each; do"
                        + " echo \"$each $(stat -c '%a %u %Y' \"$each\") $(cksum <\"$each\")\"; done")
                .lines()
                .toList();
    }
}
