package org.floatingip.lab.modules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatingip.lab.ClassPath;
import org.floatingip.lab.Program;

/** A module of src/test/modules, compiled and run by the JDK that runs this, on a module path and no class path. */
final class ModularProgram {

    /** Where their sources are, a folder for each. */
    static final Path SOURCES = Path.of("src/test/modules");

    private final List<Path> modulePath;

    private ModularProgram(List<Path> modulePath) {
        this.modulePath = modulePath;
    }

    /**
     * Compiles it as somebody who fails on every warning; but automatic modules have to be.
     *
     * @param sources a folder with its module-info.java
     * @param folder where its classes go; there must not be any yet
     * @param modulePath what it may require
     */
    static ModularProgram compile(Path sources, Path folder, List<Path> modulePath) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--release",
                "17",
                "-Xlint:all,-requires-automatic",
                "-Werror",
                "-d",
                folder.toString(),
                "--module-path",
                join(modulePath)));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
        }

        Output compiled = tool("javac", arguments.toArray(String[]::new));

        assertThat(compiled.status()).as(compiled.text()).isZero();
        List<Path> all = new ArrayList<>(List.of(folder));
        all.addAll(modulePath);
        return new ModularProgram(all);
    }

    /** The jars or folders of those types, each once. */
    static List<Path> places(Class<?>... types) {
        return Arrays.stream(types).map(ClassPath::of).distinct().toList();
    }

    /** The same without a module that it was compiled with. */
    ModularProgram without(Class<?> type) {
        List<Path> fewer = new ArrayList<>(modulePath);
        assertThat(fewer.remove(ClassPath.of(type))).as("%s was there", type).isTrue();
        return new ModularProgram(fewer);
    }

    /** Runs a main class, as {@code module/type}. */
    Program.Ended run(String main) {
        return Program.of(Program.java().toString(), "--module-path", path(), "--module", main)
                .run();
    }

    /** Its own classes and what it was compiled with, as options have it. */
    String path() {
        return join(modulePath);
    }

    private static String join(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** What a tool printed, both streams as they came, and how it ended. */
    record Output(int status, String text) {}

    /** A tool of the JDK, in this process. */
    static Output tool(String name, String... arguments) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text, true);
        int status = ToolProvider.findFirst(name)
                .orElseThrow(() -> new AssertionError("this JDK has no " + name))
                .run(writer, writer, arguments);
        return new Output(status, text.toString());
    }
}
