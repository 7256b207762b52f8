package org.floatingip.aws.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.Dependent;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.RefusedException;
import org.floatingip.doctor.Finding;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * What the answers of EC2 mean for an address: who holds it, and which interface of a target can take it.
 *
 * <p>A held address and a target with nothing but primary addresses take two readings: the interface that holds it (whose
 * subnet is then the address's), and the target. More is read only where these can't decide.
 */
public final class Ec2Network {

    private final Ec2Calls calls;
    private final Ec2Holders holders;
    private final Ec2Targets targets;
    private final Ec2Subnets subnets;

    /** Answers by these calls: those of one attempt. */
    public Ec2Network(Ec2Calls calls) {
        this.calls = calls;
        this.holders = new Ec2Holders(calls);
        this.targets = new Ec2Targets(calls);
        this.subnets = new Ec2Subnets(calls);
    }

    /** Who holds each of the addresses. */
    public Map<IpAddress, List<Holder>> locate(List<IpAddress> addresses) {
        return holders.locate(addresses);
    }

    /** Who holds each of the addresses, and which interface of the target can take it, with room for all of them. */
    public PerAddress<Survey> survey(List<IpAddress> addresses, HostId target) {
        Map<IpAddress, List<NetworkInterface>> read = calls.interfacesWith(
                addresses.stream().filter(IpAddress::isIpv4).toList());
        Map<IpAddress, List<NetworkInterface>> owners = new LinkedHashMap<>();
        PerAddress.Builder<Survey> found = PerAddress.builder();
        for (IpAddress address : addresses) {
            try {
                Ec2Holders.checkFamily(address);
                owners.put(address, holders.owners(address, read));
            } catch (RefusedException e) {
                found.fail(address, e);
            }
        }
        if (owners.isEmpty()) {
            return found.build();
        }
        Ec2Target resolved = targets.resolve(target);
        Map<Candidate, List<IpAddress>> arriving = new LinkedHashMap<>();
        owners.forEach((address, holding) -> {
            try {
                found.add(address, survey(address, holding, target, resolved, arriving));
            } catch (RefusedException e) {
                found.fail(address, e);
            }
        });
        arriving.forEach((candidate, coming) -> {
            RefusedException full = targets.lacksRoom(candidate, coming.size(), resolved);
            if (full != null) {
                coming.forEach(address -> found.fail(address, full));
            }
        });
        return found.build();
    }

    /** The survey of one address; where it has to come to an interface of the target, it is added to what arrives there. */
    private Survey survey(
            IpAddress address,
            List<NetworkInterface> owners,
            HostId target,
            Ec2Target found,
            Map<Candidate, List<IpAddress>> arriving) {
        List<Holder> holding = Ec2Holders.holders(address, owners);
        for (Holder holder : holding) {
            if (holder.primary()) {
                throw RefusedException.primaryAddress(address, holder, null);
            }
            for (Candidate candidate : found.candidates()) {
                if (candidate.interfaceId().equals(holder.interfaceId())) {
                    return Survey.of(holding, candidate.placement("it holds the address already"))
                            .withDependents(Ec2Holders.dependents(address, owners))
                            .withWarnings(found.warnings());
                }
            }
        }
        Subnet containing = owners.isEmpty() ? subnets.containing(address, target, found) : null;
        String subnetId = containing == null
                ? Candidate.subnetOf(owners.get(0))
                : Answers.part(containing.subnetId(), "ec2:DescribeSubnets", "subnetId");
        List<Candidate> fitting = found.candidates().stream()
                .filter(candidate -> candidate.subnetId().equals(subnetId))
                .toList();
        if (fitting.isEmpty()) {
            throw subnets.mismatch(address, subnetId, target, found);
        }
        if (fitting.size() > 1) {
            throw RefusedException.ambiguousInterface(
                    address, target, fitting.stream().map(Candidate::toString).toList(), null);
        }
        arriving.computeIfAbsent(fitting.get(0), unused -> new ArrayList<>()).add(address);
        Placement placement = fitting.get(0).placement("the only interface of " + target + " in " + subnetId);
        return Survey.of(holding, placement)
                .withDependents(Ec2Holders.dependents(address, owners))
                .withWarnings(
                        containing == null ? found.warnings() : unseen(address, containing, fitting.get(0), found));
    }

    /** The warnings, and that of a subnet which another account shares: it does not show who else has an address there. */
    private static List<String> unseen(IpAddress address, Subnet subnet, Candidate ours, Ec2Target found) {
        String owner = subnet.ownerId();
        if (owner == null || ours.ownerId() == null || owner.equals(ours.ownerId())) {
            return found.warnings();
        }
        List<String> warnings = new ArrayList<>(found.warnings());
        warnings.add(
                subnet.subnetId() + " is shared by account " + owner + ": whether somebody of another account holds "
                        + address + " is not shown, and the assignment is refused then");
        return warnings;
    }

    /** Gives the addresses of the transfers, which fit into one call, to their placement. */
    public void assign(List<Transfer> batch) {
        new Ec2Changes(calls, holders).assign(batch);
    }

    /** Takes the addresses from that holder. */
    public void release(List<IpAddress> addresses, Holder holder) {
        new Ec2Changes(calls, holders).release(addresses, holder);
    }

    /** Puts the Elastic IPs back onto the address, which the placement has; each by a call of its own. */
    public void putBack(IpAddress address, Placement placement, List<Dependent> elasticIps) {
        new Ec2Changes(calls, holders).putBack(address, placement, elasticIps);
    }

    /** The primary address of each host: of an instance's primary interface, or of the interface that was named. */
    public Map<HostId, IpAddress> ownAddresses(List<HostId> hosts) {
        return targets.primaryAddresses(hosts);
    }

    /** The calls of a move, in order. */
    public List<PlannedCall> explain(List<Transfer> batch, MoveStrategy strategy, List<Dependent> cutOff) {
        return Ec2Explanation.explain(batch, strategy, cutOff);
    }

    /** What is to be said of the address, by whatever can be read of it. */
    public List<Finding> diagnoseAddress(IpAddress address, Survey survey) {
        return new Ec2Diagnosis(calls).ofAddress(address, survey);
    }

    /** What is to be said of one host. */
    public List<Finding> diagnoseTarget(Survey survey) {
        return new Ec2Diagnosis(calls).ofTarget(survey);
    }

    /** What somebody should know before a move to one placement; what can't be read is left out. */
    public List<String> warnings(List<Transfer> batch) {
        return new Ec2Explanation(calls).warnings(batch);
    }
}
