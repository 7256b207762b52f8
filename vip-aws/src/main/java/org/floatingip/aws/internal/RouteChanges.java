package org.floatingip.aws.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.floatingip.CidrBlock;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.PlannedCall;
import org.floatingip.RefusedException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Transfer;
import org.jspecify.annotations.Nullable;

/**
 * The changes of the routes of an address: one call a table, all of them within one attempt. EC2 has no call for several tables, so
 * one that failed leaves a change in part, which is an unknown effect: tables that differ are several holders, and the same change
 * made again brings them together.
 */
final class RouteChanges {

    private static final String REPLACE = "ec2:ReplaceRoute";
    private static final String CREATE = "ec2:CreateRoute";
    private static final String DELETE = "ec2:DeleteRoute";

    private final RouteNetwork network;
    private final RouteCalls routes;
    private final RouteSettings settings;

    RouteChanges(RouteNetwork network, RouteSettings settings) {
        this.network = network;
        this.routes = network.routes();
        this.settings = settings;
    }

    /** Lets all routes of the address lead to its placement. Where nobody was seen they are created, which displaces nobody. */
    void assign(Transfer transfer) {
        IpAddress address = transfer.address();
        CidrBlock destination = TableRoute.destination(address);
        Placement to = transfer.placement();
        List<TableRoute> known = known(address);
        boolean unseen = transfer.seen().isEmpty();
        List<String> ids = known.stream().map(TableRoute::tableId).toList();
        if (ids.isEmpty()) {
            throw RefusedException.notRoutable(
                    address, "no route table has a route for it", "name the tables that shall have one", null);
        }
        Set<String> created = new HashSet<>(known.stream()
                .filter(route -> unseen || (!route.isThere() && settings.createsMissing()))
                .map(TableRoute::tableId)
                .toList());
        Map<String, FloatingIpException> failed = new SideBySide(settings.executor()).run(ids, table -> {
            if (created.contains(table)) {
                routes.create(table, destination, to.interfaceId(), thrown -> meaning(address, to, thrown));
            } else {
                routes.replace(table, destination, to.interfaceId(), thrown -> meaning(address, to, thrown));
            }
        });
        check(created.isEmpty() ? REPLACE : CREATE, "lead to " + to.interfaceId(), ids, failed);
    }

    private List<TableRoute> known(IpAddress address) {
        List<TableRoute> remembered = settings.remembered(address);
        return remembered == null ? network.read(address) : remembered;
    }

    private @Nullable FloatingIpException meaning(IpAddress address, Placement to, RuntimeException thrown) {
        String text = Ec2Errors.text(thrown);
        return switch (Ec2Errors.code(thrown)) {
            // Where nobody was seen: somebody came since. What is there is read, for who asks to know.
            case "routealreadyexists" -> new HolderChangedException(address, null, network.locate(address), thrown);
            case "invalidnetworkinterfaceid.notfound", "invalidnetworkinterfaceid.malformed" ->
                RefusedException.unknownTarget(to.host(), text, thrown);
            case "invalidroutetableid.notfound", "invalidroutetableid.malformed" -> gone(address, text, thrown);
            case "invalidparametervalue" ->
                text.toLowerCase(Locale.ROOT).contains("there is no route defined")
                        ? RefusedException.notRoutable(
                                address,
                                text,
                                "create the route, or ask for it (createMissingRoutes, --create-routes)",
                                thrown)
                        : null;
            default -> null;
        };
    }

    private static RefusedException gone(IpAddress address, String text, RuntimeException thrown) {
        return RefusedException.notRoutable(
                address, text, "name the route tables that there are (routeTable, --route-table)", thrown);
    }

    /**
     * Deletes the routes that lead to that holder, as they were read a moment ago. Not conditional: DeleteRoute names no interface,
     * so a route that somebody has brought elsewhere since is deleted, too.
     */
    void release(IpAddress address, Holder holder) {
        CidrBlock destination = TableRoute.destination(address);
        List<TableRoute> all = network.read(address);
        List<String> ids = all.stream()
                .filter(route -> route.toInterface() && route.leadsTo(holder.interfaceId()))
                .map(TableRoute::tableId)
                .toList();
        if (ids.isEmpty()) {
            throw new HolderChangedException(address, holder.host(), network.holders(all), null);
        }
        Set<String> gone = ConcurrentHashMap.newKeySet();
        Map<String, FloatingIpException> failed = new SideBySide(settings.executor()).run(ids, table -> {
            try {
                routes.delete(table, destination, thrown -> switch (Ec2Errors.code(thrown)) {
                    case "invalidroutetableid.notfound" -> gone(address, Ec2Errors.text(thrown), thrown);
                    default -> null;
                });
            } catch (RefusedException e) {
                if (!Ec2Errors.isAnswer(e, "InvalidRoute.NotFound")) {
                    throw e;
                }
                gone.add(table);
            }
        });
        check(DELETE, "have no route any more", ids, failed);
        if (gone.size() == ids.size()) {
            throw new HolderChangedException(address, holder.host(), network.locate(address), null);
        }
    }

    /** Throws unless all were made: what none of them did leaves nothing changed, and what some did is an unknown effect. */
    private static void check(String action, String what, List<String> ids, Map<String, FloatingIpException> failed) {
        if (failed.isEmpty()) {
            return;
        }
        List<FloatingIpException> all = new ArrayList<>(failed.values());
        FloatingIpException first =
                all.stream().filter(failure -> !failure.retryable()).findFirst().orElse(all.get(0));
        boolean untouched =
                failed.size() == ids.size() && all.stream().allMatch(failure -> failure.effect() == Effect.NONE);
        if (untouched || ids.size() == 1) {
            all.stream().filter(other -> other != first).forEach(first::addSuppressed);
            throw first;
        }
        List<String> words = new ArrayList<>();
        List<String> done = ids.stream().filter(id -> !failed.containsKey(id)).toList();
        words.add(done.isEmpty() ? "none is known to " + what : String.join(", ", done) + " " + what);
        failed.forEach(
                (id, failure) -> words.add(id + " not: " + failure.getMessage().replaceAll("\\.$", "")));
        UnavailableException partly = UnavailableException.partly(
                action, String.join("; ", words), all.stream().anyMatch(FloatingIpException::retryable), first);
        all.stream().filter(other -> other != first).forEach(partly::addSuppressed);
        throw partly;
    }

    /** The calls of a move, in order. Asks nobody. */
    static List<PlannedCall> explain(Transfer transfer, RouteSettings settings) {
        IpAddress address = transfer.address();
        Placement to = transfer.placement();
        boolean unseen = transfer.seen().isEmpty();
        List<TableRoute> known = settings.remembered(address);
        String tables = known == null || known.isEmpty()
                ? "each route table"
                : String.join(", ", known.stream().map(TableRoute::tableId).toList());
        String how = known == null || known.size() < 2
                ? ""
                : settings.executor() == null ? ", one after the other" : ", side by side";
        String action = unseen ? "CreateRoute" : "ReplaceRoute";
        return List.of(
                Ec2Explanation.reading("DescribeRouteTables", "where the routes for " + address + " lead"),
                Ec2Explanation.target(to),
                PlannedCall.mutating(
                        action + " " + TableRoute.destination(address) + " (" + address + ") to " + to.interfaceId()
                                + " in " + tables + how,
                        "ec2:" + action),
                Ec2Explanation.reading("DescribeRouteTables", "until all lead to " + to.asHolder()));
    }
}
