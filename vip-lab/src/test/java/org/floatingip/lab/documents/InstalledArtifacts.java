package org.floatingip.lab.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A local Maven repository in which vip is installed, as {@code mvn install} would do it, without touching the one of this
 * machine: what the reactor has packaged is copied, with the POMs that are published, which have no parent; everything else
 * is that one's, by links.
 */
final class InstalledArtifacts {

    private static final String GROUP = "floatingip";

    private InstalledArtifacts() {}

    /** Makes it in that folder, anew. */
    static Path in(Path folder) throws IOException {
        delete(folder);
        Path shared =
                Path.of(System.getProperty("maven.repo.local", System.getProperty("user.home") + "/.m2/repository"));
        Path org = Files.createDirectories(folder.resolve("org"));
        Files.createDirectories(shared.resolve("org"));
        linkAll(shared, folder, "org");
        linkAll(shared.resolve("org"), org, GROUP);
        for (String pom : poms()) {
            install(Repository.ROOT.resolve(pom), org.resolve(GROUP));
        }
        return folder;
    }

    /** Deletes links, and never what they lead to. */
    private static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> tree = Files.walk(folder)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }

    private static void linkAll(Path from, Path to, String but) throws IOException {
        List<Path> all;
        try (Stream<Path> children = Files.list(from)) {
            all = children.toList();
        }
        for (Path each : all) {
            if (!each.getFileName().toString().equals(but)) {
                Files.createSymbolicLink(to.resolve(each.getFileName()), each);
            }
        }
    }

    /** Those that the build has flattened. The parent's is not among them: nobody outside has it. */
    private static List<String> poms() {
        List<String> poms = Repository.paths(path -> path.matches("vip-[a-z-]+/\\.flattened-pom\\.xml"));
        if (poms.isEmpty()) {
            throw new AssertionError("no module has a .flattened-pom.xml: mvn package makes them");
        }
        return poms;
    }

    private static void install(Path pom, Path group) throws IOException {
        String text = Files.readString(pom);
        if (text.contains("<parent>")) {
            throw new AssertionError(pom + " has a parent, which nobody outside has");
        }
        String version = tag(text, "version");
        String artifact = tag(text, "artifactId");
        Path folder = Files.createDirectories(group.resolve(artifact).resolve(version));
        Files.copy(pom, folder.resolve(artifact + "-" + version + ".pom"));
        Path jar = pom.resolveSibling("target").resolve(artifact + "-" + version + ".jar");
        if (Files.exists(jar)) {
            Files.copy(jar, folder.resolve(jar.getFileName()));
        }
    }

    private static String tag(String text, String name) {
        return text.replaceAll("(?s)^.*?<" + name + ">(.*?)</" + name + ">.*$", "$1");
    }
}
