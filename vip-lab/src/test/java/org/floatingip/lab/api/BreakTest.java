package org.floatingip.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which changes break an API, by the rules of VERSIONING.md; each is made to a small one. */
class BreakTest {

    private static final Map<String, String> LIBRARY = Map.of(
            "p/Spi.java",
            "package p; public interface Spi { String look(String at); }",
            "p/Base.java",
            "package p; abstract class Base { public int inherited() { return 1; } }",
            "p/Handle.java",
            "package p; public final class Handle extends Base {"
                    + " private int secret; int room; public static Handle create() { return new Handle(); } Handle() {}"
                    + " public java.util.List<String> holders(String of) { return java.util.List.of(of); } }",
            "p/Value.java",
            "package p; public record Value(String host) implements Named { }",
            "p/Named.java",
            "package p; public interface Named { String host(); }",
            "p/Contract.java",
            "package p; public abstract class Contract { protected Contract() {} protected abstract Spi spi(); }",
            "p/Open.java",
            "package p; public class Open { public Open() {} }",
            "p/Kind.java",
            "package p; public enum Kind { A }",
            "p/internal/Engine.java",
            "package p.internal; public final class Engine { public void move() {} }");

    private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();

    /** One for all: each reads the classes of the JDK anew. */
    private static final StandardJavaFileManager FILES = JAVAC.getStandardFileManager(null, null, null);

    @TempDir
    static Path folder;

    private static Path first = Path.of("");

    @BeforeAll
    static void compileTheFirst() throws IOException {
        first = jar(LIBRARY);
    }

    @AfterAll
    static void close() throws IOException {
        FILES.close();
    }

    @ParameterizedTest(name = "{0}: {1} becomes {2}")
    @CsvSource(delimiter = '|', textBlock = """
            Spi      | look(String at);             | look(String at); int more();    | METHOD_ADDED_TO_INTERFACE p.Spi.more()
            Spi      | String look(String at)       | String look(int at)             | METHOD_ADDED_TO_INTERFACE p.Spi.look(int), METHOD_REMOVED p.Spi.look(java.lang.String)
            Handle   | public static Handle create  | static Handle create            | METHOD_REMOVED p.Handle.create()
            Handle   | public java.util.List<String> holders | public java.util.Collection<String> holders | METHOD_RETURN_TYPE_CHANGED p.Handle.holders(java.lang.String)
            Handle   | holders(String of)           | holders(String of) throws Exception | METHOD_NOW_THROWS_CHECKED_EXCEPTION p.Handle.holders(java.lang.String)
            Handle   | public final class Handle    | final class Handle              | CLASS_LESS_ACCESSIBLE p.Handle, CLASS_NO_LONGER_PUBLIC p.Handle
            Value    | Value(String host)           | Value(String host, int index)   | CONSTRUCTOR_REMOVED p.Value.Value(java.lang.String)
            Contract | protected abstract Spi spi() | protected abstract Spi spi(); protected abstract int size() | METHOD_ABSTRACT_ADDED_TO_CLASS p.Contract.size()
            Open     | public class                 | public final class              | CLASS_NOW_NOT_EXTENDABLE p.Open
            Open     | Open() {}                    | Open(int size) {}               | CONSTRUCTOR_REMOVED p.Open.Open()
            Kind     | { A }                        | { B }                           | FIELD_REMOVED p.Kind.A
            """)
    void between_whenPromisesAreBroken_namesEach(String type, String old, String now, String expected)
            throws IOException {
        assertThat(changed(type, old, now)).contains(expected.split(", ", -1));
    }

    @ParameterizedTest(name = "{0}: {1} becomes {2}")
    @CsvSource(delimiter = '|', textBlock = """
            Spi             | look(String at);       | look(String at); default int more() { return 0; }
            Handle          | int room;              | int room; public int more() { return 0; }
            Handle          | private int secret;    | private String secret;
            Handle          | Handle() {}            | Handle(int a) {} Handle() {}
            Kind            | { A }                  | { A, B }
            Contract        | protected Contract()   | protected int size() { return 0; } protected Contract()
            internal/Engine | public void move() {}  | public void shift() {}
            """)
    void between_whenSomethingIsAddedOrInternal_hasNothing(String type, String old, String now) throws IOException {
        assertThat(changed(type, old, now)).isEmpty();
    }

    /** A class that nobody can extend implements what is new in its interface; only the interface is a break. */
    @Test
    void between_whenAnInterfaceOfAFinalClassGrows_namesTheInterfaceAlone() throws IOException {
        String more = "boolean more();";
        String[] both = {"Named", "{ ", "{ " + more, "Value", "{ }", "{ public boolean more() { return true; } }"};

        assertThat(changed(both)).containsExactly("METHOD_ADDED_TO_INTERFACE p.Named.more()");
    }

    /** A class that nobody outside can name hands its public methods down. */
    @Test
    void between_whenAHiddenSuperclassLosesAMethod_namesIt() throws IOException {
        assertThat(changed("Base", "inherited()", "other()"))
                .anyMatch(each -> each.contains("p.Handle") || each.contains("p.Base"));
    }

    @Test
    void message_always_saysWhichWhyAndHow() {
        List<Break> breaks = List.of(new Break("METHOD_REMOVED", "p.Handle.create()", true));
        Version last = new Version(0, 1, 0);

        assertThat(ApiTest.message(breaks, last, Version.of("0.2.0-SNAPSHOT")))
                .contains("METHOD_REMOVED p.Handle.create()", "fails when it runs", "api/accepted.txt", "CHANGELOG.md");
        assertThat(ApiTest.message(breaks, last, Version.of("0.1.1-SNAPSHOT")))
                .contains("may break nothing", "minor version")
                .doesNotContain("accepted.txt");
        assertThat(ApiTest.message(breaks, last, last)).contains("-Dapi=write");
    }

    @ParameterizedTest
    @CsvSource({
        "0.1.0, 0.1.1-SNAPSHOT, false",
        "0.1.0, 0.2.0-SNAPSHOT, true",
        "0.9.0, 1.0.0, true",
        "1.0.0, 1.1.0, false",
        "1.0.0, 2.0.0, true"
    })
    void mayBreak_always_followsSemanticVersioning(String last, String current, boolean may) {
        assertThat(Version.of(current).mayBreak(Version.of(last))).isEqualTo(may);
    }

    /** Types, each with what is replaced in its source by what. */
    private static Set<String> changed(String... typesOldAndNew) throws IOException {
        Map<String, String> library = new HashMap<>(LIBRARY);
        for (int i = 0; i < typesOldAndNew.length; i += 3) {
            String old = typesOldAndNew[i + 1];
            String now = typesOldAndNew[i + 2];
            library.computeIfPresent("p/" + typesOldAndNew[i] + ".java", (file, before) -> {
                assertThat(before).contains(old);
                return before.replace(old, now);
            });
        }
        assertThat(library).isNotEqualTo(LIBRARY);
        return Break.between(List.of(first), List.of(jar(library)), "").stream()
                .map(Break::line)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** That library as it is stored. */
    private static Path jar(Map<String, String> library) throws IOException {
        Path classes = Files.createTempDirectory(folder, "classes");
        List<Source> sources = library.entrySet().stream()
                .map(each -> new Source(each.getKey(), each.getValue()))
                .toList();
        FILES.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
        assertThat(JAVAC.getTask(null, FILES, null, List.of("-proc:none"), null, sources)
                        .call())
                .as("compiles")
                .isTrue();
        Path jar = folder.resolve(classes.getFileName() + ".jar");
        ApiJar.of(classes).write(jar);
        return jar;
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String path, String text) {
            super(URI.create("string:///" + path), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
