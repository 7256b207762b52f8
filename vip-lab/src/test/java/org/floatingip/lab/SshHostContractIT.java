package org.floatingip.lab;

import org.floatingip.linux.HostMode;
import org.floatingip.linux.IfupdownConfigurator;
import org.floatingip.testkit.contract.GroupHostNetworkConfiguratorContract;
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

    @BeforeAll
    static void start() {
        lab = LinuxLab.start();
        ssh = new LinuxSsh(lab);
        host = ssh.serve(lab.debianHost("db.a", 10));
        withoutSshd = lab.debianHost("db.z", 11);
    }

    @AfterAll
    static void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @Nested
    class AsRoot extends HostNetworkConfiguratorContract {

        private static IfupdownConfigurator hosts;

        @BeforeAll
        static void open() {
            hosts = IfupdownConfigurator.over(ssh.hosts("root", host, withoutSshd));
        }

        @AfterAll
        static void close() {
            hosts.close();
        }

        @Override
        protected HostsFixture fixture() {
            return new HostsUnderTest(hosts);
        }
    }

    @Nested
    class SeveralAsAUserWhoMaySudo extends GroupHostNetworkConfiguratorContract {

        private static IfupdownConfigurator hosts;

        @BeforeAll
        static void open() {
            hosts = IfupdownConfigurator.builder()
                    .ssh(ssh.hosts("admin", host, withoutSshd))
                    .interfaceName("eth0")
                    .sudo()
                    .build();
        }

        @AfterAll
        static void close() {
            hosts.close();
        }

        @Override
        protected HostsFixture fixture() {
            return new HostsUnderTest(hosts);
        }
    }

    @Nested
    class AsAUserWhoMaySudoAndAlways extends HostNetworkConfiguratorContract {

        private static IfupdownConfigurator hosts;

        @BeforeAll
        static void open() {
            hosts = IfupdownConfigurator.builder()
                    .ssh(ssh.hosts("admin", host, withoutSshd))
                    .sudo()
                    .mode(HostMode.ALWAYS)
                    .build();
        }

        @AfterAll
        static void close() {
            hosts.close();
        }

        @Override
        protected HostsFixture fixture() {
            return new HostsUnderTest(hosts);
        }
    }
}
