package org.floatingip.lab.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A real program that reads /etc/network/interfaces, and is not Debian's ifupdown; none has a daemon. They can't be installed beside what
 * Debian has: {@code .ci/run} unpacks them, and the host sees their files over its own.
 */
final class OtherIfupdown implements HostManager {

    private final Kind kind;
    private final LinuxLab lab;
    private final LinuxHost host;

    /** The programs. */
    enum Kind {
        IFUPDOWN2("ifupdown2", "ifupdown2", "/usr/share/ifupdown2/__main__.py"),
        IFUPDOWN_NG("ifupdown-ng", "ifupdown-ng", "/sbin/ifupdown"),
        // The one that Debian installs for its boot has no ifup for IPv4.
        BUSYBOX("busybox", "busybox-static", "/bin/busybox");

        /** What vip calls it. */
        final String words;

        private final String deb;
        private final String program;

        Kind(String words, String deb, String program) {
            this.words = words;
            this.deb = deb;
            this.program = program;
        }
    }

    private OtherIfupdown(Kind kind, LinuxLab lab, LinuxHost host) {
        this.kind = kind;
        this.lab = lab;
        this.host = host;
    }

    /** Puts it in place of ifupdown, and has it configure the host's eth0. */
    static OtherIfupdown start(Kind kind, LinuxLab lab, LinuxHost host) {
        String over = " over() { mount -t overlay overlay -o \"lowerdir=$1:$2\" \"$2\"; }; sbin=$(readlink -f /sbin); ";
        String files = "/var/lib/vip-lab/" + kind.deb;
        String program = files + kind.program;
        String reason = "this test needs " + kind.words + ": .ci/run unpacks it to " + files;
        if ("required".equals(System.getProperty("lab")) && System.getenv("VIP_LAB_WITHOUT_OTHERS") == null) {
            assertThat(Path.of(program)).as(reason + " (-Dlab=required)").exists();
        }
        assumeTrue(Files.exists(Path.of(program)), reason);
        if (kind == Kind.BUSYBOX) {
            // In a file system for such, a device of that number says that the file below is not there.
            host.sh("mkdir /run/over && cd /run/over && for each in ifup ifdown; do ln -s " + program
                    + " $each; done && mknod ifquery c 0 0;" + over + "over /run/over $sbin && mkdir -p /run/network");
        } else {
            host.sh(
                    over + "cd " + files + " && over $PWD/sbin $sbin && for each in share libexec; do"
                            + " [ ! -d usr/$each ] || over $PWD/usr/$each /usr/$each || exit 1; done && cp -R etc/network/. /etc/network/");
        }
        // In what each of them understands.
        host.write("interfaces", """
                auto lo
                iface lo inet loopback

                auto eth0
                iface eth0 inet static
                \taddress %s
                \tnetmask 255.255.255.0
                \tgateway %s1
                \tup ip route add 172.30.0.0/24 dev eth0 || true
                \tup ip address replace fd77:1::%d/64 dev eth0 nodad || true
                """.formatted(host.address(), LinuxLab.SUBNET, host.number()));
        OtherIfupdown manager = new OtherIfupdown(kind, lab, host);
        manager.ifupAll();
        manager.settle();
        return manager;
    }

    /** That of busybox fails, since the kernel has given lo its address, and goes on with the others. */
    private void ifupAll() {
        host.sh("ifup -a >/run/ifup.log 2>&1; ip -4 address show dev eth0 | grep 'inet " + host.address()
                + "/24' || { cat /run/ifup.log; exit 1; }");
    }

    private void settle() {
        host.sh(
                "for i in $(seq 200); do [ -n \"$(ip -6 address show tentative)\" ] || exit 0; sleep 0.05; done; exit 1");
    }

    @Override
    public List<Event> events() {
        List<Event> events = List.of(Event.IFRELOAD, Event.IFDOWN_IFUP, Event.CARRIER, Event.BOOT);
        return kind == Kind.IFUPDOWN2 ? events : events.subList(1, events.size());
    }

    @Override
    public void happens(Event event) {
        switch (event) {
            case IFRELOAD -> host.sh("touch /etc/network/interfaces && ifreload -a");
            // By force, since an address or a link that is there already makes them give up.
            case IFDOWN_IFUP -> host.sh("ifdown -f eth0; ifup -f eth0; true");
            case CARRIER -> HostManager.loseCarrier(lab, host, 1);
            case BOOT -> {
                host.sh("ip address flush dev eth0; ip link set eth0 down; rm -rf /run/network/* /run/ifstate*");
                ifupAll();
            }
            default -> throw new IllegalArgumentException(event.words);
        }
        settle();
    }

    @Override
    public List<String> files() {
        return HostManager.files(host, "etc/network");
    }
}
