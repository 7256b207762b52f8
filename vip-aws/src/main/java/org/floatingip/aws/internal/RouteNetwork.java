package org.floatingip.aws.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.PlannedCall;
import org.floatingip.RefusedException;
import org.floatingip.ServiceError;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.RouteTable;

/**
 * What route tables mean for an address that is in no subnet: who holds it is where its routes lead. Tables that differ are several
 * holders, and a table that lacks the route while others have it is one of them, by its own id: whoever follows it does not
 * reach the address. Used for one attempt.
 */
public final class RouteNetwork extends WayNetwork {

    private final RouteCalls routes;
    private final RouteSettings settings;

    public RouteNetwork(Ec2Calls calls, RouteSettings settings) {
        super(calls);
        this.routes = new RouteCalls(calls);
        this.settings = settings;
    }

    @Override
    public List<Holder> locate(IpAddress address) {
        return holders(read(address));
    }

    /** What each of the tables has for the address, by one reading. */
    List<TableRoute> read(IpAddress address) {
        Ways.checkIpv4(address, "RouteIpAssigner moves IPv4 addresses");
        List<RouteTable> tables = settings.tables().isEmpty() ? tablesWith(address) : named(address);
        List<TableRoute> found =
                tables.stream().map(table -> TableRoute.of(table, address)).toList();
        List<String> vpcs = found.stream().map(TableRoute::vpcId).distinct().toList();
        if (vpcs.size() > 1) {
            throw RefusedException.ambiguousAddress(
                    address,
                    found.stream()
                            .map(route -> route.vpcId() + " (" + route.tableId() + ")")
                            .toList(),
                    null);
        }
        settings.remember(address, found);
        return found;
    }

    private List<RouteTable> tablesWith(IpAddress address) {
        String vpc = calls.vpcId();
        return routes.tablesWith(TableRoute.destination(address)).stream()
                .filter(table -> vpc == null || vpc.equals(table.vpcId()))
                .toList();
    }

    private List<RouteTable> named(IpAddress address) {
        try {
            List<RouteTable> found = routes.tables(settings.tables());
            for (String id : settings.tables()) {
                Answers.check(
                        found.stream().anyMatch(table -> id.equals(table.routeTableId())),
                        "ec2:DescribeRouteTables",
                        "table " + id);
            }
            return found;
        } catch (RefusedException e) {
            ServiceError said = e.serviceError();
            if (said != null && said.code().toLowerCase(Locale.ROOT).startsWith("invalidroutetableid")) {
                throw RefusedException.notRoutable(
                        address, said.message(), "name the route tables that there are (routeTable, --route-table)", e);
            }
            throw e;
        }
    }

    /** One for each end of a route, in the order of the tables. */
    List<Holder> holders(List<TableRoute> all) {
        if (all.stream().noneMatch(TableRoute::isThere)) {
            return List.of();
        }
        Map<String, HostId> hosts = hostsOfBlackholes(all);
        Map<HostId, Holder> ends = new LinkedHashMap<>();
        for (TableRoute route : all) {
            HostId end = route.end();
            String instance = route.instanceId();
            HostId host = instance == null ? hosts.getOrDefault(end.value(), end) : HostId.of(instance);
            ends.putIfAbsent(end, Holder.of(host, end.value()));
        }
        return List.copyOf(ends.values());
    }

    /** A blackhole names the interface alone; who has that is asked where there is one. */
    private Map<String, HostId> hostsOfBlackholes(List<TableRoute> all) {
        List<String> ids = all.stream()
                .filter(route -> route.toInterface() && route.instanceId() == null)
                .map(route -> Objects.requireNonNull(route.leadsTo()))
                .distinct()
                .toList();
        Map<String, HostId> hosts = new LinkedHashMap<>();
        if (!ids.isEmpty()) {
            for (NetworkInterface eni : calls.networkInterfaces(ids)) {
                hosts.put(Candidate.idOf(eni), Candidate.hostOf(eni));
            }
        }
        return hosts;
    }

    @Override
    public Survey survey(IpAddress address, HostId target) {
        List<TableRoute> all = read(address);
        checkAddress(address, all);
        checkTables(address, all);
        List<Holder> holding = holders(all);
        Ec2Target found = new Ec2Targets(calls).resolve(target);
        String vpc = all.get(0).vpcId();
        List<Candidate> candidates = found.candidates().stream()
                .filter(candidate -> candidate.vpcId().equals(vpc))
                .toList();
        Candidate chosen = chosen(
                target,
                candidates,
                holding,
                "it has no network interface in " + vpc + ", where the route tables are",
                "a route for " + address + " could lead to");
        boolean alone = holding.size() == 1 && holding.get(0).interfaceId().equals(chosen.interfaceId());
        List<String> warnings = new ArrayList<>(found.warnings());
        if (Boolean.TRUE.equals(chosen.sourceDestCheck())) {
            if (!alone) {
                throw RefusedException.notRoutable(
                        address,
                        chosen.interfaceId()
                                + " checks source and destination, and so drops what is not for its own addresses",
                        remedyOfCheck(chosen.interfaceId()),
                        null);
            }
            warnings.add(chosen.interfaceId() + " checks source and destination, and drops what comes for " + address
                    + ": " + remedyOfCheck(chosen.interfaceId()));
        }
        blackholes(all).forEach(warnings::add);
        String reason = alone ? "it holds the address already" : "the interface of " + target + " in " + vpc;
        return Survey.of(holding, chosen.placementOutsideSubnets(reason)).withWarnings(warnings);
    }

    static String remedyOfCheck(String interfaceId) {
        return "switch that off: aws ec2 modify-network-interface-attribute --network-interface-id " + interfaceId
                + " --no-source-dest-check";
    }

    static List<String> blackholes(List<TableRoute> all) {
        return all.stream()
                .filter(TableRoute::blackhole)
                .map(route -> "the route of " + route.tableId() + " leads to " + route.leadsTo()
                        + ", a blackhole: nothing that runs has that interface")
                .toList();
    }

    private static void checkAddress(IpAddress address, List<TableRoute> all) {
        for (TableRoute route : all) {
            route.local().stream()
                    .filter(range -> range.contains(address))
                    .findFirst()
                    .ifPresent(range -> {
                        throw RefusedException.notRoutable(
                                address,
                                "it lies in " + range + " of " + route.vpcId()
                                        + ", whose own routes come first for whatever is inside it",
                                "choose an address outside all ranges of the VPC, or move it as a secondary address",
                                null);
                    });
        }
    }

    private void checkTables(IpAddress address, List<TableRoute> all) {
        if (all.isEmpty()) {
            throw RefusedException.notRoutable(
                    address,
                    "no route table" + (calls.vpcId() == null ? "" : " of " + calls.vpcId()) + " has a route for it",
                    "name the tables that shall have one, and ask for it (routeTable and createMissingRoutes,"
                            + " --route-table and --create-routes)",
                    null);
        }
        for (TableRoute route : all) {
            if (route.isThere() && !route.toInterface()) {
                throw RefusedException.notRoutable(
                        address,
                        "the route of " + route.tableId() + " leads to " + route.leadsTo()
                                + ", which is no network interface, and is not replaced",
                        "name the route tables that shall be moved (routeTable, --route-table)",
                        null);
            }
        }
        List<String> lacking = all.stream()
                .filter(route -> !route.isThere())
                .map(TableRoute::tableId)
                .toList();
        if (!lacking.isEmpty() && !settings.createsMissing()) {
            throw RefusedException.notRoutable(
                    address,
                    String.join(", ", lacking) + (lacking.size() == 1 ? " has" : " have") + " no route for it",
                    "create " + (lacking.size() == 1 ? "it" : "them")
                            + ", or ask for it (createMissingRoutes, --create-routes)",
                    null);
        }
    }

    @Override
    public void assign(Transfer transfer) {
        new RouteChanges(this, settings).assign(transfer);
    }

    @Override
    public void release(IpAddress address, Holder holder) {
        new RouteChanges(this, settings).release(address, holder);
    }

    @Override
    public List<PlannedCall> explain(Transfer transfer, boolean handover) {
        return RouteChanges.explain(transfer, settings);
    }

    @Override
    public List<Finding> diagnoseAddress(IpAddress address, Survey survey) {
        return new RouteDiagnosis(this).ofAddress(address);
    }

    @Override
    List<String> hostChecks() {
        return List.of(Checks.SOURCE_DEST_CHECK, Checks.HOST_STATE);
    }

    @Override
    Finding diagnoseInterface(String subject, NetworkInterface eni) {
        return RouteDiagnosis.ofInterface(subject, eni);
    }

    boolean createsMissing() {
        return settings.createsMissing();
    }

    /** The ids of all subnets of that VPC. */
    List<String> subnetsOf(String vpc) {
        return calls.subnetsOf(vpc).stream()
                .map(subnet -> Answers.part(subnet.subnetId(), "ec2:DescribeSubnets", "subnetId"))
                .toList();
    }

    RouteCalls routes() {
        return routes;
    }

    @Nullable
    String vpcOf(List<TableRoute> all) {
        return all.isEmpty() ? calls.vpcId() : all.get(0).vpcId();
    }
}
