package org.floatingip.lab;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where the class path of this test has what it has: jars, and folders of classes where nothing was packaged. */
public final class ClassPath {

    private ClassPath() {}

    /** The jar or folder that a type comes from. */
    public static Path of(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
