package org.floatingip.testkit.assigner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.floatingip.CidrBlock;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.internal.fault.RefusalCodes;
import org.floatingip.testkit.network.Ec2RefusalException;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.RouteTarget;
import org.floatingip.testkit.network.VpcInterface;
import org.floatingip.testkit.network.VpcRoute;
import org.floatingip.testkit.network.VpcRouteTable;
import org.floatingip.testkit.network.VpcRouting;
import org.jspecify.annotations.Nullable;

/**
 * Moves an overlay address, by a route in each route table of an {@link InMemoryVpc}, with the same refusals as the real assigner of
 * routes has. For unit tests of code that moves addresses by route. Safe for use by several threads.
 *
 * <pre>{@code
 * network.routing().createRoute(table, CidrBlock.of("192.168.99.1/32"), RouteTarget.instance("i-0a"));
 * FloatingIp db = FloatingIp.at("192.168.99.1").assigner(InMemoryRouteIpAssigner.of(network)).build();
 * }</pre>
 *
 * <p>A fault on {@link Call#ASSIGN} or {@link Call#RELEASE} is met by the change of one table: a change of some tables that failed for
 * others has an unknown effect. The interfaces of hosts must not check source and destination.
 */
public final class InMemoryRouteIpAssigner extends SingleScriptedAssigner {

    private static final Map<Call, String> ACTIONS = Map.of(
            Call.LOOK, "DescribeRouteTables",
            Call.RESOLVE, "DescribeInstances",
            Call.ASSIGN, "ReplaceRoute",
            Call.RELEASE, "DeleteRoute");

    private static final String CREATE = "CreateRoute";

    private final VpcRouting routing;
    private final List<String> tables;
    private volatile boolean createsMissing;

    private InMemoryRouteIpAssigner(InMemoryVpc network, List<String> tables) {
        super(network, Traits.builder().knowsHosts().diagnoses().build(), ACTIONS);
        this.routing = network.routing();
        this.tables = tables;
    }

    /** An assigner for all tables of that network that have a route for exactly the address. */
    public static InMemoryRouteIpAssigner of(InMemoryVpc network) {
        return of(network, List.of());
    }

    /** An assigner for those tables. */
    public static InMemoryRouteIpAssigner of(InMemoryVpc network, List<String> tables) {
        return new InMemoryRouteIpAssigner(network, List.copyOf(tables));
    }

    /**
     * Creates the route from now on in those of the named tables that have none. Default: a move is refused then.
     *
     * @throws IllegalStateException if no table is named
     */
    public void createMissingRoutes() {
        if (tables.isEmpty()) {
            throw new IllegalStateException(
                    "createMissingRoutes() needs named tables: without them only tables that have"
                            + " the route are known");
        }
        createsMissing = true;
    }

    // ---- reading

    @Override
    List<Holder> locate(IpAddress address) {
        return holders(address, look(address, () -> read(address)));
    }

    private List<VpcRouteTable> read(IpAddress address) {
        checkFamily(address, true, "this assigner moves IPv4 addresses by their routes");
        List<VpcRouteTable> found = tables.isEmpty()
                ? routing.tables().stream()
                        .filter(table -> route(table, address) != null)
                        .toList()
                : tables.stream().map(id -> named(address, id)).toList();
        List<String> vpcs = found.stream().map(VpcRouteTable::vpcId).distinct().toList();
        if (vpcs.size() > 1) {
            throw RefusedException.ambiguousAddress(address, vpcs, null);
        }
        return found;
    }

    private VpcRouteTable named(IpAddress address, String id) {
        return routing.table(id)
                .orElseThrow(() -> RefusedException.notRoutable(
                        address, "there is no route table " + id, "name the route tables that there are", null));
    }

    private static @Nullable VpcRoute route(VpcRouteTable table, IpAddress address) {
        return table.route(CidrBlock.of(address, 32)).orElse(null);
    }

    /** One for each end of a route; a table that has none, while others have one, is one by its own id. */
    private List<Holder> holders(IpAddress address, List<VpcRouteTable> found) {
        Map<String, Holder> ends = new LinkedHashMap<>();
        boolean any = false;
        for (VpcRouteTable table : found) {
            VpcRoute route = route(table, address);
            any |= route != null;
            String end = route == null ? table.id() : Objects.requireNonNull(route.interfaceId());
            ends.putIfAbsent(end, Holder.of(route == null ? HostId.of(end) : TargetResolver.hostOf(network, end), end));
        }
        return any ? List.copyOf(ends.values()) : List.of();
    }

    @Override
    Survey survey(IpAddress address, HostId target) {
        List<VpcRouteTable> found = look(address, () -> read(address));
        check(address, found);
        List<Holder> holders = holders(address, found);
        String vpc = found.get(0).vpcId();
        VpcInterface chosen = chosen(
                target,
                resolve(target).stream().filter(eni -> eni.vpcId().equals(vpc)).toList(),
                holders,
                "it has no network interface in " + vpc + ", where the route tables are",
                "a route for " + address + " could lead to");
        boolean alone = holders.size() == 1 && holds(chosen, holders);
        List<String> warnings = new ArrayList<>(targets.warnings(target));
        if (chosen.sourceDestCheck()) {
            String drops =
                    chosen.id() + " checks source and destination, and so drops what is not for its own addresses";
            if (!alone) {
                throw RefusedException.notRoutable(address, drops, "switch that off", null);
            }
            warnings.add(drops);
        }
        warnings.addAll(blackholes(address, found));
        return Survey.of(holders, TargetResolver.placementOutsideSubnets(chosen))
                .withWarnings(warnings);
    }

    private static List<String> blackholes(IpAddress address, List<VpcRouteTable> found) {
        List<String> all = new ArrayList<>();
        for (VpcRouteTable table : found) {
            VpcRoute route = route(table, address);
            if (route != null && !route.active()) {
                all.add("the route of " + table.id() + " leads to " + route.interfaceId()
                        + ", a blackhole: nothing that runs has that interface");
            }
        }
        return all;
    }

    private void check(IpAddress address, List<VpcRouteTable> found) {
        for (VpcRouteTable table : found) {
            for (VpcRoute route : table.routes()) {
                if (route.cameWithTable() && route.destination().contains(address)) {
                    throw RefusedException.notRoutable(
                            address,
                            "it lies in " + route.destination() + " of " + table.vpcId()
                                    + ", whose own routes come first for whatever is inside it",
                            "choose an address outside all ranges of the VPC",
                            null);
                }
            }
        }
        List<String> lacking = lacking(address, found);
        if (found.isEmpty() || (!lacking.isEmpty() && !createsMissing)) {
            throw RefusedException.notRoutable(
                    address,
                    (found.isEmpty() ? "no route table has a" : String.join(", ", lacking) + " has no")
                            + " route for it",
                    "create it, or ask for it: name the tables, and createMissingRoutes()",
                    null);
        }
    }

    private static List<String> lacking(IpAddress address, List<VpcRouteTable> found) {
        return found.stream()
                .filter(table -> route(table, address) == null)
                .map(VpcRouteTable::id)
                .toList();
    }

    // ---- changing

    @Override
    List<String> giving(Transfer transfer) {
        if (transfer.seen().isEmpty()) {
            return List.of(CREATE);
        }
        List<VpcRouteTable> there =
                tables.stream().flatMap(id -> routing.table(id).stream()).toList();
        int lacking = createsMissing ? lacking(transfer.address(), there).size() : 0;
        return lacking == 0
                ? List.of(action(Call.ASSIGN))
                : lacking == there.size() ? List.of(CREATE) : List.of(action(Call.ASSIGN), CREATE);
    }

    @Override
    void assign(Transfer transfer) {
        IpAddress address = transfer.address();
        CidrBlock destination = CidrBlock.of(address, 32);
        RouteTarget to = RouteTarget.networkInterface(transfer.placement().interfaceId());
        boolean unseen = transfer.seen().isEmpty();
        List<VpcRouteTable> all = read(address);
        if (all.isEmpty()) {
            throw RefusedException.notRoutable(
                    address, "no route table has a route for it", "name the tables that shall have one", null);
        }
        Set<String> created = new HashSet<>();
        if (unseen) {
            all.forEach(table -> created.add(table.id()));
        } else if (createsMissing) {
            created.addAll(lacking(address, all));
        }
        // Those that lead there already come last, as with the real one: attempts that are too short for all of them
        // converge.
        List<String> ids = all.stream()
                .sorted(Comparator.comparing(table -> leadsTo(table, address, transfer.placement())))
                .map(VpcRouteTable::id)
                .toList();
        each(table -> created.contains(table) ? CREATE : action(Call.ASSIGN), ids, table -> {
            if (created.contains(table)) {
                give(transfer, CREATE, table, () -> routing.createRoute(table, destination, to));
                return;
            }
            try {
                give(transfer, action(Call.ASSIGN), table, () -> routing.replaceRoute(table, destination, to));
            } catch (RefusedException e) {
                if (!createsMissing || !(e.getCause() instanceof Ec2RefusalException refusal && isNoRoute(refusal))) {
                    throw e;
                }
                created.add(table);
                give(transfer, CREATE, table, () -> routing.createRoute(table, destination, to));
            }
        });
    }

    private static boolean leadsTo(VpcRouteTable table, IpAddress address, Placement to) {
        VpcRoute route = route(table, address);
        return route != null && to.interfaceId().equals(route.interfaceId());
    }

    private void give(Transfer transfer, String action, String table, Runnable body) {
        change(
                Call.ASSIGN,
                action,
                transfer.address() + " of " + table + " to "
                        + transfer.placement().interfaceId(),
                (asked, e) -> meaning(transfer, asked, e),
                body);
    }

    private static boolean isNoRoute(Ec2RefusalException refusal) {
        return refusal.code().equals("InvalidParameterValue") && refusal.text().contains("There is no route defined");
    }

    private FloatingIpException meaning(Transfer transfer, String action, Ec2RefusalException refusal) {
        IpAddress address = transfer.address();
        return switch (refusal.code()) {
            case "RouteAlreadyExists" -> new HolderChangedException(address, null, locate(address), refusal);
            case "InvalidNetworkInterfaceID.NotFound" ->
                RefusedException.unknownTarget(transfer.placement().host(), refusal.text(), refusal);
            case "InvalidRouteTableID.NotFound" ->
                RefusedException.notRoutable(address, refusal.text(), "name the route tables that there are", refusal);
            case "InvalidParameterValue" ->
                RefusedException.notRoutable(address, refusal.text(), "create the route, or ask for it", refusal);
            default -> RefusalCodes.of(permission(action), refusal);
        };
    }

    @Override
    void release(IpAddress address, Holder holder) {
        List<VpcRouteTable> all = look(address, () -> read(address));
        List<String> ids = all.stream()
                .filter(table -> {
                    VpcRoute route = route(table, address);
                    return route != null && holder.interfaceId().equals(route.interfaceId());
                })
                .map(VpcRouteTable::id)
                .toList();
        if (ids.isEmpty()) {
            throw new HolderChangedException(address, holder.host(), holders(address, all), null);
        }
        each(
                table -> action(Call.RELEASE),
                ids,
                table -> change(
                        Call.RELEASE,
                        action(Call.RELEASE),
                        address + " of " + table,
                        (action, e) -> RefusalCodes.of(permission(action), e),
                        () -> routing.deleteRoute(table, CidrBlock.of(address, 32))));
    }

    /** One call a table, one after the other: where some were made and others not, the effect is unknown. */
    private static void each(UnaryOperator<String> action, List<String> ids, Consumer<String> call) {
        Map<String, FloatingIpException> failed = new LinkedHashMap<>();
        for (String id : ids) {
            try {
                call.accept(id);
            } catch (FloatingIpException e) {
                failed.put(id, e);
            }
        }
        if (failed.isEmpty()) {
            return;
        }
        String worst = failed.keySet().stream()
                .filter(id -> !Objects.requireNonNull(failed.get(id)).retryable())
                .findFirst()
                .orElseGet(() -> failed.keySet().iterator().next());
        FloatingIpException first = Objects.requireNonNull(failed.get(worst));
        boolean untouched = failed.size() == ids.size()
                && failed.values().stream().allMatch(failure -> failure.effect() == Effect.NONE);
        if (untouched || ids.size() == 1) {
            throw first;
        }
        List<String> words = new ArrayList<>();
        ids.forEach(id -> words.add(id + (failed.containsKey(id) ? " not" : " done")));
        throw UnavailableException.partly(
                permission(action.apply(worst)),
                String.join("; ", words),
                failed.values().stream().anyMatch(FloatingIpException::retryable),
                first);
    }

    // ---- the doctor

    /** Where its routes lead. */
    @Override
    public List<Finding> diagnoseAddress(IpAddress address, Survey survey) {
        List<VpcRouteTable> found;
        try {
            found = look(address, () -> read(address));
        } catch (FloatingIpException e) {
            return List.of(InMemoryDiagnosis.unknown(Checks.ROUTES, address.toString(), e));
        }
        List<String> blackholes = blackholes(address, found);
        List<String> lacking = lacking(address, found);
        return List.of(
                !blackholes.isEmpty()
                        ? Finding.warning(
                                Checks.ROUTES,
                                address.toString(),
                                String.join("; ", blackholes),
                                "move the address to a host that runs, or start that one")
                        : !lacking.isEmpty()
                                ? Finding.warning(
                                        Checks.ROUTES,
                                        address.toString(),
                                        "no route for it is in " + String.join(", ", lacking),
                                        "move it with createMissingRoutes()")
                                : Finding.ok(
                                        Checks.ROUTES,
                                        address.toString(),
                                        "there is a route for it in "
                                                + String.join(
                                                        ", ",
                                                        found.stream()
                                                                .map(VpcRouteTable::id)
                                                                .toList())));
    }

    /** Whether the host runs, and its interface takes what is not for its own addresses. */
    @Override
    public List<Finding> diagnoseTarget(IpAddress address, Survey survey) {
        return new InMemoryDiagnosis(network, script).ofRoutedHost(survey);
    }
}
