package org.floatingip.testkit.assigner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.assigner.ElasticIpMemory.Place;
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

    private final ElasticIpMemory memory = new ElasticIpMemory();

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
     * On which private address of a host Elastic IPs are put from now on. Default: the primary one of its interface. Of several
     * interfaces of a host, it is put on the one that has that address. If it is on another one of that interface already, it stays
     * there, with a warning.
     *
     * @param host an instance id or an ENI id, as targets are named
     */
    public void privateAddress(String host, String privateAddress) {
        privateAddresses.put(HostId.of(host).value(), IpAddress.of(privateAddress));
    }

    // ---- reading

    @Override
    List<Holder> locate(IpAddress address) {
        return look(address, () -> holders(read(address)));
    }

    private VpcElasticIp read(IpAddress address) {
        checkFamily(address, true, "this assigner moves Elastic IPs, which are IPv4");
        VpcElasticIp found = find(address);
        VpcElasticIp.Association at = found.association();
        if (at != null) {
            memory.isSeen(address, new Place(at.interfaceId(), at.privateIp()));
        }
        return found;
    }

    private VpcElasticIp find(IpAddress address) {
        return network.elasticIps().stream()
                .filter(each -> !each.isCarrierIp() && each.publicIp().equals(address))
                .findFirst()
                .orElseThrow(() -> RefusedException.unknownAddress(
                        address,
                        "no Elastic IP of this network has it; it may have been released, or it is a carrier IP,"
                                + " which this way does not move",
                        null));
    }

    private static List<Holder> holders(VpcElasticIp found) {
        VpcElasticIp.Association at = found.association();
        if (at == null) {
            return List.of();
        }
        String instance = at.instanceId();
        return List.of(Holder.of(HostId.of(instance == null ? at.interfaceId() : instance), at.interfaceId()));
    }

    /** That another one is where this one, which is nowhere, was put last. */
    private List<String> displacement(IpAddress address, List<Holder> holders) {
        Place put = memory.lastPut(address);
        VpcElasticIp other = put == null || !holders.isEmpty() ? null : occupant(address, put);
        return other == null
                ? List.of()
                : List.of(address + " was put on " + put + " and is associated with nothing: Elastic IP " + other
                        + " is there now");
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
        VpcElasticIp now = look(address, () -> read(address));
        List<Holder> holders = holders(now);
        memory.isSurveyed(address, holders);
        VpcInterface chosen = chosen(
                target,
                asSaid(resolve(target), holders),
                holders,
                "it has no network interface",
                address + " could be put on");
        Placement placement = TargetResolver.placementOutsideSubnets(chosen);
        IpAddress said = said(chosen);
        List<String> warnings = new ArrayList<>(targets.warnings(target));
        VpcElasticIp.Association at = now.association();
        if (holds(chosen, holders)) {
            if (said != null && at != null && !said.equals(at.privateIp())) {
                warnings.add(address + " is on " + at.privateIp() + " of " + chosen.id() + ", and not on " + said
                        + ", which was said: a move to where it is does not change that."
                        + " Move it elsewhere and back, or associate it anew");
            }
            return Survey.of(holders, placement).withWarnings(warnings);
        }
        Place unused = place(address, placement.host(), chosen, said);
        memory.isPlanned(address, chosen.id());
        warnings.addAll(displacement(address, holders));
        return Survey.of(holders, placement).withWarnings(warnings);
    }

    /** The private address that was said for that interface; null for its primary one. */
    private @Nullable IpAddress said(VpcInterface eni) {
        IpAddress ofInterface = privateAddresses.get(eni.id());
        return ofInterface != null
                ? ofInterface
                : privateAddresses.get(TargetResolver.hostOf(eni).value());
    }

    /** Those that have what was said; all of them where none has, or one holds it already. */
    private List<VpcInterface> asSaid(List<VpcInterface> candidates, List<Holder> holders) {
        List<VpcInterface> having = candidates.stream()
                .filter(eni -> {
                    IpAddress said = said(eni);
                    return said == null || eni.addresses().contains(said);
                })
                .toList();
        return having.isEmpty() || candidates.stream().anyMatch(eni -> holds(eni, holders)) ? candidates : having;
    }

    /**
     * That private address of an interface; refused where another Elastic IP is there.
     *
     * @param wanted null for the primary one
     */
    private Place place(IpAddress address, HostId host, VpcInterface eni, @Nullable IpAddress wanted) {
        IpAddress said = wanted == null ? eni.primaryAddress() : wanted;
        if (!eni.addresses().contains(said)) {
            throw RefusedException.unknownTarget(
                    host, eni.id() + " does not have " + said + ", which " + address + " would be put on", null);
        }
        Place place = new Place(eni.id(), said);
        VpcElasticIp other = occupant(address, place);
        if (other != null) {
            throw RefusedException.occupied(
                    address,
                    place.toString(),
                    (other.isCarrierIp() ? "carrier IP " : "Elastic IP ") + other.publicIp(),
                    null);
        }
        return place;
    }

    // ---- changing

    @Override
    void assign(Transfer transfer) {
        IpAddress address = transfer.address();
        Placement to = transfer.placement();
        // What came to its place since the survey would be displaced.
        VpcInterface eni = resolve(HostId.of(to.interfaceId())).get(0);
        IpAddress had = memory.seenOn(address, to.interfaceId());
        Place place = place(address, to.host(), eni, had == null ? said(eni) : had);
        Runnable takeBack = memory.isPut(address, place);
        try {
            change(
                    Call.ASSIGN,
                    action(Call.ASSIGN),
                    address + " to " + place,
                    (action, e) -> meaning(transfer, action, e),
                    () -> network.associateElasticIp(
                            find(address).allocationId(),
                            place.interfaceId(),
                            place.privateAddress(),
                            !transfer.seen().isEmpty()));
        } catch (FloatingIpException e) {
            if (e.effect() == Effect.NONE) {
                takeBack.run();
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
            throw new HolderChangedException(address, holder.host(), holders(found), null);
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
        memory.isTaken(address);
    }
}
