package org.floatingip.examples.lan;

import java.util.List;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.spi.IpAssigner;
import org.floatingip.testkit.contract.AssignerFixture;
import org.floatingip.testkit.contract.IpAssignerContract;

/** The assigner keeps the published contract; that its commands do on Debian what the fake says, the lab shows. */
class LanIpAssignerContractTest extends IpAssignerContract {

    @Override
    protected AssignerFixture fixture() {
        FakeLan lan = new FakeLan();
        lan.give(IpAddress.of("10.77.1.121"), HostId.of("db.a"));
        IpAssigner assigner = lan.assigner();
        return new AssignerFixture() {
            @Override
            public IpAssigner assigner() {
                return assigner;
            }

            @Override
            public IpAddress held() {
                return IpAddress.of("10.77.1.121");
            }

            @Override
            public IpAddress free() {
                return IpAddress.of("10.77.1.12");
            }

            @Override
            public HostId holder() {
                return HostId.of("db.a");
            }

            @Override
            public HostId target() {
                return HostId.of("db.b");
            }

            @Override
            public HostId other() {
                return HostId.of("db.c");
            }

            @Override
            public HostId unknown() {
                return HostId.of("db.z");
            }

            @Override
            public List<HostId> truth(IpAddress address) {
                return lan.holders(address);
            }

            @Override
            public void give(IpAddress address, HostId host) {
                lan.give(address, host);
            }

            @Override
            public void cutOff() {
                lan.reachable(false);
            }

            @Override
            public void mend() {
                lan.reachable(true);
            }

            @Override
            public boolean loseReplyOfAssign() {
                lan.losing = "ip address replace";
                return true;
            }

            @Override
            public boolean loseReplyOfRelease() {
                lan.losing = "ip address del";
                return true;
            }
        };
    }
}
