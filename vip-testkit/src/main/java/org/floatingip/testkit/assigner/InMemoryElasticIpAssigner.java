package org.floatingip.testkit.assigner;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.internal.fault.RefusalCodes;
import org.floatingip.testkit.network.Ec2RefusalException;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcElasticIp;
import org.floatingip.testkit.network.VpcInterface;
import org.jspecify.annotations.Nullable;

/**
 * Moves Elastic IPs in an {@link InMemoryVpc}, with the same refusals as the real assigner of Elastic IPs has, displacement included.
 * For unit tests of code that moves addresses. Safe for use by several threads.
 *
 * <pre>{@code
 * VpcElasticIp www = network.allocateElasticIp();
 * FloatingIp ip = FloatingIp.at(www.publicIp()).assigner(InMemoryElasticIpAssigner.of(network)).build();
 * }</pre>
 */
public final class InMemoryElasticIpAssigner extends SingleScriptedAssigner {

    private static final Map<Call, String> ACTIONS = Map.of(
            Call.LOOK, "DescribeAddresses",
            Call.RESOLVE, "DescribeInstances",
            Call.ASSIGN, "AssociateAddress",
            Call.RELEASE, "DisassociateAddress");

    /** By the id of an instance or interface. */
    private final Map<String, IpAddress> privateAddresses = new ConcurrentHashMap<>();

    /** Where each was put last, for as long as it was not seen anywhere else. */
    private final Map<IpAddress, Place> put = new ConcurrentHashMap<>();

    private record Place(String interfaceId, IpAddress privateAddress) {

        @Override
        public String toString() {
            return privateAddress + " of " + interfaceId;
        }
    }

    private InMemoryElasticIpAssigner(InMemoryVpc network) {
        super(
                network,
                Traits.builder()
                        .conditional()
                        .hostSide(Traits.HostSide.NONE)
                        .knowsHosts()
                        .diagnoses()
                        .build(),
                ACTIONS);
    }

    /** An assigner for the Elastic IPs of that network. */
    public static InMemoryElasticIpAssigner of(InMemoryVpc network) {
        return new InMemoryElasticIpAssigner(network);
    }

    /**
     * On which private address of a host Elastic IPs are put from now on. Default: the primary one of its interface.
     *
     * @param host an instance id or an ENI id, as targets are named
     */
    public void privateAddress(String host, String privateAddress) {
        privateAddresses.put(HostId.of(host).value(), IpAddress.of(privateAddress));
    }

    // ---- reading

    @Override
    List<Holder> locate(IpAddress address) {
        return look(address, () -> holders(address, read(address)));
    }

    private VpcElasticIp read(IpAddress address) {
        checkFamily(address, true, "this assigner moves Elastic IPs, which are IPv4");
        return network.elasticIps().stream()
                .filter(each -> each.publicIp().equals(address))
                .findFirst()
                .orElseThrow(() -> RefusedException.unknownAddress(
                        address, "no Elastic IP of this network has it; it may have been released", null));
    }

    private List<Holder> holders(IpAddress address, VpcElasticIp found) {
        VpcElasticIp.Association association = found.association();
        Place place = put.get(address);
        if (association == null) {
            VpcElasticIp other = place == null ? null : occupant(address, place);
            if (place != null && other != null && put.remove(address, place)) {
                throw RefusedException.of(
                        RefusalReason.OCCUPIED,
                        address + " was put on " + place + ", and Elastic IP " + other
                                + " has displaced it there since: " + address + " is associated with nothing",
                        "decide which of both belongs there, and move the other one elsewhere",
                        null);
            }
            return List.of();
        }
        String interfaceId = association.interfaceId();
        if (place != null && !place.interfaceId().equals(interfaceId)) {
            put.remove(address);
        }
        String instance = association.instanceId();
        return List.of(Holder.of(HostId.of(instance == null ? interfaceId : instance), interfaceId));
    }

    /** What is on that private address and is not the Elastic IP itself; null for nothing. */
    private @Nullable VpcElasticIp occupant(IpAddress address, Place place) {
        VpcElasticIp there = network.networkInterface(place.interfaceId())
                .map(eni -> eni.elasticIps().get(place.privateAddress()))
                .orElse(null);
        return there == null || there.publicIp().equals(address) ? null : there;
    }

    @Override
    Survey survey(IpAddress address, HostId target) {
        List<Holder> holders = locate(address);
        VpcInterface chosen =
                chosen(target, resolve(target), holders, "it has no network interface", address + " could be put on");
        Placement placement = TargetResolver.placement(chosen);
        if (!holds(chosen, holders)) {
            Place unused = place(address, placement.host(), chosen);
        }
        return Survey.of(holders, placement).withWarnings(targets.warnings(target));
    }

    /** The private address that was said, or the primary one; refused where another Elastic IP is there. */
    private Place place(IpAddress address, HostId host, VpcInterface eni) {
        IpAddress said = privateAddresses.getOrDefault(
                eni.id(), privateAddresses.getOrDefault(host.value(), eni.primaryAddress()));
        if (!eni.addresses().contains(said)) {
            throw RefusedException.unknownTarget(
                    host, eni.id() + " does not have " + said + ", which " + address + " would be put on", null);
        }
        Place place = new Place(eni.id(), said);
        VpcElasticIp other = occupant(address, place);
        if (other != null) {
            throw RefusedException.occupied(address, place.toString(), "Elastic IP " + other.publicIp(), null);
        }
        return place;
    }

    // ---- changing

    @Override
    void assign(Transfer transfer) {
        IpAddress address = transfer.address();
        Placement to = transfer.placement();
        // What came to its place since the survey would be displaced.
        Place place =
                place(address, to.host(), resolve(HostId.of(to.interfaceId())).get(0));
        put.put(address, place);
        try {
            change(
                    Call.ASSIGN,
                    action(Call.ASSIGN),
                    address + " to " + place,
                    (action, e) -> meaning(transfer, action, e),
                    () -> network.associateElasticIp(
                            read(address).allocationId(),
                            place.interfaceId(),
                            place.privateAddress(),
                            !transfer.seen().isEmpty()));
        } catch (FloatingIpException e) {
            if (e.effect() == Effect.NONE) {
                put.remove(address, place);
            }
            throw e;
        }
    }

    private FloatingIpException meaning(Transfer transfer, String action, Ec2RefusalException refusal) {
        IpAddress address = transfer.address();
        return switch (refusal.code()) {
            case "Resource.AlreadyAssociated" -> new HolderChangedException(address, null, locate(address), refusal);
            case "InvalidAllocationID.NotFound", "InvalidAddress.NotFound" ->
                RefusedException.unknownAddress(address, refusal.text(), refusal);
            case "Gateway.NotAttached" ->
                RefusedException.notRoutable(
                        address, refusal.text(), "attach an internet gateway to the VPC, and route to it", refusal);
            case "InvalidNetworkInterfaceID.NotFound" ->
                RefusedException.unknownTarget(transfer.placement().host(), refusal.text(), refusal);
            default -> RefusalCodes.of(permission(action), refusal);
        };
    }

    @Override
    void release(IpAddress address, Holder holder) {
        VpcElasticIp found = look(address, () -> read(address));
        VpcElasticIp.Association association = found.association();
        if (association == null || !holder.interfaceId().equals(association.interfaceId())) {
            throw new HolderChangedException(address, holder.host(), holders(address, found), null);
        }
        change(
                Call.RELEASE,
                action(Call.RELEASE),
                address + " from " + holder.interfaceId(),
                (action, e) -> e.code().equals("InvalidAssociationID.NotFound")
                        ? new HolderChangedException(address, holder.host(), locate(address), e)
                        : RefusalCodes.of(permission(action), e),
                () -> network.disassociateElasticIp(
                        Objects.requireNonNull(association).id()));
        put.remove(address);
    }
}
