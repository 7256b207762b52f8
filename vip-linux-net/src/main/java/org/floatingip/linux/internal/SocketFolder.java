package org.floatingip.linux.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder that only this user can enter, for one socket; made when it is first asked for, and anew where it is gone: many
 * systems delete what nobody used in /tmp for ten days. Safe for several threads.
 */
public final class SocketFolder {

    /** What a Unix socket's path may have, less what ssh adds while it makes one. */
    private static final int LONGEST = 107 - 17;

    private static final Set<PosixFilePermission> OURS_ALONE = PosixFilePermissions.fromString("rwx------");

    private @Nullable Made made;
    private boolean closed;

    /** A folder, and who owned it when it was made. */
    private record Made(Path folder, @Nullable UserPrincipal owner) {

        static Made of(Path folder) throws IOException {
            PosixFileAttributes made = attributes(folder);
            return new Made(folder, made == null ? null : made.owner());
        }

        /** Whether it is there, and still nobody else's. */
        boolean isOurs() {
            try {
                PosixFileAttributes now = attributes(folder);
                return now == null
                        ? Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                        : now.isDirectory()
                                && now.owner().equals(owner)
                                && now.permissions().equals(OURS_ALONE);
            } catch (IOException e) {
                return false;
            }
        }

        private static @Nullable PosixFileAttributes attributes(Path folder) throws IOException {
            PosixFileAttributeView view =
                    Files.getFileAttributeView(folder, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            return view == null ? null : view.readAttributes();
        }
    }

    /**
     * Where the socket is, or will be.
     *
     * @throws IllegalStateException if this is closed
     * @throws IOException if there is no folder, and none can be made
     */
    public synchronized Path socket() throws IOException {
        if (closed) {
            throw new IllegalStateException("this runner is closed");
        }
        Made there = made;
        if (there == null || !there.isOurs()) {
            there = Made.of(make());
            made = there;
        }
        return there.folder().resolve("s");
    }

    /** Where the socket may be; null where there is no folder. */
    public synchronized @Nullable Path socketIfThere() {
        Made there = made;
        return closed || there == null || !there.isOurs()
                ? null
                : there.folder().resolve("s");
    }

    /** Deletes it, if it is there; what is in it has to be ended before. */
    public synchronized void close() {
        Made there = made;
        if (!closed && there != null && there.isOurs()) {
            Processes.delete(there.folder());
        }
        closed = true;
    }

    private static Path make() throws IOException {
        Path usual = Files.createTempDirectory("vip-ssh");
        // "%" would be a token of ssh's, and a blank would end its option.
        if (usual.resolve("s").toString().length() <= LONGEST
                && usual.toString().matches("[A-Za-z0-9/._-]+")) {
            return usual;
        }
        Files.delete(usual);
        return Files.createTempDirectory(Path.of("/tmp"), "vip-ssh");
    }
}
