package org.floatingip.lab.hosts;

import java.util.List;

/** A program that manages a host's interface in a {@link LinuxLab}: what it can have happen there, and what it keeps in files. */
interface HostManager {

    /** What happens to an interface, in the words of its manager. */
    enum Event {
        DHCP_RENEW("networkctl renew"),
        DHCP_LEASE("DHCP renews by itself"),
        RELOAD("networkctl reload, a file was touched"),
        RECONFIGURE("networkctl reconfigure"),
        NETPLAN_APPLY("netplan apply"),
        REAPPLY("nmcli device reapply"),
        UP("nmcli connection up"),
        DOWN_UP("nmcli connection down, and up"),
        IFRELOAD("ifreload, a file was touched"),
        IFUP_AGAIN("ifup --force"),
        IFDOWN_IFUP("ifdown, and ifup"),
        RESTART("its daemon restarts"),
        CARRIER("carrier lost for a second, and back"),
        CARRIER_8("carrier lost for 8 s, and back"),
        BOOT("cold boot");

        final String words;

        Event(String words) {
            this.words = words;
        }
    }

    /** What can happen to eth0, in the order of the page. */
    List<Event> events();

    /** Has it happen; ends when the host is as it stays. */
    void happens(Event event);

    /** Has its own configuration give eth0 that address too, with the subnet's prefix; it has it then. */
    default void gives(String address) {
        throw new UnsupportedOperationException();
    }

    /** The files of others and ours that it reads, with what stands in them. */
    List<String> files();

    /** Files below those folders of the host, with permissions, time and checksum. */
    static List<String> files(LinuxHost host, String folders) {
        return host.sh("cd / && find " + folders + " ! -type d 2>/dev/null | sort | while read -r each; do"
                        + " echo \"$each $(stat -c '%a %u %Y' \"$each\") $(cksum <\"$each\")\"; done")
                .lines()
                .toList();
    }

    /** Takes the carrier of eth0 away for that time, at the other end of its wire. */
    static void loseCarrier(LinuxLab lab, LinuxHost host, int seconds) {
        String end = LinuxLab.routerEnd(host, "eth0");
        lab.router().sh("ip link set " + end + " down; sleep " + seconds + "; ip link set " + end + " up");
    }

    /** Serves the host its address by DHCP, from the router; a lease is renewed after some seconds. */
    static void serveDhcp(LinuxLab lab, LinuxHost host, int renewAfter) {
        org.floatingip.lab.Program.requireTool("dnsmasq", "/usr/sbin/dnsmasq");
        String mac = host.sh("cat /sys/class/net/eth0/address").strip();
        lab.router()
                .sh("dnsmasq --no-daemon --conf-file=/dev/null --port=0 --interface=br0 --bind-interfaces --user=root"
                        + " --dhcp-range=" + LinuxLab.SUBNET + "100," + LinuxLab.SUBNET + "110,120 --dhcp-host=" + mac
                        + ","
                        + host.address() + " --dhcp-option=option:router," + LinuxLab.SUBNET + "1 --dhcp-authoritative"
                        + " --dhcp-option=option:T1," + renewAfter + " --log-dhcp --dhcp-leasefile=/run/dhcp.leases"
                        + " --dhcp-script= >>/run/dnsmasq.log 2>&1 </dev/null &");
    }

    /** Waits until the host's lease was renewed once more. */
    static void awaitRenewal(LinuxLab lab) {
        lab.router()
                .sh(
                        "n=$(grep -c DHCPACK /run/dnsmasq.log); for i in $(seq 300); do"
                                + " [ $(grep -c DHCPACK /run/dnsmasq.log) -gt $n ] && exit 0; sleep 0.05; done; cat /run/dnsmasq.log; exit 1");
    }
}
