package org.floatingip.aws.internal;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.PlannedCall;
import org.floatingip.RefusedException;
import org.floatingip.aws.IamWay;
import org.floatingip.aws.internal.ElasticIpMemory.Place;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Address;

/**
 * Elastic IPs: who holds one is the interface that it is associated with. A private address has one at the most, and EC2 lets a second
 * one displace the first without a word: so what is there is looked at right before the call, and what came between is found
 * afterwards by whoever was displaced, by a survey: its move's, which asks why nobody holds it, or that of its next one. Used for
 * one attempt.
 */
public final class ElasticIpNetwork extends WayNetwork {

    private final ElasticIpCalls elasticIps;
    private final ElasticIpSettings settings;
    private final ElasticIpMemory memory;

    public ElasticIpNetwork(Ec2Calls calls, ElasticIpSettings settings) {
        super(calls);
        this.elasticIps = new ElasticIpCalls(calls);
        this.settings = settings;
        this.memory = settings.memory();
    }

    // ---- reading

    @Override
    public List<Holder> locate(IpAddress address) {
        return holders(read(address));
    }

    private static List<Holder> holders(Address found) {
        return found.networkInterfaceId() == null ? List.of() : List.of(holder(found));
    }

    private static Holder holder(Address found) {
        String interfaceId = Answers.part(found.networkInterfaceId(), ElasticIpCalls.DESCRIBE, "networkInterfaceId");
        String instance = found.instanceId();
        return Holder.of(HostId.of(instance == null || instance.isEmpty() ? interfaceId : instance), interfaceId);
    }

    /** The Elastic IP, which is this account's. */
    private Address read(IpAddress address) {
        Ways.checkIpv4(address, "ElasticIpAssigner moves Elastic IPs, which are IPv4");
        List<Address> found = elasticIps.withAddress(address).stream()
                .filter(each -> address.toString().equals(each.publicIp()))
                .toList();
        if (found.isEmpty()) {
            throw Ways.notElastic(
                    address,
                    RefusedException.unknownAddress(
                            address,
                            "no Elastic IP of this account and region has it; it may have been released, or it is a"
                                    + " carrier IP or a customer-owned one, which this way does not move",
                            null));
        }
        Address one = found.get(0);
        settings.allocations().put(address, Answers.part(one.allocationId(), ElasticIpCalls.DESCRIBE, "allocationId"));
        if (one.networkInterfaceId() != null && one.privateIpAddress() != null) {
            memory.isSeen(address, new Place(one.networkInterfaceId(), IpAddress.of(one.privateIpAddress())));
        }
        return one;
    }

    /** The public address of that allocation. */
    public IpAddress addressOf(String allocationId) {
        List<Address> found = elasticIps.allocated(allocationId);
        if (found.isEmpty()) {
            throw UnavailableException.withoutEffect(
                    ElasticIpCalls.DESCRIBE, "the answer shows nothing of " + allocationId, null);
        }
        PublicAddress address = PublicAddress.of(found.get(0));
        IpAddress named = IpAddress.of(Answers.part(address.text(), ElasticIpCalls.DESCRIBE, "publicIp"));
        if (!address.isElasticIp()) {
            throw RefusedException.unsupportedAddress(
                    named, allocationId + " is a " + address + ", and this way moves Elastic IPs", null);
        }
        return named;
    }

    /** That another one is where this one, which is nowhere, was put last. A move elsewhere must not fail by that. */
    private List<String> displacement(IpAddress address, List<Holder> holding) {
        Place put = memory.lastPut(address);
        if (put == null || !holding.isEmpty()) {
            return List.of();
        }
        try {
            Address other = occupant(address, put);
            return other == null
                    ? List.of()
                    : List.of(address + " was put on " + put + " and is associated with nothing: "
                            + PublicAddress.of(other) + " (" + other.allocationId() + ") is there now");
        } catch (FloatingIpException e) {
            return List.of("it could not be read whether another Elastic IP is on " + put + ", where " + address
                    + " was put: " + e.getMessage());
        }
    }

    /** What is on that private address and is not the Elastic IP itself; null for nothing. */
    private @Nullable Address occupant(IpAddress address, Place place) {
        return elasticIps.on(place.interfaceId()).stream()
                .filter(each -> place.privateAddress().toString().equals(each.privateIpAddress())
                        && !address.toString().equals(each.publicIp()))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Survey survey(IpAddress address, HostId target) {
        Address now = read(address);
        List<Holder> holding = holders(now);
        memory.isSurveyed(address, holding);
        Ec2Target found = new Ec2Targets(calls).resolve(target);
        Candidate chosen = chosen(
                target,
                asSaid(found.candidates(), holding),
                holding,
                "it has no network interface",
                address + " could be put on");
        IpAddress said = said(chosen);
        List<String> warnings = new ArrayList<>(found.warnings());
        if (holding.stream().anyMatch(holder -> holder.interfaceId().equals(chosen.interfaceId()))) {
            if (said != null && !said.toString().equals(now.privateIpAddress())) {
                warnings.add(address + " is on " + now.privateIpAddress() + " of " + chosen.interfaceId()
                        + ", and not on " + said + ", which was said: a move to where it is does not change that."
                        + " Move it elsewhere and back, or associate it anew");
            }
            return Survey.of(holding, chosen.placementOutsideSubnets("it holds the address already"))
                    .withWarnings(warnings);
        }
        OwnAddress place = place(address, target, chosen, said);
        memory.isPlanned(address, chosen.interfaceId());
        warnings.addAll(displacement(address, holding));
        if (place.publicIp() != null && place.automatic()) {
            warnings.add("it replaces the automatic public address "
                    + place.publicIp().address() + " of " + target + ", which does not come back");
        }
        return Survey.of(holding, chosen.placementOutsideSubnets("on its private address " + place.address()))
                .withWarnings(warnings);
    }

    private @Nullable IpAddress said(Candidate of) {
        return settings.said(Holder.of(of.host(), of.interfaceId()));
    }

    /** Those that have what was said; all of them where none has, or one holds it already. */
    private List<Candidate> asSaid(List<Candidate> candidates, List<Holder> holding) {
        List<Candidate> having = candidates.stream()
                .filter(candidate -> {
                    IpAddress said = said(candidate);
                    return said == null || candidate.own(said) != null;
                })
                .toList();
        return having.isEmpty() || holding(candidates, holding) != null ? candidates : having;
    }

    /**
     * That private address of an interface; refused where another Elastic IP is there.
     *
     * @param wanted null for the primary one
     */
    private static OwnAddress place(IpAddress address, HostId target, Candidate chosen, @Nullable IpAddress wanted) {
        OwnAddress place = chosen.own().stream()
                .filter(own -> wanted == null
                        ? own.primary() && own.address().isIpv4()
                        : own.address().equals(wanted))
                .findFirst()
                .orElseThrow(() -> RefusedException.unknownTarget(
                        target,
                        chosen.interfaceId()
                                + (wanted == null ? " has no primary private address" : " does not have " + wanted)
                                + ", which " + address + " would be put on",
                        null));
        if (place.publicIp() != null
                && !place.automatic()
                && !address.toString().equals(place.publicIp().text())) {
            throw RefusedException.occupied(
                    address,
                    new Place(chosen.interfaceId(), place.address()).toString(),
                    place.publicIp().toString(),
                    null);
        }
        return place;
    }

    // ---- changing

    /**
     * Puts it there, unless something else is there by now: on the private address that it had there, if it is given back. Where
     * nobody was seen it is taken from nobody.
     */
    @Override
    public void assign(Transfer transfer) {
        IpAddress address = transfer.address();
        Placement to = transfer.placement();
        String allocation = settings.allocations().get(address);
        if (allocation == null) {
            allocation = Answers.part(read(address).allocationId(), ElasticIpCalls.DESCRIBE, "allocationId");
        }
        // What came to its place since the survey would be displaced; between this look and the call nothing protects
        // it.
        Candidate chosen = new Ec2Targets(calls)
                .resolve(HostId.of(to.interfaceId()))
                .candidates()
                .get(0);
        IpAddress had = memory.seenOn(address, to.interfaceId());
        OwnAddress on = place(address, to.host(), chosen, had == null ? said(chosen) : had);
        Place place = new Place(to.interfaceId(), on.address());
        Runnable takeBack = memory.isPut(address, place);
        try {
            associate(transfer, allocation, place);
        } catch (FloatingIpException e) {
            if (e.effect() == Effect.NONE) {
                takeBack.run();
            }
            throw e;
        }
    }

    private void associate(Transfer transfer, String allocation, Place place) {
        IpAddress address = transfer.address();
        elasticIps.associate(
                allocation,
                place.interfaceId(),
                place.privateAddress(),
                !transfer.seen().isEmpty(),
                thrown -> switch (Ec2Errors.code(thrown)) {
                    case "resource.alreadyassociated" ->
                        new HolderChangedException(address, null, locate(address), thrown);
                    case "invalidallocationid.notfound", "invalidaddress.notfound" ->
                        RefusedException.unknownAddress(address, Ec2Errors.text(thrown), thrown);
                    case "gateway.notattached" ->
                        RefusedException.notRoutable(
                                address,
                                Ec2Errors.text(thrown),
                                "attach an internet gateway to the VPC, and route to it",
                                thrown);
                    case "invalidnetworkinterfaceid.notfound", "invalidnetworkinterfaceid.malformed" ->
                        RefusedException.unknownTarget(transfer.placement().host(), Ec2Errors.text(thrown), thrown);
                    default -> null;
                });
    }

    /** Ends the association that the holder has, and no other one: each has an id of its own. */
    @Override
    public void release(IpAddress address, Holder holder) {
        Address found = read(address);
        if (!holder.interfaceId().equals(found.networkInterfaceId())) {
            throw new HolderChangedException(address, holder.host(), holders(found), null);
        }
        String association = Answers.part(found.associationId(), ElasticIpCalls.DESCRIBE, "associationId");
        elasticIps.disassociate(association, thrown -> switch (Ec2Errors.code(thrown)) {
            case "invalidassociationid.notfound" ->
                new HolderChangedException(address, holder.host(), locate(address), thrown);
            default -> null;
        });
        memory.isTaken(address);
    }

    // ---- words

    @Override
    public List<PlannedCall> explain(Transfer transfer, boolean handover) {
        IpAddress address = transfer.address();
        Placement to = transfer.placement();
        List<PlannedCall> planned = new ArrayList<>();
        planned.add(Ec2Explanation.reading("DescribeAddresses", "where " + address + " is"));
        planned.add(Ec2Explanation.target(to));
        if (handover) {
            transfer.seen().forEach(holder -> {
                planned.add(Ec2Explanation.reading(
                        "DescribeAddresses", "the id of its association with " + holder.interfaceId()));
                planned.add(PlannedCall.mutating(
                        "DisassociateAddress " + address + " from " + holder.interfaceId(), "ec2:DisassociateAddress"));
            });
        }
        planned.add(Ec2Explanation.reading(
                "DescribeNetworkInterfaces", "that no other Elastic IP is on " + to.interfaceId() + " by now"));
        planned.add(PlannedCall.mutating(
                "AssociateAddress " + address + " with " + to.interfaceId()
                        + (handover || transfer.seen().isEmpty()
                                ? ", without AllowReassociation"
                                : ", with AllowReassociation"),
                "ec2:AssociateAddress"));
        planned.add(Ec2Explanation.reading("DescribeAddresses", "until it shows " + address + " on " + to.asHolder()));
        return planned;
    }

    /** Whether it may be moved, as far as a dry run proves it. */
    @Override
    public List<Finding> diagnoseAddress(IpAddress address, Survey survey) {
        String permission = "ec2:AssociateAddress";
        String interfaceId = survey.placement().interfaceId();
        List<Finding> found = new ArrayList<>();
        try {
            elasticIps.tryAssociate(
                    Answers.part(read(address).allocationId(), ElasticIpCalls.DESCRIBE, "allocationId"),
                    interfaceId,
                    null);
            found.add(Finding.ok(Checks.PERMISSION, permission, "proven by a dry run for " + interfaceId));
        } catch (PermissionDeniedException e) {
            // Who only looks should not be able to move it.
            found.add(Finding.warning(
                    Checks.PERMISSION,
                    e.action(),
                    "it is not allowed to the credentials in use: a move with them would be refused",
                    Ec2Diagnosis.remedy(e)));
        } catch (FloatingIpException e) {
            found.add(Ec2Diagnosis.unknownBy(Checks.PERMISSION, permission, e));
        }
        found.add(Ways.ofAddress(IamWay.ELASTIC_IP, address, null));
        return found;
    }
}
