package org.floatingip.lab.hosts;

/** The contract under systemd-networkd. */
class NetworkdContractIT extends ManagedHostContract {

    @Override
    void manage(LinuxLab lab, LinuxHost host) {
        Networkd.start(lab, host, "10-eth0.network", Networkd.usual(host, "Name=eth0"));
    }
}
