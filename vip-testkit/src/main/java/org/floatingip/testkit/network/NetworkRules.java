package org.floatingip.testkit.network;

import java.util.Map;
import org.floatingip.CidrBlock;
import org.floatingip.testkit.internal.Refusals;
import org.jspecify.annotations.Nullable;

/** Decides which ranges VPCs, subnets and CIDR reservations may have. Guarded by the lock of its network. */
final class NetworkRules {

    private final VpcState state;
    private final RouteRules routes;
    private final SecurityGroupRules groups;
    private final Ipv6Rules ipv6;

    NetworkRules(VpcState state, RouteRules routes, SecurityGroupRules groups, Ipv6Rules ipv6) {
        this.state = state;
        this.routes = routes;
        this.groups = groups;
        this.ipv6 = ipv6;
    }

    MutableVpc createVpc(CidrBlock cidr, Map<String, String> tags) {
        checkSize(cidr, "InvalidVpc.Range");
        MutableVpc vpc = new MutableVpc(state.ids.id("vpc"), cidr, tags);
        state.vpcs.put(vpc.id, vpc);
        routes.createMainTable(vpc);
        groups.createDefault(vpc);
        state.history.resource("created " + vpc.id + " " + cidr);
        return vpc;
    }

    MutableVpc share(String vpcId, String ownerId) {
        MutableVpc vpc = state.vpc(vpcId);
        vpc.ownerId = ownerId;
        state.history.resource(ownerId + " shares the subnets of " + vpcId);
        return vpc;
    }

    MutableSubnet createSubnet(
            String vpcId, CidrBlock cidr, @Nullable CidrBlock ipv6Cidr, String zone, Map<String, String> tags) {
        MutableVpc vpc = state.vpc(vpcId);
        checkSize(cidr, "InvalidSubnet.Range");
        if (!vpc.cidr.contains(cidr)) {
            throw invalidRange(cidr, "InvalidSubnet.Range");
        }
        if (state.subnets.values().stream()
                .anyMatch(other -> other.vpc.id.equals(vpcId) && other.cidr.overlaps(cidr))) {
            throw Refusals.rangeOfAnotherSubnet(cidr);
        }
        if (ipv6Cidr != null) {
            ipv6.check(vpc, ipv6Cidr);
        }
        MutableSubnet subnet = new MutableSubnet(state.ids.id("subnet"), vpc, cidr, zone, tags);
        state.subnets.put(subnet.id, subnet);
        state.history.resource("created " + subnet.id + " " + cidr + " in " + zone);
        if (ipv6Cidr != null) {
            ipv6.associate(subnet, ipv6Cidr);
        }
        return subnet;
    }

    MutableSubnet deleteSubnet(String subnetId) {
        MutableSubnet subnet = state.subnet(subnetId);
        if (state.interfaces.values().stream().anyMatch(eni -> eni.subnet == subnet)) {
            throw Refusals.hasDependencies("subnet", subnetId);
        }
        routes.forget(subnet);
        state.subnets.remove(subnetId);
        state.history.resource("deleted " + subnetId);
        return subnet;
    }

    MutableVpc deleteVpc(String vpcId) {
        MutableVpc vpc = state.vpc(vpcId);
        boolean used = state.subnets.values().stream().anyMatch(subnet -> subnet.vpc == vpc)
                || routes.hasTablesBesideTheMainOne(vpc)
                || groups.hasGroupsBesideTheDefaultOne(vpc);
        if (used) {
            throw Refusals.hasDependencies("vpc", vpcId);
        }
        routes.forget(vpc);
        groups.forget(vpc);
        state.vpcs.remove(vpcId);
        state.history.resource("deleted " + vpcId);
        return vpc;
    }

    MutableReservation createReservation(
            String subnetId, CidrBlock cidr, String type, String description, Map<String, String> tags) {
        MutableSubnet subnet = state.subnet(subnetId);
        if (!type.equals("explicit") && !type.equals("prefix")) {
            throw Refusals.invalidParameterValue(
                    "Value (" + type + ") for parameter reservationType is invalid. Valid values: prefix, explicit");
        }
        if (!subnet.cidr.contains(cidr)) {
            throw Refusals.invalidParameterValue(
                    "The CIDR '" + cidr + "' does not fall within the subnet's address range");
        }
        if (subnet.reservations.stream().anyMatch(other -> other.cidr.overlaps(cidr))) {
            throw new Ec2RefusalException(
                    "InvalidSubnetCidrReservation.Conflict",
                    "The CIDR '" + cidr + "' conflicts with another subnet CIDR reservation");
        }
        MutableReservation reservation =
                new MutableReservation(state.ids.id("scr"), subnet, cidr, type, description, tags);
        subnet.reservations.add(reservation);
        state.history.resource("reserved " + cidr + " in " + subnetId + " (" + type + ")");
        return reservation;
    }

    MutableReservation deleteReservation(String reservationId) {
        MutableReservation reservation = state.reservation(reservationId);
        reservation.subnet.reservations.remove(reservation);
        state.history.resource("deleted reservation " + reservationId);
        return reservation;
    }

    private static void checkSize(CidrBlock cidr, String code) {
        if (!cidr.first().isIpv4() || cidr.prefixLength() < 16 || cidr.prefixLength() > 28) {
            throw invalidRange(cidr, code);
        }
    }

    private static Ec2RefusalException invalidRange(CidrBlock cidr, String code) {
        return new Ec2RefusalException(code, "The CIDR '" + cidr + "' is invalid.");
    }
}
