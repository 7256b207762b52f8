package org.floatingip.lab.aws;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.spi.IpAssigner;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.contract.AssignerFixture;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.Incident;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcElasticIp;
import org.floatingip.testkit.network.VpcSubnet;
import org.jspecify.annotations.Nullable;

/** The network that the contracts of assigners are tested with, in memory and behind HTTP. */
public final class VpcFixture implements AssignerFixture {

    private final Scenario scenario;
    private final IpAssigner assigner;
    private IpAssigner decorated;
    private final Consumer<Fault> script;
    private final Runnable mend;
    private final Runnable close;
    private @Nullable String elasticIp;

    private VpcFixture(Scenario scenario, IpAssigner assigner, Consumer<Fault> script, Runnable mend, Runnable close) {
        this.scenario = scenario;
        this.assigner = assigner;
        this.decorated = assigner;
        this.script = script;
        this.mend = mend;
        this.close = close;
    }

    /** Each host has an interface in another subnet beside the one that counts. */
    private static Scenario scenario() {
        Scenario scenario = Scenario.builder()
                .host("i-0a")
                .holding("10.0.1.121")
                .host("i-0b")
                .host("i-0c")
                .build();
        InMemoryVpc network = scenario.network();
        VpcSubnet here = network.subnets().get(0);
        String elsewhere =
                network.createSubnet(here.vpcId(), "10.0.2.0/24", here.zone()).id();
        for (String host : List.of("i-0a", "i-0b", "i-0c")) {
            network.attachInterface(
                    network.createInterface(InterfaceSpec.in(elsewhere)).id(), host, 1);
        }
        return scenario;
    }

    public static VpcFixture inMemory() {
        Scenario scenario = scenario();
        InMemoryIpAssigner assigner = scenario.assigner();
        return new VpcFixture(scenario, assigner, assigner::inject, assigner::mend, () -> {});
    }

    /** The real SDK, over HTTP. */
    public static VpcFixture ec2() {
        Scenario scenario = scenario();
        // EC2 may answer so, and who takes an empty page for the end finds nothing.
        InMemoryAwsServer server = InMemoryAwsServer.startWithSparsePages(scenario.network());
        Ec2IpAssigner assigner = SandboxAws.assigner(server);
        return new VpcFixture(scenario, assigner, server::inject, server::mend, () -> {
            assigner.close();
            server.close();
        });
    }

    /** The same behind a decorator. */
    public VpcFixture wrappedBy(UnaryOperator<IpAssigner> decorator) {
        decorated = decorator.apply(assigner);
        return this;
    }

    @Override
    public IpAssigner assigner() {
        return decorated;
    }

    @Override
    public IpAssigner wrapped() {
        return assigner;
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
        return scenario.network().holders(address).stream().map(Holder::host).toList();
    }

    @Override
    public void give(IpAddress address, HostId host) {
        now(Incident.thirdPartyTakes(address, host.value()));
    }

    private void now(Incident incident) {
        scenario.network().schedule(Duration.ZERO, incident);
        scenario.network().interfaces();
    }

    @Override
    public String addDependent() {
        InMemoryVpc network = scenario.network();
        String added = network.allocateElasticIp().allocationId();
        network.associateElasticIp(added, network.holders(held()).get(0).interfaceId(), held(), false);
        elasticIp = added;
        return added;
    }

    private String dependent() {
        return Objects.requireNonNull(elasticIp, "addDependent() was not called");
    }

    @Override
    public Optional<IpAddress> dependsOn() {
        return scenario.network()
                .elasticIp(dependent())
                .map(VpcElasticIp::association)
                .map(VpcElasticIp.Association::privateIp);
    }

    @Override
    public void takeDependent() {
        now(Incident.thirdPartyTakesElasticIp(dependent(), other().value()));
    }

    @Override
    public boolean loseReplyOfPutBack() {
        script.accept(Fault.loseReply().onCall(Call.REASSOCIATE));
        return true;
    }

    @Override
    public void cutOff() {
        script.accept(Fault.unavailable().always());
    }

    @Override
    public void mend() {
        mend.run();
    }

    @Override
    public boolean loseReplyOfAssign() {
        script.accept(Fault.loseReply().onCall(Call.ASSIGN));
        return true;
    }

    @Override
    public boolean loseReplyOfRelease() {
        script.accept(Fault.loseReply().onCall(Call.RELEASE));
        return true;
    }

    @Override
    public boolean throttleNextAssign() {
        script.accept(Fault.throttle().onCall(Call.ASSIGN));
        return true;
    }

    @Override
    public void close() {
        close.run();
        scenario.close();
    }
}
