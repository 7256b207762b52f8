package org.floatingip.cli.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.floatingip.GroupMovePlan;

/** A plan in a file. */
final class PlanFile {

    /** Far more than any plan has: what is longer is something else, and may have no end. */
    private static final int MOST_BYTES = 1 << 20;

    private PlanFile() {}

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if it can't be read, or is no plan
     */
    static GroupMovePlan read(Path file) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "can't read the plan from " + file + ": " + why(e, "there is no such file"), e);
        }
        if (bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException(file + " is no plan: it has more than 1 MiB");
        }
        return GroupMovePlan.decode(new String(bytes, StandardCharsets.UTF_8));
    }

    static void write(GroupMovePlan plan, Path file) {
        try {
            Files.writeString(file, plan.encode());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "can't write the plan to " + file + ": " + why(e, "there is no such folder"), e);
        }
    }

    /** In words: an exception of the file system has a path for its message. */
    private static String why(IOException e, String missing) {
        if (e instanceof NoSuchFileException) {
            return missing;
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = e instanceof FileSystemException of ? of.getReason() : e.getMessage();
        return reason == null ? e.toString() : reason;
    }
}
