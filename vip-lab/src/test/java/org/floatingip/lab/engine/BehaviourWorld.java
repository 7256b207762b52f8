package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.floatingip.GroupMoveRequest;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.MoveRequest;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.lab.aws.SandboxAws;
import org.floatingip.spi.IpAssigner;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedCall;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.Incident;
import org.floatingip.testkit.network.VpcElasticIp;

/** A network and two hosts before a move from A to B, and whoever speaks to the network. */
abstract class BehaviourWorld implements AutoCloseable {

    static final IpAddress VIP = IpAddress.of(Sandbox.FLOATING_IP);

    /** Those that are moved together, where there are several. */
    static final List<IpAddress> THREE = List.of(VIP, IpAddress.of("10.0.1.13"), IpAddress.of("10.0.1.14"));

    final VirtualTicker ticker = VirtualTicker.create();
    final Sandbox sandbox = Sandbox.create(ticker);
    final InMemoryVpc network = sandbox.network();
    final InMemoryHosts hosts = InMemoryHosts.create();
    final String a = sandbox.instanceId("db.a");
    final String b = sandbox.instanceId("db.b");
    final String third = sandbox.instanceId("small");
    final Incident thirdParty = Incident.thirdPartyTakes(VIP, third);
    final Incident thirdPartyTakesTheSecond = Incident.thirdPartyTakes(THREE.get(1), third);
    private final Strategy strategy;

    BehaviourWorld(Strategy strategy) {
        this.strategy = strategy;
        String first = network.holders(VIP).get(0).interfaceId();
        for (IpAddress address : strategy.addresses()) {
            network.assignAddresses(first, List.of(address), true);
            hosts.set(a, address.toString());
        }
        if (strategy == Strategy.REASSOCIATE) {
            String onA = network.holders(VIP).get(0).interfaceId();
            network.associateElasticIp(network.allocateElasticIp().allocationId(), onA, VIP, false);
        }
    }

    Incident thirdPartyTakesTheElasticIp() {
        return Incident.thirdPartyTakesElasticIp(network.elasticIps().get(0).allocationId(), third);
    }

    abstract IpAssigner assigner();

    abstract void inject(Fault fault);

    abstract List<Call> calls();

    @Override
    public abstract void close();

    /** Of each of the addresses. */
    String holder() {
        return strategy.addresses().stream().map(this::holder).collect(Collectors.joining(", "));
    }

    private String holder(IpAddress address) {
        List<Holder> holders = network.holders(address);
        if (holders.isEmpty()) {
            return "nobody";
        }
        assertThat(holders).as("never two").hasSize(1);
        return name(holders.get(0).interfaceId());
    }

    private String name(String interfaceId) {
        return isOf(a, interfaceId) ? "A" : isOf(b, interfaceId) ? "B" : "third party";
    }

    private boolean isOf(String instance, String interfaceId) {
        return network.instance(instance).orElseThrow().interfaces().stream()
                .anyMatch(eni -> eni.id().equals(interfaceId));
    }

    /** Where the Elastic IP leads, where there is one. */
    String elasticIp() {
        return network.elasticIps().stream()
                .map(VpcElasticIp::association)
                .map(association ->
                        ", Elastic IP on " + (association == null ? "nobody" : name(association.interfaceId())))
                .findFirst()
                .orElse("");
    }

    String accepting() {
        return strategy.addresses().stream().map(this::accepting).collect(Collectors.joining("; "));
    }

    private String accepting(IpAddress address) {
        List<String> accepting = new ArrayList<>();
        if (hosts.accepts(a, address.toString())) {
            accepting.add("A");
        }
        if (hosts.accepts(b, address.toString())) {
            accepting.add("B");
        }
        return accepting.isEmpty() ? "none" : String.join(", ", accepting);
    }

    /** Few are exact; how many fit before a deadline is up to the jitter of the waits. */
    String changes() {
        long count = calls().stream().filter(Call::mutating).count();
        return count > strategy.addresses().size() * 4 + 1 ? "many" : Long.toString(count);
    }

    /** The assigner speaks to the network directly. */
    static final class InMemory extends BehaviourWorld {

        private final InMemoryIpAssigner assigner = InMemoryIpAssigner.of(network);

        InMemory(Strategy strategy) {
            super(strategy);
            // An engine that can't tell old answers from new ones sends more: as it does with EC2.
            assigner.readLag(Ec2IpAssigner.DEFAULT_READ_LAG);
        }

        @Override
        IpAssigner assigner() {
            return assigner;
        }

        @Override
        void inject(Fault fault) {
            assigner.inject(fault);
        }

        @Override
        List<Call> calls() {
            return assigner.calls().stream().map(RecordedCall::call).toList();
        }

        @Override
        public void close() {}
    }

    /** The real assigner speaks to the network over HTTP. */
    static final class OverTheWire extends BehaviourWorld {

        private final SandboxAws aws = new SandboxAws(sandbox);

        OverTheWire(Strategy strategy) {
            super(strategy);
        }

        @Override
        IpAssigner assigner() {
            return aws.assigner;
        }

        @Override
        void inject(Fault fault) {
            aws.server.inject(fault);
        }

        @Override
        List<Call> calls() {
            return aws.server.requests().stream()
                    .flatMap(request -> request.call().stream())
                    .toList();
        }

        @Override
        public void close() {
            aws.close();
        }
    }

    /** How the address is moved, and how the table calls that. */
    enum Strategy {
        TAKEOVER("takeover"),
        HANDOVER("handover"),
        REASSOCIATE("handover, `reassociate()`"),
        THREE_TAKEOVER("takeover of three"),
        THREE_TAKEOVER_ALL("takeover of three, `allOrNothing()`"),
        THREE_HANDOVER("handover of three"),
        THREE_HANDOVER_ALL("handover of three, `allOrNothing()`"),
        THREE_ONE_BY_ONE("handover of three, one a call"),
        THREE_ONE_BY_ONE_ALL("handover of three, one a call, `allOrNothing()`");

        final String words;

        Strategy(String words) {
            this.words = words;
        }

        List<IpAddress> addresses() {
            return compareTo(THREE_TAKEOVER) < 0 ? List.of(VIP) : THREE;
        }

        /** The network as it is, or one that takes one address a call. */
        IpAssigner of(IpAssigner network) {
            return compareTo(THREE_ONE_BY_ONE) < 0
                    ? network
                    : new WithTraits(
                            network, network.traits().toBuilder().mostPerCall(1).build());
        }

        MoveRequest of(MoveRequest request, String from) {
            return switch (this) {
                case HANDOVER -> request.from(from).handover();
                case REASSOCIATE -> request.from(from).handover().reassociate();
                default -> request;
            };
        }

        GroupMoveRequest of(GroupMoveRequest request, String from) {
            return switch (this) {
                case THREE_TAKEOVER_ALL -> request.allOrNothing();
                case THREE_HANDOVER, THREE_ONE_BY_ONE -> request.from(from).handover();
                case THREE_HANDOVER_ALL, THREE_ONE_BY_ONE_ALL ->
                    request.from(from).handover().allOrNothing();
                default -> request;
            };
        }
    }
}
