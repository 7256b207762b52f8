package org.floatingip.lab.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.MoveOutcome;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.junit.jupiter.api.Test;

/** docs/operations.md leaves nothing out: every exception, every exit status, every outcome, and says of each what is true. */
class OperationsPageTest {

    private static final String PAGE = Repository.read("docs/operations.md");
    private static final String FORMS = "vip-core/src/test/resources/stored-forms/0.1/";

    private static Class<?> exitStatus() throws ClassNotFoundException {
        return Class.forName("org.floatingip.cli.internal.ExitStatus");
    }

    /** What the command ends with for that exception. */
    static int exitStatusOf(Throwable thrown) throws ReflectiveOperationException {
        Method of = exitStatus().getDeclaredMethod("of", Throwable.class);
        of.setAccessible(true);
        return (int) of.invoke(null, thrown);
    }

    /** What the command prints for that exception with {@code --output json}. */
    static String jsonOf(Throwable thrown) throws ReflectiveOperationException {
        Method of =
                Class.forName("org.floatingip.cli.internal.Json").getDeclaredMethod("of", Throwable.class, int.class);
        of.setAccessible(true);
        return (String) of.invoke(null, thrown, exitStatusOf(thrown));
    }

    /** The cells of each row of a table whose first cell is that pattern, by its first group. */
    private static Map<String, String[]> rows(String page, String first) {
        Map<String, String[]> rows = new TreeMap<>();
        Matcher row = Pattern.compile("(?m)^\\| " + first + " \\|(.*)\\|$").matcher(page);
        while (row.find()) {
            rows.put(row.group(1), row.group(2).strip().split(" *\\| *"));
        }
        return rows;
    }

    /** By their sources: what is public and can be thrown is a file of its own. */
    static List<String> exceptions() {
        return Repository.paths(path -> path.matches("vip-[a-z-]+/src/main/java/.*Exception\\.java")).stream()
                .map(path -> path.replaceFirst("^.*/src/main/java/", "")
                        .replaceFirst("\\.java$", "")
                        .replace('/', '.'))
                .map(OperationsPageTest::type)
                .filter(FloatingIpException.class::isAssignableFrom)
                .filter(type -> !Modifier.isAbstract(type.getModifiers()))
                .map(Class::getSimpleName)
                .sorted()
                .toList();
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The cells of each exception's row. */
    static Map<String, String[]> exceptionRows() {
        return rows(PAGE, "`(\\w+Exception)`");
    }

    /** The cells of each reason's row. */
    static Map<String, String[]> reasonRows() {
        return rows(PAGE, "`([A-Z_]+)`");
    }

    /** A refusal for that reason, of the type that has it. */
    static RefusedException refused(RefusalReason reason) throws IOException, ClassNotFoundException {
        for (String name : exceptions()) {
            if (!name.equals("RefusedException")
                    && stored(name) instanceof RefusedException own
                    && own.reason() == reason) {
                return own;
            }
        }
        return RefusedException.of(reason, "it is so", "mend it", null);
    }

    @Test
    void exceptions_allOfThem_haveARowEach() {
        assertThat(exceptions()).hasSizeGreaterThan(17);
        assertThat(exceptionRows().keySet()).containsExactlyElementsOf(exceptions());
    }

    /** One exception of each kind, as the core's own tests have stored it. */
    @Test
    void exceptions_whenTheCommandFailsWithThem_haveTheStatusOfTheirRow() throws Exception {
        Map<String, String[]> rows = exceptionRows();
        List<String> compared = new ArrayList<>();
        for (String name : exceptions()) {
            String[] cells = Objects.requireNonNull(rows.get(name), name);
            assertThat(Arrays.asList(cells[cells.length - 1].split(", ")))
                    .as(name)
                    .contains(String.valueOf(exitStatusOf(stored(name))));
            compared.add(name);
        }
        assertThat(compared).containsExactlyElementsOf(exceptions());
    }

    @Test
    void reasons_allOfThem_haveARowEachWithTheStatusOfTheCommand() throws Exception {
        Map<String, String> onPage = new TreeMap<>();
        reasonRows().forEach((name, cells) -> onPage.put(name, cells[cells.length - 1]));
        Map<String, String> right = new TreeMap<>();
        for (RefusalReason reason : RefusalReason.values()) {
            right.put(reason.name(), String.valueOf(exitStatusOf(refused(reason))));
        }

        assertThat(onPage).isEqualTo(right);
    }

    /** The exception of that name; of one that has several forms the first. */
    static Throwable stored(String name) throws IOException, ClassNotFoundException {
        String path = Repository.paths(file -> file.startsWith(FORMS) && file.contains("/" + name + ".")).stream()
                .sorted()
                .findFirst()
                .orElseThrow(() -> new AssertionError("no stored form of " + name));
        byte[] bytes = Base64.getMimeDecoder().decode(Repository.read(path).strip());
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (Throwable) in.readObject();
        }
    }

    @Test
    void exitStatuses_allOfThem_haveARowEach() throws ReflectiveOperationException {
        List<String> statuses = new ArrayList<>();
        for (Field field : exitStatus().getDeclaredFields()) {
            if (field.getType() == int.class) {
                field.setAccessible(true);
                statuses.add(String.valueOf(field.get(null)));
            }
        }

        assertThat(rows(PAGE, "([0-9]+)").keySet()).hasSizeGreaterThan(5).containsExactlyInAnyOrderElementsOf(statuses);
    }

    @Test
    void outcomesAndEffects_allOfThem_areSaid() {
        for (MoveOutcome outcome : MoveOutcome.values()) {
            assertThat(PAGE).contains("`" + outcome + "`");
        }
        for (Effect effect : Effect.values()) {
            assertThat(PAGE).contains("`" + effect + "`");
        }
    }

    @Test
    void rows_whenOneIsLeftOut_areFewer() {
        String without = PAGE.replaceFirst("(?m)^\\| `StalePlanException`.*\n", "");

        assertThat(rows(without, "`(\\w+Exception)`").keySet())
                .doesNotContain("StalePlanException")
                .hasSize(exceptions().size() - 1);
    }
}
