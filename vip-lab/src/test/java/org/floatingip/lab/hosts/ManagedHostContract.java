package org.floatingip.lab.hosts;

import org.floatingip.linux.HostMode;
import org.floatingip.linux.LinuxConfigurator;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.testkit.contract.HostNetworkConfiguratorContract;
import org.floatingip.testkit.contract.HostsFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/** The contract on an interface that a real program manages: on the host itself and over SSH, in both modes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ManagedHostContract {

    private LinuxLab lab;
    private LinuxHost host;
    private LinuxConfigurator overSsh;

    /** Has the program manage the host. */
    abstract void manage(LinuxLab lab, LinuxHost host);

    @BeforeAll
    void start() {
        lab = LinuxLab.start();
        LinuxSsh ssh = new LinuxSsh(lab);
        host = lab.host("db.a", 10);
        manage(lab, host);
        ssh.serve(host);
        LinuxHost withoutSshd = lab.debianHost("db.z", 11);
        overSsh = LinuxConfigurator.builder()
                .ssh(ssh.hosts("admin", host, withoutSshd))
                .sudo()
                .build();
    }

    @AfterAll
    void stop() {
        if (overSsh != null) {
            overSsh.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    private HostsFixture local(HostMode mode) {
        return new HostsUnderTest(LinuxConfigurator.builder()
                .runner("db.a", host)
                .runner("db.z", command -> {
                    throw new CommandFailedException(
                            CommandFailedException.Reason.UNREACHABLE, "cut off by the test", null);
                })
                .mode(mode)
                .build());
    }

    @Nested
    class WhileHolding extends HostNetworkConfiguratorContract {

        @Override
        protected HostsFixture fixture() {
            return local(HostMode.WHILE_HOLDING);
        }
    }

    @Nested
    class Always extends HostNetworkConfiguratorContract {

        @Override
        protected HostsFixture fixture() {
            return local(HostMode.ALWAYS);
        }
    }

    @Nested
    class OverSsh extends HostNetworkConfiguratorContract {

        @Override
        protected HostsFixture fixture() {
            return new HostsUnderTest(overSsh);
        }
    }
}
