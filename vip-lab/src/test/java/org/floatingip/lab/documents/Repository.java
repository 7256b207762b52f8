package org.floatingip.lab.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The files of this repository, as its tests see them; not what a build made of them. */
final class Repository {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Set<String> LEFT_OUT = Set.of("target", "node_modules", ".git", ".github", ".mvn", ".idea");

    private Repository() {}

    /** Every page, the list of samples too. */
    static List<Page> pages() {
        return paths(path -> path.endsWith(".md")).stream()
                .map(path -> Page.read(path, read(path)))
                .toList();
    }

    /** The samples of all pages. */
    static List<Sample> samples() {
        return pages().stream().flatMap(page -> page.samples().stream()).toList();
    }

    /** What is wrong with all pages. */
    static List<String> problems() {
        return pages().stream().flatMap(page -> page.problems().stream()).toList();
    }

    static String read(String path) {
        try {
            return new String(Files.readAllBytes(ROOT.resolve(path)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The paths from the root, with slashes, sorted. */
    static List<String> paths(Predicate<String> wanted) {
        List<String> found = new ArrayList<>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return LEFT_OUT.contains(String.valueOf(folder.getFileName()))
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String path = ROOT.relativize(file).toString().replace('\\', '/');
                    if (wanted.test(path)) {
                        found.add(path);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    // What is attached to this JVM (Mockito) makes a file here, and takes it away again.
                    if (e instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        found.sort(null);
        return found;
    }
}
