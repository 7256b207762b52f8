package org.floatingip.aws.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;
import org.floatingip.aws.IamWay;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.failure.PermissionDeniedException;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;

/** What EC2 can tell of an overlay address and of an interface before any route is changed. Reads only. Used for one attempt. */
final class RouteDiagnosis {

    private final RouteNetwork network;
    private final List<Finding> found = new ArrayList<>();

    RouteDiagnosis(RouteNetwork network) {
        this.network = network;
    }

    /** Where its routes lead, who would not reach it, and whether routes may be changed. */
    List<Finding> ofAddress(IpAddress address) {
        String subject = address.toString();
        List<TableRoute> all;
        try {
            all = network.read(address);
        } catch (FloatingIpException e) {
            found.add(unknown(Checks.ROUTES, subject, e));
            return found;
        }
        List<String> blackholes = RouteNetwork.blackholes(all);
        List<String> lacking = all.stream()
                .filter(route -> !route.isThere())
                .map(TableRoute::tableId)
                .toList();
        if (!blackholes.isEmpty()) {
            found.add(Finding.warning(
                    Checks.ROUTES,
                    subject,
                    String.join("; ", blackholes),
                    "move the address to a host that runs, or start that one"));
        } else if (!lacking.isEmpty()) {
            found.add(Finding.warning(
                    Checks.ROUTES,
                    subject,
                    "no route for it is in " + String.join(", ", lacking),
                    "move it with createMissingRoutes, or create the routes"));
        } else {
            found.add(Finding.ok(
                    Checks.ROUTES,
                    subject,
                    "there is a route for it in "
                            + String.join(
                                    ", ", all.stream().map(TableRoute::tableId).toList())));
        }
        others(subject, all);
        permissions(all, lacking);
        found.add(Ways.ofAddress(IamWay.ROUTE, address, null));
        return found;
    }

    /** Tables of the same VPC that are not among these: whoever follows them does not reach the address. */
    private void others(String subject, List<TableRoute> all) {
        String vpc = network.vpcOf(all);
        if (vpc == null) {
            return;
        }
        try {
            List<String> known = all.stream().map(TableRoute::tableId).toList();
            List<RouteTable> tables = network.routes().tablesOf(vpc);
            List<String> beside = new ArrayList<>();
            for (RouteTable table : tables) {
                if (!known.contains(table.routeTableId()) && isFollowed(table, tables, vpc)) {
                    beside.add(table.routeTableId());
                }
            }
            found.add(
                    beside.isEmpty()
                            ? Finding.ok(
                                    Checks.ROUTES, subject, "all subnets of " + vpc + " follow one of these tables")
                            : Finding.warning(
                                    Checks.ROUTES,
                                    subject,
                                    "subnets of " + vpc + " that follow " + String.join(", ", beside)
                                            + " don't reach it: these tables are not moved",
                                    "name these tables, too, if somebody there shall reach it"));
        } catch (FloatingIpException e) {
            found.add(unknown(Checks.ROUTES, subject, e));
        }
    }

    /** Whether a subnet follows it. The main table is that of the subnets that have none of their own, and there may be none. */
    private boolean isFollowed(RouteTable table, List<RouteTable> tables, String vpc) {
        if (subnets(table).findAny().isPresent()) {
            return true;
        }
        boolean main = table.associations().stream().anyMatch(association -> Boolean.TRUE.equals(association.main()));
        if (!main) {
            return false;
        }
        Set<String> own = tables.stream().flatMap(RouteDiagnosis::subnets).collect(Collectors.toSet());
        return network.subnetsOf(vpc).stream().anyMatch(subnet -> !own.contains(subnet));
    }

    private static Stream<String> subnets(RouteTable table) {
        return table.associations().stream()
                .map(RouteTableAssociation::subnetId)
                .filter(Objects::nonNull);
    }

    /** What a dry run proves; where none is without harm, that it is not proven. */
    private void permissions(List<TableRoute> all, List<String> lacking) {
        List<TableRoute> there = all.stream().filter(TableRoute::isThere).toList();
        there.stream()
                .filter(route -> route.toInterface() && !route.blackhole())
                .findFirst()
                .ifPresent(this::permission);
        if (!there.isEmpty() && there.stream().allMatch(route -> route.blackhole() || !route.toInterface())) {
            found.add(
                    Finding.unproven(
                            Checks.PERMISSION,
                            "ec2:ReplaceRoute",
                            "no route leads to an interface that takes packets, for a dry run without harm: only a move proves it"));
        }
        if (network.createsMissing() && !lacking.isEmpty()) {
            // Should a dry run be ignored, there would be a route.
            found.add(Finding.unproven(
                    Checks.PERMISSION,
                    "ec2:CreateRoute",
                    "it has no dry run without harm: only a move proves that it is allowed for "
                            + String.join(", ", lacking)));
        }
    }

    private void permission(TableRoute route) {
        try {
            network.routes().tryReplace(route.tableId(), route.destination(), Objects.requireNonNull(route.leadsTo()));
            found.add(Finding.ok(Checks.PERMISSION, "ec2:ReplaceRoute", "proven by a dry run for " + route.tableId()));
        } catch (PermissionDeniedException e) {
            // Who only looks should not be able to move it.
            found.add(Finding.warning(
                    Checks.PERMISSION,
                    "ec2:ReplaceRoute",
                    "it is not allowed to the credentials in use for " + route.tableId()
                            + ": a move with them would be refused",
                    Ec2Diagnosis.remedy(e)));
        } catch (FloatingIpException e) {
            found.add(unknown(Checks.PERMISSION, "ec2:ReplaceRoute", e));
        }
    }

    /** Whether the interface takes what is not for its own addresses. */
    static Finding ofInterface(String subject, NetworkInterface eni) {
        String id = eni.networkInterfaceId();
        return Boolean.TRUE.equals(eni.sourceDestCheck())
                ? Finding.problem(
                        Checks.SOURCE_DEST_CHECK,
                        subject,
                        id + " checks source and destination, and drops what is not for its own addresses",
                        RouteNetwork.remedyOfCheck(id))
                : Finding.ok(Checks.SOURCE_DEST_CHECK, subject, id + " takes what is not for its own addresses");
    }

    private static Finding unknown(String check, String subject, FloatingIpException e) {
        return Ec2Diagnosis.unknownBy(check, subject, e);
    }
}
