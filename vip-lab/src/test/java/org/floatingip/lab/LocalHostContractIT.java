package org.floatingip.lab;

import org.floatingip.linux.HostMode;
import org.floatingip.linux.IfupdownConfigurator;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.testkit.contract.DiagnosingHostNetworkConfiguratorContract;
import org.floatingip.testkit.contract.GroupHostNetworkConfiguratorContract;
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

    @Nested
    class WhileHolding extends Local {

        WhileHolding() {
            super(HostMode.WHILE_HOLDING);
        }
    }

    @Nested
    class Always extends Local {

        Always() {
            super(HostMode.ALWAYS);
        }
    }

    /** By the way for those that need nothing else. */
    @Nested
    class SeveralWhileHolding extends Several {

        SeveralWhileHolding() {
            super(builder(HostMode.WHILE_HOLDING).interfaceName("eth0"));
        }
    }

    /** One by one on the host. */
    @Nested
    class SeveralOnAnInterfaceThatIsFound extends Several {

        SeveralOnAnInterfaceThatIsFound() {
            super(builder(HostMode.WHILE_HOLDING));
        }
    }

    @Nested
    class SeveralAlways extends Several {

        SeveralAlways() {
            super(builder(HostMode.ALWAYS));
        }
    }

    @Nested
    class Diagnosing extends DiagnosingHostNetworkConfiguratorContract {

        @Override
        protected HostsFixture fixture() {
            return new HostsUnderTest(configurator(HostMode.WHILE_HOLDING));
        }
    }

    private static IfupdownConfigurator configurator(HostMode mode) {
        return builder(mode).build();
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

    private abstract static class Several extends GroupHostNetworkConfiguratorContract {

        private final IfupdownConfigurator hosts;

        Several(IfupdownConfigurator.Builder hosts) {
            this.hosts = hosts.build();
        }

        @Override
        protected HostsFixture fixture() {
            return new HostsUnderTest(hosts);
        }
    }

    private abstract static class Local extends HostNetworkConfiguratorContract {

        private final IfupdownConfigurator hosts;

        Local(HostMode mode) {
            this.hosts = configurator(mode);
        }

        @Override
        protected HostsFixture fixture() {
            return new HostsUnderTest(hosts);
        }
    }
}
