package org.floatingip.lab;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The Java files that a page of Markdown shows: each block of Java that begins with its imports. */
final class JavaOfAPage {

    private static final Pattern BLOCK = Pattern.compile("```java\n(import .*?)```", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("(?m)^(?:final )?(?:class|interface) (\\w+)");

    private JavaOfAPage() {}

    /** By the names of their types. */
    static Map<String, String> files(String page) {
        Map<String, String> files = new LinkedHashMap<>();
        Matcher block = BLOCK.matcher(page);
        while (block.find()) {
            Matcher name = NAME.matcher(block.group(1));
            if (!name.find() || files.put(name.group(1), block.group(1)) != null) {
                throw new IllegalArgumentException("no type, or one that is there already, in\n" + block.group(1));
            }
        }
        return files;
    }

    /** Compiles them in that folder with the class path of this test, and runs those whose names end in Test. */
    static EngineExecutionResults run(Map<String, String> files, Path folder) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            sources.add(Files.writeString(folder.resolve(file.getKey() + ".java"), file.getValue()));
        }
        compile(sources, folder);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, JavaOfAPage.class.getClassLoader())) {
            List<ClassSelector> tests = new ArrayList<>();
            for (String name : files.keySet()) {
                if (name.endsWith("Test")) {
                    tests.add(selectClass(loader.loadClass(name)));
                }
            }
            return EngineTestKit.engine("junit-jupiter")
                    .selectors(tests.toArray(ClassSelector[]::new))
                    .execute();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("compiled, and not there", e);
        }
    }

    private static void compile(List<Path> sources, Path folder) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(problems, null, null)) {
            boolean compiled = compiler.getTask(
                            null,
                            manager,
                            problems,
                            List.of("-proc:none", "-d", folder.toString()),
                            null,
                            manager.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!compiled) {
                throw new AssertionError("the page does not compile: " + problems.getDiagnostics());
            }
        }
    }
}
