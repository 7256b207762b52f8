package org.floatingip.lab.documents;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/**
 * The Java of the documentation, compiled by one call for all of it, and run. A page's whole files are one package; of them
 * those that end in {@code Test} are run by JUnit, and those with a {@code main} are started. Statements are run in what they
 * are {@link Given}.
 */
public final class JavaRunner implements AutoCloseable {

    /** For statements that say nothing of imports. */
    private static final String USUAL_IMPORTS = "import java.net.*; import java.nio.file.*; import java.time.*; "
            + "import java.util.*; import org.floatingip.*; import org.floatingip.spi.*; "
            + "import org.floatingip.failure.*; import org.floatingip.dns.*; import org.floatingip.doctor.*; "
            + "import org.floatingip.aws.*; "
            + "import org.floatingip.linux.*; import org.floatingip.testkit.*; "
            + "import org.floatingip.testkit.network.*; import org.floatingip.testkit.assigner.*; "
            + "import org.floatingip.testkit.dns.*; import org.floatingip.testkit.fault.*; "
            + "import org.floatingip.testkit.aws.*; import org.floatingip.testkit.hosts.*; "
            + "import static org.floatingip.testkit.assertj.VipAssertions.assertThat; ";

    private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;$");

    private final URLClassLoader loader;

    private JavaRunner(Path folder) throws IOException {
        loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, JavaRunner.class.getClassLoader());
    }

    /**
     * Compiles samples in that folder, with the class path of this test.
     *
     * @throws AssertionError with page, line and reason of everything that does not compile
     */
    static JavaRunner compile(List<Sample> samples, Path folder) throws IOException {
        Map<Path, Sample> sources = new LinkedHashMap<>();
        for (Sample sample : samples) {
            Path file = folder.resolve(packageOf(sample).replace('.', '/')).resolve(className(sample) + ".java");
            Files.createDirectories(file.getParent());
            Sample twin = sources.put(Files.writeString(file, source(sample)), sample);
            if (twin != null) {
                throw new AssertionError(sample.where() + ": declares what " + twin.where() + " has declared");
            }
        }
        compile(sources, folder);
        return new JavaRunner(folder);
    }

    private static String source(Sample sample) {
        // On one line with the first of the sample: a line of the file is a line of the page.
        String head = "package " + packageOf(sample) + "; ";
        if (sample.isFile()) {
            return head + sample.code();
        }
        StringBuilder imports = new StringBuilder();
        Matcher each = IMPORT.matcher(sample.code());
        while (each.find()) {
            imports.append(each.group()).append(' ');
        }
        return head + (imports.isEmpty() ? USUAL_IMPORTS : imports) + "public class " + className(sample) + " extends "
                + Given.className(sample.words()) + " { @Override public void run() throws Exception { "
                + IMPORT.matcher(sample.code()).replaceAll("") + "}}";
    }

    private static String packageOf(Sample sample) {
        return "page." + sample.page().replaceAll("[^A-Za-z0-9]", "_");
    }

    private static String className(Sample sample) {
        return sample.isFile() ? sample.typeName() : "Line" + sample.line();
    }

    private static void compile(Map<Path, Sample> sources, Path folder) throws IOException {
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        try (StandardJavaFileManager manager =
                ToolProvider.getSystemJavaCompiler().getStandardFileManager(problems, null, null)) {
            boolean compiled = ToolProvider.getSystemJavaCompiler()
                    .getTask(
                            null,
                            manager,
                            problems,
                            List.of("-proc:none", "-d", folder.toString()),
                            null,
                            manager.getJavaFileObjectsFromPaths(sources.keySet()))
                    .call();
            if (!compiled) {
                throw new AssertionError("does not compile:\n"
                        + String.join(
                                "\n",
                                problems.getDiagnostics().stream()
                                        .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                                        .map(each -> where(each, sources) + ": " + each.getMessage(null))
                                        .toList()));
            }
        }
    }

    private static String where(Diagnostic<? extends JavaFileObject> problem, Map<Path, Sample> sources) {
        Sample sample = problem.getSource() == null
                ? null
                : sources.get(Path.of(problem.getSource().toUri()));
        return sample == null ? "somewhere" : sample.page() + ":" + (sample.line() + problem.getLineNumber());
    }

    /**
     * Runs a sample; nothing happens for a file that is neither a test nor a program: others of its page use it.
     *
     * @throws AssertionError with its page and line, if it fails
     */
    void run(Sample sample) throws Exception {
        Class<?> type = loader.loadClass(packageOf(sample) + "." + className(sample));
        List<String> failures = List.of();
        try {
            if (!sample.isFile()) {
                try (Given given = (Given) type.getDeclaredConstructor().newInstance()) {
                    given.run();
                }
            } else if (isTest(sample)) {
                failures = failures(test(type));
            } else if (isProgram(sample)) {
                Method main = type.getDeclaredMethod("main", String[].class);
                main.setAccessible(true);
                main.invoke(null, (Object) new String[0]);
            }
        } catch (InvocationTargetException e) {
            throw new AssertionError(sample.where() + ": " + e.getCause(), e.getCause());
        } catch (Exception | AssertionError e) {
            throw new AssertionError(sample.where() + ": " + e, e);
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(sample.where() + ": " + String.join("\n", failures));
        }
    }

    static boolean isTest(Sample sample) {
        return sample.isFile() && sample.typeName().endsWith("Test");
    }

    static boolean isProgram(Sample sample) {
        return sample.isFile() && sample.code().contains("static void main(String");
    }

    private static EngineExecutionResults test(Class<?>... types) {
        List<ClassSelector> selected = new ArrayList<>();
        for (Class<?> type : types) {
            selected.add(selectClass(type));
        }
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selected.toArray(ClassSelector[]::new))
                .execute();
    }

    private static List<String> failures(EngineExecutionResults results) {
        List<String> failures = results.allEvents().failed().stream()
                .map(event -> event.getTestDescriptor().getDisplayName() + ": " + message(event))
                .toList();
        return failures.isEmpty() && results.testEvents().succeeded().count() == 0
                ? List.of("no test succeeded")
                : failures;
    }

    private static String message(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .map(String::valueOf)
                .orElse("failed");
    }

    // ---- for tests of what one page says

    /** The whole files of a page, by the names of their types. */
    public static Map<String, String> files(String page) {
        Map<String, String> files = new HashMap<>();
        for (Sample sample : Page.read(page, Repository.read(page)).samples()) {
            if (sample.isFile() && sample.isRunHere()) {
                files.put(sample.typeName(), sample.code());
            }
        }
        return files;
    }

    /** Compiles them in that folder, changed or not, and runs those whose names end in {@code Test}. */
    public static EngineExecutionResults run(Map<String, String> files, Path folder) throws IOException {
        List<Sample> onePage = files.values().stream()
                .map(code -> new Sample("page", 0, "java", code, Sample.How.AS_IT_STANDS, ""))
                .toList();
        try (JavaRunner runner = compile(onePage, folder)) {
            List<Class<?>> tests = new ArrayList<>();
            for (Sample sample : onePage) {
                if (isTest(sample)) {
                    tests.add(runner.loader.loadClass(packageOf(sample) + "." + sample.typeName()));
                }
            }
            return test(tests.toArray(Class<?>[]::new));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("compiled, and not there", e);
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
