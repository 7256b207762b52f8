package org.floatingip.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatingip.Effect;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.event.OperationKind;
import org.floatingip.event.Outcome;
import org.floatingip.micrometer.VipObservation.Meant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The tables of docs/metrics.md name each meter, each span and each tag, and nothing that there is not. To write them anew:
 * {@code mvn test -pl vip-micrometer -am -Dtest=MetricsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dmetrics=write}.
 */
class MetricsPageTest {

    private static final Path PAGE = Path.of("../docs/metrics.md");
    private static final String BEGIN = "<!-- tables of meters and spans: made by MetricsPageTest -->\n";
    private static final String END = "<!-- end of tables -->\n";

    private final List<Observation.Context> observed = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    MetricsPageTest() {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context context) {
                observed.add(context);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        MoveObservations observations = MoveObservations.of(registry);
        observations.bindTo(meters);
        try (Observed all = new Observed(observations)) {
            all.db.moveTo("i-0b");
            all.group.evacuate("i-0b").to("i-0a").execute();
            all.db.standby("i-0b").execute();
            all.db.release("i-0b");
            all.db.settle("i-0a");
        }
    }

    @BeforeAll
    static void writeThem() throws IOException {
        if ("write".equals(System.getProperty("metrics"))) {
            Files.writeString(PAGE, made());
        }
    }

    /** The page with tables as the code says. */
    private static String made() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page).contains(BEGIN, END);
        return page.substring(0, page.indexOf(BEGIN)) + BEGIN + tables() + page.substring(page.indexOf(END));
    }

    @Test
    void tables_areWhatTheCodeSays() throws IOException {
        assertThat(Files.readString(PAGE))
                .as("docs/metrics.md, made by this test with -Dmetrics=write")
                .isEqualTo(made());
    }

    @Test
    void meters_ofARun_standInTheTables() throws IOException {
        Set<String> names = meters.getMeters().stream()
                .map(meter -> meter.getId().getName())
                .collect(Collectors.toSet());

        assertThat(names).isEqualTo(cells("meters"));
    }

    @Test
    void spans_ofARun_standInTheTables() throws IOException {
        Set<String> steps = new TreeSet<>();
        Set<String> operations = new TreeSet<>();
        observed.forEach(
                context -> (context instanceof StepContext ? steps : operations).add(context.getContextualName()));

        assertThat(operations).hasSameSizeAs(OperationKind.values());
        assertThat(steps).contains("vip planned", "vip assigned", "vip verified");
        assertThat(cells("spans")).containsAll(operations).containsAll(steps);
    }

    /** Micrometer itself adds one tag, to timers alone. */
    @Test
    void tags_ofARun_standInTheTables() throws IOException {
        Set<String> ofMeters = meters.getMeters().stream()
                .map(Meter::getId)
                .flatMap(id -> id.getTags().stream())
                .map(Tag::getKey)
                .collect(Collectors.toSet());
        Set<String> ofSpansAlone = observed.stream()
                .flatMap(context -> context.getHighCardinalityKeyValues().stream())
                .map(value -> value.getKey())
                .collect(Collectors.toSet());

        assertThat(ofMeters).isEqualTo(cells("tags"));
        assertThat(ofSpansAlone).isEqualTo(cells("attributes"));
    }

    /** What stands between back quotes in the second cell of the rows of that table. */
    private static Set<String> cells(String table) throws IOException {
        String page = Files.readString(PAGE);
        Set<String> found = new TreeSet<>();
        Matcher row =
                Pattern.compile("(?m)^\\| (`[^|]*`|[^|`]*) \\| ([^|]*) \\|.*$").matcher(section(page, table));
        while (row.find()) {
            Matcher name = Pattern.compile("`([^`]+)`").matcher(row.group(2));
            while (name.find()) {
                found.add(name.group(1));
            }
        }
        assertThat(found).as("names in the table of " + table).isNotEmpty();
        return found;
    }

    private static String section(String page, String table) {
        int at = page.indexOf("| of | " + table + " |");
        assertThat(at).as("the table of " + table).isNotNegative();
        int end = page.indexOf("\n\n", at);
        return page.substring(page.indexOf("|---|", at), end);
    }

    private static String tables() {
        StringBuilder text = new StringBuilder("\n| of | meters | what |\n|---|---|---|\n");
        for (VipObservation each : VipObservation.values()) {
            row(
                    text,
                    code(each.getName()),
                    code(each.getName()) + ", " + code(each.getName() + ".active"),
                    each.meaning());
        }
        for (VipMeter meter : VipMeter.values()) {
            row(text, "hosts", code(meter.getName()), meter.meaning());
        }
        text.append("\n| of | spans | what |\n|---|---|---|\n");
        for (OperationKind kind : OperationKind.values()) {
            row(text, "operations", code("vip " + word(kind)), "one for all addresses of the operation");
        }
        row(
                text,
                code(VipObservation.STEP.getName()),
                Arrays.stream(StepKind.values())
                        .map(kind -> code("vip " + word(kind).replace('_', ' ')))
                        .collect(Collectors.joining(", ")),
                "its children, one for each step of each address");
        text.append("\n| of | tags | values |\n|---|---|---|\n");
        rows(text, "operations", VipObservation.MOVE.getLowCardinalityKeyNames());
        rows(text, code("vip.step"), VipObservation.STEP.getLowCardinalityKeyNames());
        row(text, "all timers", code("error"), "the class of the exception, or `none`; Micrometer adds it");
        text.append("\n| of | attributes | values |\n|---|---|---|\n");
        rows(text, "operations", VipObservation.MOVE.getHighCardinalityKeyNames());
        rows(text, code("vip.step"), VipObservation.STEP.getHighCardinalityKeyNames());
        return text.append('\n').toString();
    }

    /** The values of a tag, where they are few; of attributes none. */
    private static String values(Meant key) {
        List<String> words = switch (key.getClass().getSimpleName() + " " + key) {
            case "OperationTag KIND" -> words(OperationKind.values());
            // That all addresses are where they were is told by the failure of those that failed.
            case "OperationTag OUTCOME" ->
                words(Arrays.stream(Outcome.values())
                        .filter(outcome -> outcome != Outcome.RESTORED)
                        .toArray(Outcome[]::new));
            case "OperationTag EFFECT" -> words(Effect.values());
            case "StepTag STEP" -> words(StepKind.values());
            case "StepTag OUTCOME" -> words(StepOutcome.DONE, StepOutcome.FAILED, StepOutcome.UNKNOWN);
            default -> List.of();
        };
        return words.isEmpty() ? "" : ": " + String.join(", ", words);
    }

    private static List<String> words(Enum<?>... constants) {
        return Arrays.stream(constants).map(each -> code(word(each))).toList();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void rows(StringBuilder text, String of, KeyName[] keys) {
        Arrays.stream(keys)
                .map(Meant.class::cast)
                .forEach(key -> row(text, of, code(key.asString()), key.meaning() + values(key)));
    }

    private static void row(StringBuilder text, String... cells) {
        text.append(Stream.of(cells).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    private static String code(String name) {
        return "`" + name + "`";
    }
}
