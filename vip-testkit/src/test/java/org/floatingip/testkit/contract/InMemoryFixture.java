package org.floatingip.testkit.contract;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.spi.IpAssigner;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.Incident;
import org.floatingip.testkit.network.VpcElasticIp;
import org.jspecify.annotations.Nullable;

/** Three hosts in memory, behind the in-memory assigner and whatever is around that. */
class InMemoryFixture implements AssignerFixture {

    private final Scenario scenario = Scenario.builder()
            .host("i-0a")
            .holding("10.0.1.121")
            .host("i-0b")
            .host("i-0c")
            .build();
    private final InMemoryVpc network = scenario.network();
    private final InMemoryIpAssigner inner = scenario.assigner();
    private final IpAssigner tested;
    private @Nullable String elasticIp;

    InMemoryFixture(Function<IpAssigner, IpAssigner> around) {
        tested = around.apply(inner);
    }

    final IpAssigner inner() {
        return inner;
    }

    @Override
    public IpAssigner assigner() {
        return tested;
    }

    @Override
    public IpAddress held() {
        return IpAddress.of("10.0.1.121");
    }

    @Override
    public IpAddress free() {
        return IpAddress.of("10.0.1.12");
    }

    @Override
    public HostId holder() {
        return HostId.of("i-0a");
    }

    @Override
    public HostId target() {
        return HostId.of("i-0b");
    }

    @Override
    public HostId other() {
        return HostId.of("i-0c");
    }

    @Override
    public HostId unknown() {
        return HostId.of("i-0123456789abcdef0");
    }

    @Override
    public List<HostId> truth(IpAddress address) {
        return network.holders(address).stream().map(Holder::host).toList();
    }

    @Override
    public void give(IpAddress address, HostId host) {
        now(Incident.thirdPartyTakes(address, host.value()));
    }

    private void now(Incident incident) {
        network.schedule(Duration.ZERO, incident);
        network.interfaces();
    }

    @Override
    public void cutOff() {
        inner.inject(Fault.unavailable().always());
    }

    @Override
    public void mend() {
        inner.mend();
    }

    @Override
    public boolean loseReplyOfAssign() {
        return lose(Call.ASSIGN);
    }

    @Override
    public boolean loseReplyOfRelease() {
        return lose(Call.RELEASE);
    }

    @Override
    public boolean loseReplyOfPutBack() {
        return lose(Call.REASSOCIATE);
    }

    private boolean lose(Call call) {
        inner.inject(Fault.loseReply().onCall(call));
        return true;
    }

    @Override
    public boolean throttleNextAssign() {
        inner.inject(Fault.throttle().onCall(Call.ASSIGN));
        return true;
    }

    @Override
    public String addDependent() {
        String id = network.allocateElasticIp().allocationId();
        network.associateElasticIp(id, network.holders(held()).get(0).interfaceId(), held(), false);
        elasticIp = id;
        return id;
    }

    @Override
    public Optional<IpAddress> dependsOn() {
        return network.elasticIp(Objects.requireNonNull(elasticIp))
                .map(VpcElasticIp::association)
                .map(VpcElasticIp.Association::privateIp);
    }

    @Override
    public void takeDependent() {
        now(Incident.thirdPartyTakesElasticIp(Objects.requireNonNull(elasticIp), other().value()));
    }

    @Override
    public void close() {
        scenario.close();
    }

    /** The same for a decorator: nothing of what it wraps may be lost. */
    static final class Decorated extends InMemoryFixture {

        Decorated(Function<IpAssigner, IpAssigner> around) {
            super(around);
        }

        @Override
        public IpAssigner wrapped() {
            return inner();
        }
    }
}
