package org.floatingip.lab.hosts;

/** The contract under NetworkManager. */
class NetworkManagerContractIT extends ManagedHostContract {

    @Override
    void manage(LinuxLab lab, LinuxHost host) {
        NetworkManager.start(lab, host);
    }
}
