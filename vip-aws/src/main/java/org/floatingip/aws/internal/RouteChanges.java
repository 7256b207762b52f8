package org.floatingip.aws.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
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

    /**
     * Lets all routes of the address lead to its placement. Where nobody was seen they are created, which displaces nobody. Those that
     * are known to lead there come last: an attempt that is too short for all of them goes on where the one before it ended. They are
     * not left out, as what a standby remembers may be old.
     */
    void assign(Transfer transfer) {
        IpAddress address = transfer.address();
        CidrBlock destination = TableRoute.destination(address);
        Placement to = transfer.placement();
        List<TableRoute> known = known(address);
        boolean unseen = transfer.seen().isEmpty();
        List<String> ids = known.stream()
                .sorted(Comparator.comparing(route -> route.leadsTo(to.interfaceId())))
                .map(TableRoute::tableId)
                .toList();
        if (ids.isEmpty()) {
            throw RefusedException.notRoutable(
                    address, "no route table has a route for it", "name the tables that shall have one", null);
        }
        Set<String> created = ConcurrentHashMap.newKeySet();
        known.stream()
                .filter(route -> isCreated(route, unseen, settings))
                .map(TableRoute::tableId)
                .forEach(created::add);
        Map<String, FloatingIpException> failed = new SideBySide(settings.executor()).run(ids, table -> {
            Ec2Calls.Meaning meaning = thrown -> meaning(address, to, thrown);
            if (!created.contains(table)) {
                try {
                    routes.replace(table, destination, to.interfaceId(), meaning);
                    return;
                } catch (RefusedException e) {
                    if (!settings.createsMissing() || !isNoRoute(e.getCause())) {
                        throw e;
                    }
                    // It was deleted since the tables were read; should it be there again, CreateRoute displaces
                    // nobody.
                    created.add(table);
                }
            }
            routes.create(table, destination, to.interfaceId(), meaning);
        });
        check(table -> created.contains(table) ? CREATE : REPLACE, "lead to " + to.interfaceId(), ids, failed);
    }

    private static boolean isCreated(TableRoute route, boolean unseen, RouteSettings settings) {
        return unseen || (!route.isThere() && settings.createsMissing());
    }

    private static boolean isNoRoute(@Nullable Throwable thrown) {
        return thrown instanceof RuntimeException answer
                && Ec2Errors.code(answer).equals("invalidparametervalue")
                && Ec2Errors.text(answer).toLowerCase(Locale.ROOT).contains("there is no route defined");
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
                isNoRoute(thrown)
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
        check(table -> DELETE, "have no route any more", ids, failed);
        if (gone.size() == ids.size()) {
            throw new HolderChangedException(address, holder.host(), network.locate(address), null);
        }
    }

    /**
     * Throws unless all were made: what none of them did leaves nothing changed, and what some did is an unknown effect.
     *
     * @param action what was tried with a table, as IAM names it
     */
    private static void check(
            UnaryOperator<String> action, String what, List<String> ids, Map<String, FloatingIpException> failed) {
        if (failed.isEmpty()) {
            return;
        }
        List<FloatingIpException> all = List.copyOf(failed.values());
        String worst = failed.keySet().stream()
                .filter(id -> !Objects.requireNonNull(failed.get(id)).retryable())
                .findFirst()
                .orElse(failed.keySet().iterator().next());
        FloatingIpException first = Objects.requireNonNull(failed.get(worst));
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
                action.apply(worst),
                String.join("; ", words),
                all.stream().anyMatch(FloatingIpException::retryable),
                first);
        all.stream().filter(other -> other != first).forEach(partly::addSuppressed);
        throw partly;
    }

    /** The calls of a move, in order. Asks nobody. */
    static List<PlannedCall> explain(Transfer transfer, RouteSettings settings) {
        IpAddress address = transfer.address();
        Placement to = transfer.placement();
        boolean unseen = transfer.seen().isEmpty();
        List<TableRoute> remembered = settings.remembered(address);
        List<TableRoute> known = remembered == null ? List.of() : remembered;
        List<PlannedCall> calls = new ArrayList<>();
        calls.add(Ec2Explanation.reading("DescribeRouteTables", "where the routes for " + address + " lead"));
        calls.add(Ec2Explanation.target(to));
        if (known.isEmpty()) {
            calls.add(change(unseen ? CREATE : REPLACE, address, to, "each route table"));
        }
        for (String action : List.of(REPLACE, CREATE)) {
            List<String> tables = known.stream()
                    .filter(route -> isCreated(route, unseen, settings) == action.equals(CREATE))
                    .map(TableRoute::tableId)
                    .toList();
            String how =
                    tables.size() < 2 ? "" : settings.executor() == null ? ", one after the other" : ", side by side";
            if (!tables.isEmpty()) {
                calls.add(change(action, address, to, String.join(", ", tables) + how));
            }
        }
        calls.add(Ec2Explanation.reading("DescribeRouteTables", "until all lead to " + to.asHolder()));
        return List.copyOf(calls);
    }

    private static PlannedCall change(String action, IpAddress address, Placement to, String where) {
        return PlannedCall.mutating(
                action.replace("ec2:", "") + " " + TableRoute.destination(address) + " (" + address + ") to "
                        + to.interfaceId() + " in " + where,
                action);
    }
}
