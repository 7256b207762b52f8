package org.floatingip.lab.hosts;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.lab.Program;

/**
 * A real systemd-networkd that manages a host of a {@link LinuxLab}, with a message bus of its own and without udev and systemd. It
 * sees its own {@code /etc/systemd/network}, and ends with the host.
 */
final class Networkd implements HostManager {

    /** What {@code networkctl} says of an interface that is as it should be. */
    private static final String UNTIL_CONFIGURED = "for i in $(seq 200); do"
            + " networkctl status eth0 2>/dev/null | grep -q 'State: routable (configured)' && exit 0; sleep 0.05; done;"
            + " networkctl status eth0; cat /run/networkd.log; exit 1";

    private final LinuxLab lab;
    private final LinuxHost host;
    private final List<Event> events;

    private static final List<Event> EVENTS =
            List.of(Event.DHCP_RENEW, Event.RELOAD, Event.RECONFIGURE, Event.RESTART, Event.CARRIER, Event.BOOT);

    private Networkd(LinuxLab lab, LinuxHost host, List<Event> events) {
        this.lab = lab;
        this.host = host;
        this.events = events;
    }

    /** Has it manage the host, by that file of {@code /etc/systemd/network} and what stands in it. */
    static Networkd start(LinuxLab lab, LinuxHost host, String file, String text) {
        for (String program : List.of("networkctl", "dbus-daemon")) {
            Program.requireTool(program);
        }
        Program.requireTool("systemd-networkd", "/lib/systemd/systemd-networkd");
        prepare(host);
        Networkd networkd = new Networkd(lab, host, EVENTS);
        networkd.write("/etc/systemd/network/" + file, text);
        networkd.launch();
        return networkd;
    }

    /** The same, by a real netplan and what it makes of this; what it asks of systemd and udev, which are not here, is answered. */
    static Networkd byNetplan(LinuxLab lab, LinuxHost host) {
        Program.requireTool("netplan", "/usr/sbin/netplan");
        List<Event> events = new ArrayList<>(EVENTS);
        events.add(events.indexOf(Event.RESTART), Event.NETPLAN_APPLY);
        prepare(host);
        Networkd networkd = new Networkd(lab, host, events);
        host.sh(
                "mount -t tmpfs tmpfs /etc/netplan && printf '#!/bin/sh\\nexit 0\\n' >/run/none && chmod 755 /run/none && for each in"
                        + " systemctl udevadm; do mount --bind /run/none \"$(readlink -f \"$(command -v $each)\")\" || exit 1; done");
        networkd.write("/etc/netplan/50-vip.yaml", """
                network:
                  version: 2
                  renderer: networkd
                  ethernets:
                    eth0:
                      addresses: [%s/24, "fd77:1::%d/64"]
                      accept-ra: false
                      routes:
                        - to: default
                          via: %s1
                        - to: 172.30.0.0/24
                """.formatted(host.address(), host.number(), LinuxLab.SUBNET));
        host.sh("chmod 600 /etc/netplan/50-vip.yaml && netplan generate");
        networkd.launch();
        return networkd;
    }

    private static void prepare(LinuxHost host) {
        // A writable sysfs would have it wait for udev.
        host.sh("mount -o remount,ro /sys && mount -t tmpfs tmpfs /etc/systemd/network && mkdir -p /run/dbus"
                + " && chown messagebus /run/dbus && dbus-daemon --system --fork --nopidfile");
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

    /** The same, with the address by DHCP. */
    static String byDhcp(LinuxHost host) {
        return usual(host, "Name=eth0")
                .replace("Address=" + host.address() + "/24\nGateway=" + LinuxLab.SUBNET + "1\n", "DHCP=ipv4\n");
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

    @Override
    public List<Event> events() {
        return events;
    }

    @Override
    public void happens(Event event) {
        switch (event) {
            case DHCP_RENEW -> host.run("networkctl", "renew", "eth0");
            case RELOAD ->
                host.sh("find /etc/systemd/network /run/systemd/network -name '*.network' -type f -exec touch {} +;"
                        + " networkctl reload && sleep 0.5");
            case RECONFIGURE -> host.sh("networkctl reconfigure eth0 && sleep 0.5");
            case NETPLAN_APPLY -> host.sh("netplan apply && sleep 0.5");
            case RESTART -> {
                stop("USR2");
                launch();
            }
            case CARRIER -> HostManager.loseCarrier(lab, host, 1);
            case BOOT -> {
                stop("TERM");
                host.sh("ip address flush dev eth0; ip link set eth0 down; rm -rf /run/systemd /run/networkd.log");
                host.sh("[ ! -e /etc/netplan/50-vip.yaml ] || netplan generate");
                launch();
            }
            default -> throw new IllegalArgumentException(event.words);
        }
        settle();
    }

    @Override
    public void gives(String address) {
        host.sh("if [ -e /etc/netplan/50-vip.yaml ]; then sed -i 's|addresses: \\[|&" + address
                + "/24, |' /etc/netplan/50-vip.yaml && netplan apply; else sed -i '/^\\[Network\\]/a Address=" + address
                + "/24' /etc/systemd/network/10-eth0.network && networkctl reload; fi && sleep 0.5");
        settle();
    }

    @Override
    public List<String> files() {
        return HostManager.files(host, "etc/netplan etc/systemd/network run/systemd/network");
    }
}
