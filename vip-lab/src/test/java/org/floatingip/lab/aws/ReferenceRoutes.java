package org.floatingip.lab.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteTable;

/** Routes in the reference. Whether one leads anywhere is looked up in the book of instances and interfaces. */
final class ReferenceRoutes implements ReferenceSubject {

    private static final String LOCAL = "local";
    private static final String ACTIVE = "active";

    private static final String NO_CIDR = "not-a-cidr";
    private static final String OF_NO_SUBNET = "10.0.1.20/32";

    /** Bits behind the prefix, which count as zero. */
    private static final String UNTIDY = "192.168.7.9/24";

    private static final String TIDY = "192.168.7.0/24";

    /** Few, so that they meet again. */
    private static final List<String> DESTINATIONS = List.of(
            "192.168.7.7/32",
            TIDY,
            UNTIDY,
            "0.0.0.0/0",
            "10.0.0.0/8",
            "10.0.0.0/16",
            "10.0.1.0/24",
            "10.0.2.0/24",
            OF_NO_SUBNET,
            "10.1.0.0/16");

    private static final String ONE_DESTINATION = "The request must contain exactly one of: destinationCidrBlock,"
            + " destinationIpv6CidrBlock, destinationPrefixListId";
    private static final String ONE_TARGET = "The request must contain exactly one of gatewayId, localGatewayId,"
            + " carrierGatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId, egressOnlyInternetGatewayId,"
            + " transitGatewayId, vpcEndpointId, coreNetworkArn or instanceId";

    private final ReferenceRun run;
    private final ReferenceBook book;
    private final ReferenceRouteTables tables;

    /**
     * By table and destination, parted by a space: the interface, or {@code local}. The route of a VPC to itself is noted only once
     * it was replaced.
     */
    private final Map<String, String> targets = new TreeMap<>();

    ReferenceRoutes(ReferenceRun run, ReferenceRouteTables tables) {
        this.run = run;
        this.book = run.book;
        this.tables = tables;
        book.whenGone(table -> targets.keySet().removeIf(key -> key.startsWith(table + " ")));
    }

    @Override
    public int weight() {
        return 3;
    }

    @Override
    public void step() {
        int dice = run.random.nextInt(12);
        if (dice < 5) {
            route(false);
        } else if (dice < 9) {
            route(true);
        } else if (dice < 11) {
            delete(tables.some(), someDestination());
        } else {
            look(run.someInstance());
        }
    }

    private String someDestination() {
        return run.oneIn(40) ? NO_CIDR : run.pick(DESTINATIONS);
    }

    private @Nullable String targetOf(String table, String destination) {
        String noted = targets.get(table + " " + kept(destination));
        return noted == null && destination.equals(tables.range(table)) ? LOCAL : noted;
    }

    private void route(boolean replacing) {
        String table = tables.some();
        String destination = someDestination();
        @Nullable String sent = run.oneIn(40) ? null : destination;
        @Nullable String second = run.oneIn(40) ? "2001:db8::/32" : null;
        Set<String> why = new LinkedHashSet<>(tables.whyNone(table));
        why.addAll(whyNoCidr(destination));
        if (sent == null && second == null) {
            why.add("MissingParameter: " + ONE_DESTINATION);
        } else if (sent != null && second != null) {
            why.add("InvalidParameterCombination: " + ONE_DESTINATION);
        } else if (sent == null) {
            return;
        }
        boolean byInstance = run.random.nextBoolean();
        boolean both = run.oneIn(30);
        boolean neither = !both && run.oneIn(30);
        boolean restoring = replacing
                && !both
                && why.isEmpty()
                && destination.equals(tables.range(table))
                && run.random.nextBoolean();
        boolean none = neither || restoring;
        @Nullable String instance = none || !(byInstance || both) ? null : run.someInstance();
        @Nullable String eni = none || (byInstance && !both) ? null : run.someInterface();
        String oneTarget = ONE_TARGET + (replacing ? ", or must have localTarget set to true" : "");
        if (neither && !restoring) {
            why.add("MissingParameter: " + oneTarget);
        } else if (both) {
            why.add("InvalidParameterCombination: " + oneTarget);
        }
        String target = restoring ? LOCAL : String.valueOf(eni != null ? eni : onlyInterfaceOf(instance));
        why.addAll(whyNotTo(eni, instance));
        if (tables.exists(table)) {
            if (target.startsWith("eni-") && book.prefixOf.containsKey(target) && tables.isElsewhere(table)) {
                why.add("InvalidParameterValue: route table " + table + " and interface "
                        + target.replace("eni-", "interface-") + " belong to different networks");
            }
            why.addAll(replacing ? whyNotReplace(table, destination) : whyNotCreate(table, destination, target));
        }
        String what = " in " + table + " for " + sent + " to " + eni + " or " + instance;
        boolean done = replacing
                ? run.attempt(
                        (restoring ? "restore-route" : "replace-route") + what,
                        why,
                        () -> run.ec2.replaceRoute(request -> request.routeTableId(table)
                                .destinationCidrBlock(sent)
                                .destinationIpv6CidrBlock(second)
                                .networkInterfaceId(eni)
                                .instanceId(instance)
                                .localTarget(restoring ? true : null)))
                : run.attempt(
                        "create-route" + what,
                        why,
                        () -> assertThat(run.ec2
                                        .createRoute(request -> request.routeTableId(table)
                                                .destinationCidrBlock(sent)
                                                .destinationIpv6CidrBlock(second)
                                                .networkInterfaceId(eni)
                                                .instanceId(instance))
                                        .returnValue())
                                .isTrue());
        if (done) {
            targets.put(table + " " + kept(destination), target);
        }
    }

    private static String kept(String destination) {
        return destination.equals(UNTIDY) ? TIDY : destination;
    }

    private @Nullable String onlyInterfaceOf(@Nullable String instance) {
        List<String> interfaces = instance == null ? List.of() : book.interfacesOf(instance);
        return interfaces.size() == 1 ? interfaces.get(0) : null;
    }

    private Set<String> whyNotTo(@Nullable String eni, @Nullable String instance) {
        Set<String> why = new LinkedHashSet<>();
        if (eni != null) {
            why.addAll(book.whyNoInterface(eni));
        }
        if (instance != null) {
            why.addAll(book.whyNoInstance(instance));
            if (book.stateOf.containsKey(instance) && book.state(instance).equals("terminated")) {
                why.add("InvalidInstanceID: The terminated instance '" + instance
                        + "' is not in a valid state for this operation");
            } else if (book.stateOf.containsKey(instance) && onlyInterfaceOf(instance) == null) {
                why.add("InvalidInstanceID: There are multiple interfaces attached to instance '" + instance
                        + "'. Please specify an interface ID for the operation instead.");
            }
        }
        return why;
    }

    private static Set<String> whyNoCidr(String destination) {
        return destination.equals(NO_CIDR)
                ? Set.of("InvalidParameterValue: Value (" + destination
                        + ") for parameter destinationCidrBlock is invalid. This is not a valid CIDR block.")
                : Set.of();
    }

    /** The same route once more is no error. Within the VPC, routes are for whole subnets. */
    private Set<String> whyNotCreate(String table, String destination, String target) {
        Set<String> why = new LinkedHashSet<>();
        if (!destination.equals(NO_CIDR)) {
            @Nullable String there = targetOf(table, destination);
            if (there != null && !there.equals(target)) {
                why.add("RouteAlreadyExists: The route identified by " + kept(destination) + " already exists.");
            }
            if (destination.equals(OF_NO_SUBNET) && !tables.isElsewhere(table)) {
                why.add("InvalidParameterValue: The destination CIDR block " + destination
                        + " is more specific than one of this VPC's CIDR blocks, and is that of no subnet.");
            }
        }
        return why;
    }

    private Set<String> whyNotReplace(String table, String destination) {
        return targetOf(table, destination) == null
                ? Set.of("InvalidParameterValue: There is no route defined for '" + kept(destination)
                        + "' in the route table. Use CreateRoute instead.")
                : Set.of();
    }

    private void delete(String table, String destination) {
        Set<String> why = new LinkedHashSet<>(tables.whyNone(table));
        why.addAll(whyNoCidr(destination));
        if (why.isEmpty()) {
            if (targetOf(table, destination) == null) {
                why.add("InvalidRoute.NotFound: no route with destination-cidr-block " + kept(destination)
                        + " in route table " + table);
            } else if (kept(destination).equals(tables.range(table))) {
                why.add("InvalidParameterValue: cannot remove local route " + tables.range(table) + " in route table "
                        + table);
            }
        }
        if (run.attempt(
                "delete-route in " + table + " for " + destination,
                why,
                () -> run.ec2.deleteRoute(request -> request.routeTableId(table).destinationCidrBlock(destination)))) {
            targets.remove(table + " " + kept(destination));
        }
    }

    // ---- what there is

    /** The instance that a route leads to, while it leads anywhere. */
    private @Nullable String reached(String eni) {
        String instance = book.instanceOf.get(eni);
        return instance == null || Set.of("stopped", "terminated").contains(book.state(instance)) ? null : instance;
    }

    private void look(String instance) {
        Set<String> blackholes = new TreeSet<>();
        Set<String> toInstance = new TreeSet<>();
        targets.forEach((key, target) -> {
            String table = key.substring(0, key.indexOf(' '));
            if (!target.equals(LOCAL) && reached(target) == null) {
                blackholes.add(table);
            } else if (instance.equals(reached(target))) {
                toInstance.add(table);
            }
        });
        assertThat(tables.found("route.state", "blackhole"))
                .as("tables with a blackhole")
                .isEqualTo(blackholes);
        assertThat(tables.found("route.instance-id", instance))
                .as("tables with a route to " + instance)
                .isEqualTo(toInstance);
    }

    @Override
    public void compare() {
        Map<String, Set<String>> shown = new TreeMap<>();
        run.ec2.describeRouteTables().routeTables().forEach(table -> shown.put(table.routeTableId(), shown(table)));
        Map<String, Set<String>> expected = new TreeMap<>();
        tables.all().forEach(table -> expected.put(table, expected(table)));
        assertThat(shown).as("routes by table").isEqualTo(expected);
        targets.values().stream()
                .filter(target -> !target.equals(LOCAL))
                .forEach(target -> run.count("route " + whatOf(target)));
    }

    /** So that it is seen whether each came up. */
    private String whatOf(String eni) {
        String instance = book.instanceOf.get(eni);
        if (instance == null) {
            return "into a blackhole: interface " + (book.prefixOf.containsKey(eni) ? "free" : "gone");
        }
        return (reached(eni) == null ? "into a blackhole" : ACTIVE) + ": instance " + book.state(instance);
    }

    private static Set<String> shown(RouteTable table) {
        Set<String> lines = new TreeSet<>();
        for (Route route : table.routes()) {
            assertThat(route.instanceOwnerId()).isEqualTo(route.instanceId() == null ? null : table.ownerId());
            lines.add(line(
                    route.destinationCidrBlock(),
                    route.gatewayId(),
                    route.networkInterfaceId(),
                    route.instanceId(),
                    route.stateAsString(),
                    route.originAsString()));
        }
        assertThat(lines).as("no route twice").hasSameSizeAs(table.routes());
        return lines;
    }

    private Set<String> expected(String table) {
        Set<String> destinations = new TreeSet<>(Set.of(tables.range(table)));
        targets.keySet().stream()
                .filter(key -> key.startsWith(table + " "))
                .forEach(key -> destinations.add(key.substring(table.length() + 1)));
        Set<String> lines = new TreeSet<>();
        for (String destination : destinations) {
            String target = String.valueOf(targetOf(table, destination));
            String origin = destination.equals(tables.range(table)) ? "CreateRouteTable" : "CreateRoute";
            if (target.equals(LOCAL)) {
                lines.add(line(destination, LOCAL, null, null, ACTIVE, origin));
            } else {
                @Nullable String instance = reached(target);
                lines.add(line(destination, null, target, instance, instance == null ? "blackhole" : ACTIVE, origin));
            }
        }
        return lines;
    }

    private static String line(
            String destination,
            @Nullable String gateway,
            @Nullable String eni,
            @Nullable String instance,
            String state,
            String origin) {
        return destination + " to " + gateway + " or " + eni + " of " + instance + ", " + state + ", " + origin;
    }
}
