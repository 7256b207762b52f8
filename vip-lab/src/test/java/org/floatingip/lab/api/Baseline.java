package org.floatingip.lab.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder {@code api}: the API of the last release, and the breaks of it that the next one accepts. */
final class Baseline {

    private static final Path ROOT = Path.of("..");
    private static final Path FOLDER = ROOT.resolve("api");
    private static final Path ACCEPTED = FOLDER.resolve("accepted.txt");

    private static final String HEAD = """
            # Breaks of the API of the last release that the next one accepts: CHANGE MEMBER -- why, one a line, as ApiTest prints them.
            # Only a version that may break something has any (VERSIONING.md); a release begins with none (RELEASING.md).
            """;

    private Baseline() {}

    /** An accepted break. */
    record Accepted(String line, String why) {}

    /** That of this build. */
    static Version current() throws IOException {
        Matcher version =
                Pattern.compile("(?m)^  <version>(.*)</version>$").matcher(Files.readString(ROOT.resolve("pom.xml")));
        if (!version.find()) {
            throw new AssertionError("pom.xml has no version");
        }
        return Version.of(version.group(1));
    }

    /** Whether this build is of no release. */
    static boolean isSnapshot() throws IOException {
        return Files.readString(ROOT.resolve("pom.xml"))
                .lines()
                .anyMatch(line -> line.matches("  <version>.*-SNAPSHOT</version>"));
    }

    /** That of the last release. */
    static Version last() throws IOException {
        return Version.of(String.valueOf(folder().getFileName()));
    }

    private static Path folder() throws IOException {
        List<Path> releases = releases();
        if (releases.size() != 1) {
            throw new AssertionError("api/ has one folder, that of the last release, and not " + releases);
        }
        return releases.get(0);
    }

    private static List<Path> releases() throws IOException {
        if (Files.notExists(FOLDER)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(FOLDER)) {
            return all.filter(Files::isDirectory).sorted().toList();
        }
    }

    /** The published modules that have an API: all but the command. */
    static List<String> modules() throws IOException {
        Set<String> modules = new TreeSet<>();
        Matcher each = Pattern.compile("<groupId>org\\.floatingip</groupId>\\s*<artifactId>(vip-[\\w-]+)</artifactId>")
                .matcher(Files.readString(ROOT.resolve("vip-bom/pom.xml")));
        while (each.find()) {
            modules.add(each.group(1));
        }
        modules.removeAll(Set.of("vip-parent", "vip-cli"));
        return List.copyOf(modules);
    }

    static ApiJar built(String module) throws IOException {
        return ApiJar.of(ROOT.resolve(module).resolve("target/classes"));
    }

    /** The jars of the last release: one for each module that it had. */
    static List<Path> jars() throws IOException {
        try (Stream<Path> all = Files.list(folder())) {
            return all.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    static Path jar(String module) throws IOException {
        return folder().resolve(module + ".jar");
    }

    static List<Accepted> accepted() throws IOException {
        List<Accepted> accepted = new ArrayList<>();
        for (String line : Files.readAllLines(ACCEPTED)) {
            if (!line.startsWith("#") && !line.isBlank()) {
                String[] parts = line.split(" -- ", 2);
                accepted.add(new Accepted(parts[0], parts.length == 2 ? parts[1].strip() : ""));
            }
        }
        return accepted;
    }

    /** Makes what is built the last release. */
    static void write() throws IOException {
        for (Path release : releases()) {
            List<Path> files;
            try (Stream<Path> tree = Files.walk(release)) {
                files = tree.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Path folder = Files.createDirectories(FOLDER.resolve(current().toString()));
        for (String module : modules()) {
            built(module).write(folder.resolve(module + ".jar"));
        }
        Files.writeString(ACCEPTED, HEAD);
    }
}
