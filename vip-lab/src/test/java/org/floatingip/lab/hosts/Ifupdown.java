package org.floatingip.lab.hosts;

import java.util.List;

/** Debian's ifupdown, as it manages {@link LinuxLab#debianHost}; it has no daemon. */
final class Ifupdown implements HostManager {

    private final LinuxLab lab;
    private final LinuxHost host;

    private Ifupdown(LinuxLab lab, LinuxHost host) {
        this.lab = lab;
        this.host = host;
    }

    /** Has it configure the host's eth0, in the form of Debian's installer. */
    static Ifupdown start(LinuxLab lab, LinuxHost host) {
        host.write("interfaces", host.usualInterfaces());
        Ifupdown ifupdown = new Ifupdown(lab, host);
        host.run("ifup", "-a");
        ifupdown.settle();
        return ifupdown;
    }

    private void settle() {
        // The kernel's own link-local address is tentative for a second or two.
        host.sh(
                "for i in $(seq 200); do [ -n \"$(ip -6 address show tentative)\" ] || exit 0; sleep 0.05; done; exit 1");
    }

    @Override
    public List<Event> events() {
        return List.of(Event.IFUP_AGAIN, Event.IFDOWN_IFUP, Event.CARRIER, Event.BOOT);
    }

    @Override
    public void happens(Event event) {
        switch (event) {
            // What is there already makes it say so, and go on.
            case IFUP_AGAIN -> host.sh("ifup --force --ignore-errors eth0 >/dev/null 2>&1 || true");
            case IFDOWN_IFUP -> host.sh("ifdown eth0 && ifup eth0");
            case CARRIER -> HostManager.loseCarrier(lab, host, 1);
            case BOOT ->
                host.sh("ip address flush dev eth0; ip link set eth0 down; rm -rf /run/network && mkdir /run/network"
                        + " && ifup -a");
            default -> throw new IllegalArgumentException(event.words);
        }
        settle();
    }

    @Override
    public void gives(String address) {
        host.write("interfaces.d/given", "auto eth0:0\niface eth0:0 inet static\n    address " + address + "/24\n");
        host.run("ifup", "eth0:0");
        settle();
    }

    @Override
    public List<String> files() {
        return HostManager.files(host, "etc/network");
    }
}
