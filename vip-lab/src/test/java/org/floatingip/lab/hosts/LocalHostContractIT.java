package org.floatingip.lab.hosts;

import org.floatingip.linux.HostMode;
import org.floatingip.linux.IfupdownConfigurator;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.testkit.contract.HostNetworkConfiguratorContract;
import org.floatingip.testkit.contract.HostsFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The contract on a real interface, by commands that run on the host itself, in both modes. */
class LocalHostContractIT {

    private static LinuxLab lab;
    private static LinuxHost host;

    @BeforeAll
    static void start() {
        lab = LinuxLab.start();
        host = lab.debianHost("db.a", 10);
    }

    @AfterAll
    static void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    /** By the way for those that need nothing else. */
    @Nested
    class WhileHolding extends Local {

        WhileHolding() {
            super(builder(HostMode.WHILE_HOLDING).interfaceName("eth0"));
        }
    }

    /** One by one on the host. */
    @Nested
    class OnAnInterfaceThatIsFound extends Local {

        OnAnInterfaceThatIsFound() {
            super(builder(HostMode.WHILE_HOLDING));
        }
    }

    @Nested
    class Always extends Local {

        Always() {
            super(builder(HostMode.ALWAYS));
        }
    }

    private static IfupdownConfigurator.Builder builder(HostMode mode) {
        return IfupdownConfigurator.builder()
                .runner("db.a", host)
                .runner("db.z", command -> {
                    throw new CommandFailedException(
                            CommandFailedException.Reason.UNREACHABLE, "cut off by the test", null);
                })
                .mode(mode);
    }

    private abstract static class Local extends HostNetworkConfiguratorContract {

        private final IfupdownConfigurator hosts;

        Local(IfupdownConfigurator.Builder hosts) {
            this.hosts = hosts.build();
        }

        @Override
        protected HostsFixture fixture() {
            return new HostsUnderTest(hosts);
        }
    }
}
