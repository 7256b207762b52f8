package org.floatingip.lab.hosts;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.lab.Program;

/**
 * A real NetworkManager that manages a host of a {@link LinuxLab}, with its dispatcher, and a message bus of its own. It sees its own
 * {@code /etc/NetworkManager}, and ends with the host.
 */
final class NetworkManager implements HostManager {

    private static final String UNTIL_CONNECTED = "for i in $(seq 300); do"
            + " nmcli -t -f DEVICE,STATE device 2>/dev/null | grep -q 'eth0:connected$' && exit 0; sleep 0.05; done;"
            + " nmcli device; cat /run/nm.log; exit 1";

    private final LinuxLab lab;
    private final LinuxHost host;

    private final boolean dhcp;

    private NetworkManager(LinuxLab lab, LinuxHost host, boolean dhcp) {
        this.lab = lab;
        this.host = host;
        this.dhcp = dhcp;
    }

    /** Has it manage the host, whose addresses are static. */
    static NetworkManager start(LinuxLab lab, LinuxHost host) {
        return start(lab, host, false);
    }

    /** The same, with the IPv4 address by DHCP if that is said. */
    static NetworkManager start(LinuxLab lab, LinuxHost host, boolean dhcp) {
        for (String program : List.of("nmcli", "dbus-daemon")) {
            Program.requireTool(program);
        }
        Program.requireTool("NetworkManager", "/usr/sbin/NetworkManager");
        String profile = "/etc/NetworkManager/system-connections/eth0.nmconnection";
        host.sh(
                "mount -o remount,ro /sys && mount -t tmpfs tmpfs /etc/NetworkManager && mount -t tmpfs tmpfs /var/lib/NetworkManager"
                        + " && mkdir -p /etc/NetworkManager/system-connections /etc/NetworkManager/dispatcher.d /run/dbus"
                        + " && printf '[main]\\nplugins=keyfile\\ndns=none\\n' >/etc/NetworkManager/NetworkManager.conf"
                        + " && printf '%s\\n' '[connection]' id=eth0 type=ethernet interface-name=eth0 '[ipv4]' "
                        + (dhcp
                                ? "method=auto"
                                : "method=manual address1=" + host.address() + "/24," + LinuxLab.SUBNET + "1")
                        + " 'route1=172.30.0.0/24' '[ipv6]' method=manual"
                        + " address1=fd77:1::" + host.number() + "/64 >" + profile + " && chmod 600 " + profile
                        + " && chown messagebus /run/dbus && dbus-daemon --system --fork --nopidfile");
        NetworkManager manager = new NetworkManager(lab, host, dhcp);
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
        // Nothing says when its dispatcher has run all scripts; ours look again a second later.
        host.sh(
                "for i in $(seq 100); do [ -n \"$(ip -6 address show tentative)\" ] || break; sleep 0.05; done; sleep 0.6;"
                        + " for i in $(seq 200); do pgrep -f '[d]ispatcher.d/zz-vip' >/dev/null || exit 0; sleep 0.05; done; exit 1");
    }

    private void stop() {
        host.sh("pkill -TERM -x NetworkManager && for i in $(seq 200); do"
                + " pgrep -x NetworkManager >/dev/null || exit 0; sleep 0.05; done; exit 1");
    }

    @Override
    public List<Event> events() {
        List<Event> events = new ArrayList<>(List.of(
                Event.REAPPLY, Event.UP, Event.DOWN_UP, Event.RESTART, Event.CARRIER, Event.CARRIER_8, Event.BOOT));
        if (dhcp) {
            events.add(0, Event.DHCP_LEASE);
        }
        return events;
    }

    @Override
    public void happens(Event event) {
        switch (event) {
            case DHCP_LEASE -> HostManager.awaitRenewal(lab);
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
            case CARRIER -> HostManager.loseCarrier(lab, host, 1);
            case CARRIER_8 -> HostManager.loseCarrier(lab, host, 8);
            case BOOT -> {
                stop();
                // Whatever was written for the time of holding is of another boot then.
                host.sh(
                        "ip address flush dev eth0; ip link set eth0 down; rm -rf /run/NetworkManager /run/nm.log;"
                                + " cat /proc/sys/kernel/random/uuid >/run/boot && mount --bind /run/boot /proc/sys/kernel/random/boot_id");
                launch();
            }
            default -> throw new IllegalArgumentException(event.words);
        }
        settle();
    }

    @Override
    public void gives(String address) {
        host.sh("nmcli connection modify eth0 +ipv4.addresses " + address + "/24 && nmcli device reapply eth0");
        settle();
    }

    @Override
    public List<String> files() {
        return HostManager.files(host, "etc/NetworkManager");
    }
}
