package org.floatingip.aws.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.floatingip.CidrBlock;
import org.floatingip.Dependent;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.aws.IamWay;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.SubnetCidrReservation;
import software.amazon.awssdk.services.ec2.model.SubnetCidrReservationType;

/** What EC2 can tell of an address and of a host before anything is moved. Reads only. Used for one attempt. */
final class Ec2Diagnosis {

    private static final String READ = "proven: it was read with it";

    private final Ec2Calls calls;
    private final List<Finding> found = new ArrayList<>();

    Ec2Diagnosis(Ec2Calls calls) {
        this.calls = calls;
    }

    // ---- the address

    List<Finding> ofAddress(IpAddress address, Survey survey) {
        reservation(address, survey.placement());
        dependents(address, survey);
        permissions(address, survey);
        found.add(
                Ways.ofAddress(IamWay.SECONDARY_IP, address, survey.placement().subnetId()));
        return found;
    }

    /**
     * An address that nobody holds can be given to a new interface by EC2 itself, unless an explicit reservation has it. One
     * can be made while the address is in use ("Subnet CIDR reservations" in the Amazon VPC User Guide).
     */
    private void reservation(IpAddress address, Placement placement) {
        String subject = address.toString();
        String subnetId = String.valueOf(placement.subnetId());
        List<SubnetCidrReservation> all;
        try {
            all = calls.reservations(subnetId);
        } catch (FloatingIpException e) {
            unknown(Checks.RESERVATION, subject, e);
            return;
        }
        proven("ec2:GetSubnetCidrReservations");
        Optional<SubnetCidrReservation> ours = all.stream()
                .filter(each -> each.cidr() != null && CidrBlock.of(each.cidr()).contains(address))
                .findFirst();
        if (ours.isEmpty()) {
            found.add(Finding.warning(
                    Checks.RESERVATION,
                    subject,
                    "nothing keeps EC2 from giving it to a new interface of " + subnetId + " while nobody holds it",
                    "aws ec2 create-subnet-cidr-reservation --reservation-type explicit --subnet-id " + subnetId
                            + " --cidr " + address + "/32"));
            return;
        }
        SubnetCidrReservation one = ours.get();
        String words = one.subnetCidrReservationId() + " reserves " + one.cidr();
        if (one.reservationType() == SubnetCidrReservationType.EXPLICIT) {
            found.add(Finding.ok(Checks.RESERVATION, subject, words + " for those who ask for it"));
        } else {
            found.add(Finding.warning(
                    Checks.RESERVATION,
                    subject,
                    words + " for prefixes (type " + one.reservationTypeAsString()
                            + "), which EC2 gives to interfaces by itself",
                    "choose an address of an explicit reservation, or of none and reserve it"));
        }
    }

    private void dependents(IpAddress address, Survey survey) {
        found.add(Finding.ok(
                Checks.DEPENDENTS,
                address.toString(),
                survey.dependents().isEmpty()
                        ? "no Elastic IP hangs on it"
                        : Dependent.join(survey.dependents())
                                + " hangs on it: a takeover takes it along, a handover needs reassociate()"));
    }

    private void permissions(IpAddress address, Survey survey) {
        try {
            calls.subnets(List.of(String.valueOf(survey.placement().subnetId())));
            proven("ec2:DescribeSubnets");
        } catch (PermissionDeniedException e) {
            spared(e, "an address that nobody holds can't be placed without it");
        } catch (FloatingIpException e) {
            unknown(Checks.PERMISSION, "ec2:DescribeSubnets", e);
        }
        String noDryRun = "EC2 has no dry run for it: only ";
        found.add(Finding.unproven(
                Checks.PERMISSION, "ec2:AssignPrivateIpAddresses", noDryRun + "a move proves that it is allowed"));
        found.add(Finding.unproven(
                Checks.PERMISSION,
                "ec2:UnassignPrivateIpAddresses",
                noDryRun + "a release or a handover proves that it is allowed; a takeover does not need it"));
        survey.dependents().stream()
                .filter(dependent -> dependent.id().startsWith("eipalloc-"))
                .forEach(elasticIp -> associate(address, survey, elasticIp));
    }

    private void associate(IpAddress address, Survey survey, Dependent elasticIp) {
        try {
            String interfaceId = survey.holders().get(0).interfaceId();
            new ElasticIpCalls(calls).tryAssociate(elasticIp.id(), interfaceId, address);
            // A policy can allow it for single interfaces: this says nothing of the target's.
            found.add(Finding.ok(Checks.PERMISSION, "ec2:AssociateAddress", "proven by a dry run for " + interfaceId));
        } catch (PermissionDeniedException e) {
            spared(e, "a handover can't put " + elasticIp + " back without it; a takeover does not need it");
        } catch (FloatingIpException e) {
            unknown(Checks.PERMISSION, "ec2:AssociateAddress", e);
        }
    }

    // ---- one host

    List<Finding> ofTarget(Survey survey) {
        Placement placement = survey.placement();
        String subject = placement.host().value();
        Candidate candidate;
        try {
            NetworkInterface eni = calls.networkInterface(placement.interfaceId());
            candidate = Candidate.of(eni);
            proven("ec2:DescribeNetworkInterfaces");
            found.add(Ways.ofHost(subject, eni));
        } catch (FloatingIpException e) {
            unknown(Checks.ROOM, subject, e);
            unknown(Checks.HOST_STATE, subject, e);
            return found;
        }
        HostId host = candidate.host();
        if (!host.value().startsWith("i-")) {
            found.add(Finding.ok(Checks.ROOM, subject, "an interface that is attached to nothing has no limit"));
            found.add(Finding.warning(
                    Checks.HOST_STATE,
                    subject,
                    candidate.interfaceId() + " is attached to no instance: nobody answers there",
                    "attach it to an instance"));
            return found;
        }
        try {
            Instance instance = calls.instance(host.value()).orElse(null);
            proven("ec2:DescribeInstances");
            if (instance == null) {
                found.add(Finding.unknown(
                        Checks.HOST_STATE, subject, "EC2 does not show " + host, "look again in a moment"));
                return found;
            }
            boolean holds = survey.holders().stream()
                    .anyMatch(holder -> holder.interfaceId().equals(candidate.interfaceId()));
            state(subject, instance, holds);
            room(subject, candidate, instance.instanceTypeAsString(), holds);
        } catch (FloatingIpException e) {
            unknown(Checks.ROOM, subject, e);
            unknown(Checks.HOST_STATE, subject, e);
        }
        return found;
    }

    private void state(String subject, Instance instance, boolean holds) {
        String state = Ec2States.of(instance);
        if (state == null) {
            found.add(Finding.unknown(
                    Checks.HOST_STATE, subject, "EC2 does not say whether the instance is running", "look again"));
        } else if (state.equals(Ec2States.RUNNING)) {
            found.add(Finding.ok(Checks.HOST_STATE, subject, "the instance is running"));
        } else if (holds) {
            found.add(Finding.problem(
                    Checks.HOST_STATE,
                    subject,
                    "the instance that holds it is " + state + ": nobody answers",
                    "start it, or move the address to a host that runs"));
        } else {
            found.add(Finding.warning(
                    Checks.HOST_STATE,
                    subject,
                    "the instance is " + state + ": it could be given the address, and would not answer",
                    "start it"));
        }
    }

    private void room(String subject, Candidate candidate, @Nullable String type, boolean holds) {
        int limit;
        try {
            limit = calls.addressLimit(type);
            proven("ec2:DescribeInstanceTypes");
        } catch (PermissionDeniedException e) {
            spared(e, "the room on an interface can't be checked before a move without it");
            unknown(Checks.ROOM, subject, e);
            return;
        } catch (FloatingIpException e) {
            unknown(Checks.ROOM, subject, e);
            return;
        }
        String words = candidate.interfaceId() + " has " + candidate.addresses() + " of " + limit + " addresses ("
                + type + ", the primary one included)";
        if (holds) {
            found.add(Finding.ok(Checks.ROOM, subject, words + ", this one among them"));
        } else if (candidate.addresses() < limit) {
            found.add(Finding.ok(Checks.ROOM, subject, words));
        } else {
            found.add(Finding.problem(
                    Checks.ROOM, subject, words, "release an address there, or choose a larger instance type"));
        }
    }

    // ---- words

    private void proven(String permission) {
        found.add(Finding.ok(Checks.PERMISSION, permission, READ));
    }

    /** A permission without which a move works all the same. */
    private void spared(PermissionDeniedException e, String what) {
        String permission = e.action();
        found.add(Finding.warning(
                Checks.PERMISSION,
                permission,
                "it is not allowed to the credentials in use: " + what + said(e),
                remedy(e)));
    }

    /** What to do about a permission that is lacking. */
    static String remedy(PermissionDeniedException e) {
        return e.denial().remedy(e.action());
    }

    /** The service's own words, which say why: by whom it is denied, for example. */
    private static String said(FloatingIpException e) {
        return e.serviceError() == null ? "" : " (" + e.serviceError() + ")";
    }

    private void unknown(String check, String subject, FloatingIpException e) {
        found.add(unknownBy(check, subject, e));
    }

    /** What could not be read, and why. */
    static Finding unknownBy(String check, String subject, FloatingIpException e) {
        return Finding.unknown(
                check,
                subject,
                (e instanceof PermissionDeniedException denied
                                ? "not known without " + denied.action()
                                : e.getMessage().replaceAll("\\. .*$", ""))
                        + said(e),
                e instanceof PermissionDeniedException denied
                        ? remedy(denied)
                        : "look again, with more time if the service is slow");
    }
}
