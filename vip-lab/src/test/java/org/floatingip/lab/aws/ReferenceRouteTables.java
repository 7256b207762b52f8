package org.floatingip.lab.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.RouteTable;

/** Route tables in the reference, and the subnets that follow them. Their routes are another subject. */
final class ReferenceRouteTables implements ReferenceSubject {

    private static final int ENOUGH = 8;
    private static final String NO_TABLE = "rtb-0123456789abcdef0";
    private static final String NO_ASSOCIATION = "rtbassoc-0123456789abcdef0";
    private static final String NO_VPC = "vpc-0123456789abcdef0";

    private final ReferenceRun run;
    private final ReferenceBook book;

    /** By VPC. The interfaces of the book are all in one of them, whose range begins as their addresses do. */
    private final Map<String, String> rangeOf;

    /** By table. */
    private final Map<String, String> vpcOf = new TreeMap<>();

    /** By association. */
    private final Map<String, String> tableOf = new TreeMap<>();

    /** By association: the subnet, or the VPC whose main table it is. */
    private final Map<String, String> partOf = new TreeMap<>();

    private final Set<String> everyAssociation = new HashSet<>();

    /** Each VPC comes with a main table. */
    ReferenceRouteTables(ReferenceRun run, Map<String, String> rangeOf) {
        this.run = run;
        this.book = run.book;
        this.rangeOf = new TreeMap<>(rangeOf);
        for (RouteTable table : run.ec2.describeRouteTables().routeTables()) {
            noteTable(table.routeTableId(), table.vpcId());
            assertThat(table.associations()).hasSize(1);
            noteAssociation(table.associations().get(0).routeTableAssociationId(), table.routeTableId(), table.vpcId());
        }
        assertThat(vpcOf.values()).containsExactlyInAnyOrderElementsOf(rangeOf.keySet());
    }

    private void noteTable(String table, String vpc) {
        assertThat(vpcOf).doesNotContainKey(table);
        vpcOf.put(table, vpc);
    }

    private void noteAssociation(String association, String table, String part) {
        assertThat(everyAssociation.add(association))
                .as("%s is new", association)
                .isTrue();
        tableOf.put(association, table);
        partOf.put(association, part);
    }

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public void step() {
        int dice = run.random.nextInt(8);
        if (dice < 1 && vpcOf.size() < ENOUGH) {
            create(run.oneIn(20) ? NO_VPC : run.pick(List.copyOf(rangeOf.keySet())));
        } else if (dice < 2) {
            delete(some());
        } else if (dice < 4) {
            associate(some(), someSubnet());
        } else if (dice < 5) {
            disassociate(someAssociation());
        } else if (dice < 6) {
            replaceAssociation(someAssociation(), some());
        } else {
            look(some(), someSubnet());
        }
    }

    // ---- what routes ask

    List<String> all() {
        return List.copyOf(vpcOf.keySet());
    }

    /** Seldom one of a VPC that has no interfaces. */
    String some() {
        List<String> here = all().stream()
                .filter(table -> !isElsewhere(table) || run.oneIn(6))
                .toList();
        return run.oneIn(40) || here.isEmpty() ? NO_TABLE : run.pick(here);
    }

    boolean exists(String table) {
        return vpcOf.containsKey(table);
    }

    String range(String table) {
        return Objects.requireNonNull(rangeOf.get(vpcOf.get(table)), table);
    }

    boolean isElsewhere(String table) {
        return !range(table).startsWith("10.0.");
    }

    Set<String> whyNone(String table) {
        return exists(table)
                ? Set.of()
                : Set.of("InvalidRouteTableID.NotFound: The routeTable ID '" + table + "' does not exist");
    }

    Set<String> found(String filter, String value) {
        Set<String> found = new TreeSet<>();
        run.ec2
                .describeRouteTables(request -> request.filters(
                        Filter.builder().name(filter).values(value).build()))
                .routeTables()
                .forEach(each -> found.add(each.routeTableId()));
        return found;
    }

    // ---- tables and associations

    private String someSubnet() {
        return run.pick(List.copyOf(book.subnetOf.values()));
    }

    private String someAssociation() {
        return run.oneIn(20) ? NO_ASSOCIATION : run.pick(List.copyOf(tableOf.keySet()));
    }

    private Set<String> whyNoAssociation(String association) {
        return tableOf.containsKey(association)
                ? Set.of()
                : Set.of("InvalidAssociationID.NotFound: The association ID '" + association + "' does not exist");
    }

    private boolean isMain(String association) {
        return rangeOf.containsKey(String.valueOf(partOf.get(association)));
    }

    private void create(String vpc) {
        Set<String> why = rangeOf.containsKey(vpc)
                ? Set.of()
                : Set.of("InvalidVpcID.NotFound: The vpc ID '" + vpc + "' does not exist");
        List<RouteTable> made = new ArrayList<>();
        if (run.attempt(
                "create-table in " + vpc,
                why,
                () -> made.add(
                        run.ec2.createRouteTable(request -> request.vpcId(vpc)).routeTable()))) {
            noteTable(made.get(0).routeTableId(), vpc);
            assertThat(made.get(0).associations()).isEmpty();
        }
    }

    private void delete(String table) {
        Set<String> why = new LinkedHashSet<>(whyNone(table));
        if (tableOf.containsValue(table)) {
            why.add("DependencyViolation: The routeTable '" + table + "' has dependencies and cannot be deleted.");
        }
        if (run.attempt(
                "delete-table " + table, why, () -> run.ec2.deleteRouteTable(request -> request.routeTableId(table)))) {
            vpcOf.remove(table);
            book.gone(table);
        }
    }

    /** The same once more is answered with the association that there is: a guess (docs/decisions/0059). */
    private void associate(String table, String subnet) {
        Set<String> why = new LinkedHashSet<>(whyNone(table));
        if (why.isEmpty() && isElsewhere(table)) {
            why.add("InvalidParameterValue: route table " + table + " and subnet " + subnet
                    + " belong to different networks");
        }
        @Nullable String present = associationOf(subnet);
        boolean again = present != null && table.equals(tableOf.get(present));
        if (present != null && !again) {
            why.add("Resource.AlreadyAssociated: the specified association for route table " + table
                    + " conflicts with an existing association");
        }
        List<String> made = new ArrayList<>();
        if (run.attempt(
                "associate-table " + table + " with " + subnet,
                why,
                () -> made.add(run.ec2
                        .associateRouteTable(
                                request -> request.routeTableId(table).subnetId(subnet))
                        .associationId()))) {
            if (again) {
                assertThat(made).containsExactly(present);
            } else {
                noteAssociation(made.get(0), table, subnet);
            }
        }
    }

    private @Nullable String associationOf(String subnet) {
        return partOf.keySet().stream()
                .filter(association -> subnet.equals(partOf.get(association)))
                .findFirst()
                .orElse(null);
    }

    private void disassociate(String association) {
        Set<String> why = new LinkedHashSet<>(whyNoAssociation(association));
        if (isMain(association)) {
            why.add("InvalidParameterValue: cannot disassociate the main route table association " + association);
        }
        if (run.attempt(
                "disassociate-table " + association,
                why,
                () -> run.ec2.disassociateRouteTable(request -> request.associationId(association)))) {
            tableOf.remove(association);
            partOf.remove(association);
        }
    }

    /** Also that of a VPC with its main table. It gets another id. */
    private void replaceAssociation(String association, String table) {
        Set<String> why = new LinkedHashSet<>(whyNoAssociation(association));
        why.addAll(whyNone(table));
        if (why.isEmpty() && !Objects.equals(vpcOf.get(table), vpcOf.get(tableOf.get(association)))) {
            why.add("InvalidParameterValue: route table " + table + " and network "
                    + vpcOf.get(tableOf.get(association))
                    + " belong to different networks");
        }
        List<String> made = new ArrayList<>();
        if (run.attempt(
                "replace-association " + association + " by one with " + table,
                why,
                () -> made.add(run.ec2
                        .replaceRouteTableAssociation(
                                request -> request.associationId(association).routeTableId(table))
                        .newAssociationId()))) {
            tableOf.remove(association);
            noteAssociation(made.get(0), table, Objects.requireNonNull(partOf.remove(association)));
        }
    }

    // ---- what there is

    private void look(String table, String subnet) {
        run.attempt(
                "look-at-table " + table,
                whyNone(table),
                () -> assertThat(run.ec2
                                .describeRouteTables(request -> request.routeTableIds(table))
                                .routeTables())
                        .extracting(RouteTable::routeTableId)
                        .containsExactly(table));
        @Nullable String association = associationOf(subnet);
        Set<String> following = association == null ? Set.of() : Set.of(String.valueOf(tableOf.get(association)));
        assertThat(found("association.subnet-id", subnet))
                .as("table of " + subnet)
                .isEqualTo(following);
        Set<String> main = new TreeSet<>();
        tableOf.forEach((each, of) -> {
            if (isMain(each)) {
                main.add(of);
            }
        });
        assertThat(found("association.main", "true")).as("main tables").isEqualTo(main);
    }

    @Override
    public void compare() {
        Map<String, String> shown = new TreeMap<>();
        run.ec2
                .describeRouteTablesPaginator(request -> request.maxResults(5))
                .routeTables()
                .forEach(table -> shown.put(table.routeTableId(), shown(table)));
        Map<String, String> expected = new TreeMap<>();
        vpcOf.keySet().forEach(table -> expected.put(table, expected(table)));
        assertThat(shown).as("route tables").isEqualTo(expected);
    }

    private static String shown(RouteTable table) {
        Set<String> lines = new TreeSet<>();
        table.associations()
                .forEach(each -> lines.add(each.routeTableAssociationId() + " "
                        + (each.main() ? table.vpcId() : each.subnetId()) + " "
                        + each.associationState().stateAsString() + " " + each.routeTableId()));
        return table.vpcId() + " " + lines;
    }

    private String expected(String table) {
        Set<String> lines = new TreeSet<>();
        tableOf.forEach((association, of) -> {
            if (of.equals(table)) {
                lines.add(association + " " + partOf.get(association) + " associated " + table);
            }
        });
        return vpcOf.get(table) + " " + lines;
    }
}
