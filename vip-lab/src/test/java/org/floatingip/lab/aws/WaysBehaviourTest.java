package org.floatingip.lab.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.MoveRequest;
import org.floatingip.MoveResult;
import org.floatingip.MoveStrategy;
import org.floatingip.RefusedException;
import org.floatingip.aws.IamWay;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.spi.Traits;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * What a move does by each way under a fault at each step, in virtual time. The second table in {@code docs/behaviour.md} has what differs
 * from a secondary address; the real assigners over HTTP give the same as their twins in memory.
 *
 * <p>After a change that is meant, {@code -Dbehaviour=write} writes the table anew; look at the difference before you commit.
 */
class WaysBehaviourTest {

    private static final Path DOCUMENT = Path.of("../docs/behaviour.md");
    private static final String BEGIN = "<!-- table: made by WaysBehaviourTest -->\n";
    private static final String END = "<!-- end of the table of ways -->\n";
    private static final int TABLES = 3;

    /** What came of one run. */
    private record Row(String caller, String network, String accepting, String changes, List<String> warnings) {

        /** Whether it is the same to who calls, but for how many calls it took. */
        boolean isLike(Row other, boolean hostSide) {
            return caller.equals(other.caller)
                    && network.equals(other.network)
                    && (!hostSide || accepting.equals(other.accepting));
        }
    }

    private static WayFixture inMemory(IamWay way) {
        return switch (way) {
            case SECONDARY_IP -> SecondaryIpFixture.inMemory();
            case ROUTE -> RouteFixture.inMemory(TABLES);
            case ELASTIC_IP -> ElasticIpFixture.inMemory();
            case IPV6 -> Ipv6Fixture.inMemory();
        };
    }

    private static WayFixture overHttp(IamWay way) {
        return switch (way) {
            case ROUTE -> RouteFixture.overHttp(TABLES);
            case ELASTIC_IP -> ElasticIpFixture.overHttp();
            default -> Ipv6Fixture.overHttp();
        };
    }

    /** Those of each way that it can do, and its own. */
    private static List<WayCase> cases(IamWay way) {
        List<WayCase> own = way == IamWay.ROUTE
                ? WayCase.ofRoutes()
                : way == IamWay.ELASTIC_IP ? WayCase.ofElasticIps() : List.of();
        return Stream.concat(WayCase.ofEach().stream().filter(one -> isPossible(way, one)), own.stream())
                .toList();
    }

    private static boolean isPossible(IamWay way, WayCase one) {
        return switch (way) {
            case ROUTE -> one.strategy() == MoveStrategy.TAKEOVER;
            case IPV6 -> one.strategy() == MoveStrategy.HANDOVER || one.step().equals("none");
            default -> true;
        };
    }

    private static Row run(WayCase one, WayFixture world) {
        try (world) {
            boolean hostSide = world.assigner().traits().hostSide() != Traits.HostSide.NONE;
            InMemoryHosts hosts = InMemoryHosts.create();
            String address = world.held().toString();
            FloatingIp.Builder handle = FloatingIp.at(world.held())
                    .assigner(world.assigner())
                    .ticker(world.scenario().ticker());
            if (hostSide) {
                hosts.set(world.holder().value(), address);
                refuseUnknown(hosts, world);
                handle.hosts(hosts);
            }
            MoveRequest request = handle.build().move().to(world.target().value());
            if (one.strategy() == MoveStrategy.HANDOVER) {
                request = request.from(world.holder().value()).handover();
            }
            one.script().accept(world);
            String caller;
            List<String> warnings = List.of();
            try {
                MoveResult result = request.execute();
                warnings = result.warnings();
                caller = "`" + result.outcome() + "`" + (result.warnings().isEmpty() ? "" : " with a warning");
                assertThat(world.truth(world.held()))
                        .as("a reported success is true: %s", one)
                        .containsExactly(world.target());
            } catch (FloatingIpException e) {
                caller = words(e);
                if (e.effect() == Effect.NONE) {
                    assertThat(world.truth(world.held()))
                            .as("nothing was changed: %s", one)
                            .doesNotContain(world.target());
                }
            }
            long changes = world.changes();
            return new Row(
                    caller,
                    network(world),
                    hostSide ? accepting(hosts, address) : "none sees it",
                    changes > 4 * TABLES + 1 ? "many" : Long.toString(changes),
                    warnings);
        }
    }

    /** As real hosts do: what is no instance has no destination. */
    private static void refuseUnknown(InMemoryHosts hosts, WayFixture world) {
        List<String> none = new ArrayList<>();
        world.network().routing().tables().forEach(table -> none.add(table.id()));
        List.of(world.holder(), world.target(), world.other()).forEach(host -> none.add(world.eni(host)));
        none.forEach(
                id -> hosts.fail(id, new HostConfigurationException(HostId.of(id), "no destination was given", null)));
    }

    private static String words(FloatingIpException e) {
        StringBuilder words = new StringBuilder("`" + e.getClass().getSimpleName() + "`");
        Throwable told = e instanceof RefusedException || e.getCause() == null ? e : e.getCause();
        if (told instanceof RefusedException refused) {
            words.append(told == e ? " `" : " by `").append(refused.reason()).append('`');
        }
        return words.append(", effect ").append(e.effect()).toString();
    }

    private static String network(WayFixture world) {
        List<HostId> truth = world.truth(world.held());
        return truth.isEmpty()
                ? "nobody"
                : truth.stream()
                        .map(host -> host.equals(world.holder())
                                ? "A"
                                : host.equals(world.target())
                                        ? "B"
                                        : host.equals(world.other())
                                                ? "third party"
                                                : host.value().startsWith("rtb-") ? "no route" : "a blackhole")
                        .collect(Collectors.joining(" and "));
    }

    private static String accepting(InMemoryHosts hosts, String address) {
        List<String> accepting = new ArrayList<>();
        if (hosts.accepts("i-0a", address)) {
            accepting.add("A");
        }
        if (hosts.accepts("i-0b", address)) {
            accepting.add("B");
        }
        return accepting.isEmpty() ? "none" : String.join(", ", accepting);
    }

    @ParameterizedTest
    @EnumSource(value = IamWay.class, names = "SECONDARY_IP", mode = Mode.EXCLUDE)
    void behaviour_ofTheRealAssignerOverHttp_isThatOfItsTwin(IamWay way) {
        Map<String, Row> twins = new LinkedHashMap<>();
        Map<String, Row> real = new LinkedHashMap<>();
        for (WayCase one : cases(way)) {
            twins.put(one.toString(), run(one, inMemory(way)));
            real.put(one.toString(), run(one, overHttp(way)));
        }

        assertThat(real).isEqualTo(twins);
    }

    @Test
    void behaviour_ofEachWay_isAsDocumentedWhereItDiffers() throws IOException {
        Map<String, Row> secondary = new LinkedHashMap<>();
        WayCase.ofEach().forEach(one -> secondary.put(one.toString(), run(one, inMemory(IamWay.SECONDARY_IP))));
        StringBuilder table =
                new StringBuilder("| way | strategy | step | fault | the caller gets | the network shows | hosts that"
                        + " accept it | changes sent |\n|---|---|---|---|---|---|---|---|\n");
        for (IamWay way : List.of(IamWay.ROUTE, IamWay.ELASTIC_IP, IamWay.IPV6)) {
            for (WayCase one : cases(way)) {
                Row row = run(one, inMemory(way));
                Row other = secondary.get(one.toString());
                if (other == null || one.step().equals("none") || !row.isLike(other, way != IamWay.ELASTIC_IP)) {
                    table.append(String.join(
                                    " | ",
                                    "| " + way.text(),
                                    one.words(),
                                    one.step(),
                                    one.fault(),
                                    row.caller(),
                                    row.network(),
                                    row.accepting(),
                                    row.changes()))
                            .append(" |\n");
                }
            }
        }
        String text = Files.readString(DOCUMENT);
        String before = text.substring(0, text.indexOf(BEGIN) + BEGIN.length());
        String after = text.substring(text.indexOf(END));
        if ("write".equals(System.getProperty("behaviour"))) {
            Files.writeString(DOCUMENT, before + table + after);
        }

        assertThat(Files.readString(DOCUMENT)).as("docs/behaviour.md").isEqualTo(before + table + after);
    }
}
