package org.floatingip.lab.hosts;

import org.floatingip.linux.HostMode;
import org.floatingip.linux.IfupdownConfigurator;
import org.floatingip.testkit.contract.HostNetworkConfiguratorContract;
import org.floatingip.testkit.contract.HostsFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The contract on a real interface, over a real SSH server: as root, and as a user who may sudo. */
class SshHostContractIT {

    private static LinuxLab lab;
    private static LinuxSsh ssh;
    private static LinuxHost host;
    private static LinuxHost withoutSshd;
    private static IfupdownConfigurator asRoot;
    private static IfupdownConfigurator bySudo;
    private static IfupdownConfigurator bySudoAlways;

    @BeforeAll
    static void start() {
        lab = LinuxLab.start();
        ssh = new LinuxSsh(lab);
        host = ssh.serve(lab.debianHost("db.a", 10));
        withoutSshd = lab.debianHost("db.z", 11);
        asRoot = IfupdownConfigurator.over(ssh.hosts("root", host, withoutSshd));
        bySudo = bySudo().interfaceName("eth0").build();
        bySudoAlways = bySudo().mode(HostMode.ALWAYS).build();
    }

    private static IfupdownConfigurator.Builder bySudo() {
        return IfupdownConfigurator.builder()
                .ssh(ssh.hosts("admin", host, withoutSshd))
                .sudo();
    }

    @AfterAll
    static void stop() {
        for (IfupdownConfigurator each : new IfupdownConfigurator[] {asRoot, bySudo, bySudoAlways}) {
            if (each != null) {
                each.close();
            }
        }
        if (lab != null) {
            lab.close();
        }
    }

    @Nested
    class AsRoot extends HostNetworkConfiguratorContract {

        @Override
        protected HostsFixture fixture() {
            return new HostsUnderTest(asRoot);
        }
    }

    @Nested
    class AsAUserWhoMaySudo extends HostNetworkConfiguratorContract {

        @Override
        protected HostsFixture fixture() {
            return new HostsUnderTest(bySudo);
        }
    }

    @Nested
    class AsAUserWhoMaySudoAndAlways extends HostNetworkConfiguratorContract {

        @Override
        protected HostsFixture fixture() {
            return new HostsUnderTest(bySudoAlways);
        }
    }
}
