package org.floatingip.linux.internal;

import java.util.Arrays;
import java.util.Optional;
import org.floatingip.HostId;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;

/**
 * A tool that copies the addresses of the instance's metadata onto its interfaces, some time after they have changed there: what it
 * does after a move, and what to do about it.
 */
enum MetadataCopier {
    AMAZON_EC2_NET_UTILS(
            "amazon-ec2-net-utils",
            "it gives a host that an address has left that address until its next refresh, within 65 s of a move",
            ""),
    NM_CLOUD_SETUP(
            "nm-cloud-setup",
            "it gives the holder the address in a form of its own, and a host that the address has left has it again at each"
                    + " reapply until its next run (a timer of five minutes); before NetworkManager 1.40.10 it takes away what"
                    + " others have added",
            "systemctl disable --now nm-cloud-setup.timer nm-cloud-setup.service; then have the holder accept the address, and"
                    + " the others drop it: vip host accept, vip host drop"),
    CLOUD_NETCONFIG(
            "cloud-netconfig",
            "it gives the holder the address in a form of its own beside vip's, and takes it from a host that the address has"
                    + " left up to a minute after a move, or at the next DHCP renewal if its timer is off",
            "CLOUD_NETCONFIG_MANAGE=no in the interface's /etc/sysconfig/network/ifcfg- file, or systemctl disable --now"
                    + " cloud-netconfig.timer; then have the holder accept the address, and the others drop it: vip host"
                    + " accept, vip host drop");

    private final String tool;
    private final String after;
    private final String remedy;

    MetadataCopier(String tool, String after, String remedy) {
        this.tool = tool;
        this.after = after;
        this.remedy = remedy;
    }

    static Optional<MetadataCopier> of(HostAnswer answer) {
        return Arrays.stream(values())
                .filter(each -> each.tool.equals(answer.value("copier")))
                .findFirst();
    }

    /** What the doctor says of it: a warning if it can be done without. */
    Finding finding(HostId host) {
        String detail = tool + " copies the addresses of the instance's metadata onto its interfaces: " + after;
        return remedy.isEmpty()
                ? Finding.ok(Checks.INTERFACE_MANAGER, host.value(), detail)
                : Finding.warning(Checks.INTERFACE_MANAGER, host.value(), detail, remedy);
    }
}
