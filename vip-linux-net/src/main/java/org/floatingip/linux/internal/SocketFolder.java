package org.floatingip.linux.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A folder that only this user can enter, for one socket; made when it is first asked for. Safe for several threads. */
public final class SocketFolder {

    /** What a Unix socket's path may have, less what ssh adds while it makes one. */
    private static final int LONGEST = 107 - 17;

    private @Nullable Path folder;
    private boolean closed;

    /** Where the socket is, or will be. */
    public synchronized Path socket() {
        if (closed) {
            throw new IllegalStateException("this runner is closed");
        }
        Path made = folder;
        if (made == null) {
            made = make();
            folder = made;
        }
        return made.resolve("s");
    }

    /** Whether there is a folder. */
    public synchronized boolean isOpened() {
        return folder != null && !closed;
    }

    /** Deletes it; what is in it has to be ended before. */
    public synchronized void close() {
        if (!closed && folder != null) {
            Processes.delete(folder);
        }
        closed = true;
    }

    private static Path make() {
        try {
            Path usual = Files.createTempDirectory("vip-ssh");
            // "%" would be a token of ssh's, and a blank would end its option.
            if (usual.resolve("s").toString().length() <= LONGEST
                    && usual.toString().matches("[A-Za-z0-9/._-]+")) {
                return usual;
            }
            Files.delete(usual);
            return Files.createTempDirectory(Path.of("/tmp"), "vip-ssh");
        } catch (IOException e) {
            throw new UncheckedIOException("could not make a folder for the sockets of ssh", e);
        }
    }
}
