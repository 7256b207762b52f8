package org.floatingip.cli.internal;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.concurrent.CountDownLatch;
import javax.crypto.Mac;
import javax.net.ssl.SSLContext;
import javax.xml.stream.XMLInputFactory;
import software.amazon.awssdk.regions.ServiceMetadata;

/**
 * What every call to AWS needs and no option decides, begun beside the reading of the options. Nothing here is kept: it is
 * the first use of these classes that takes time. docs/decisions/0017 has the figures.
 */
final class WarmUp {

    private static final CountDownLatch SDK_IS_FREE = new CountDownLatch(1);
    private static volatile boolean begun;

    private WarmUp() {}

    /** Begins, on a thread that the process does not wait for. */
    static void begin() {
        begun = true;
        Thread thread = new Thread(WarmUp::run, "warm-up");
        thread.setDaemon(true);
        // Who needs what failed here meets the same failure, and can say what it is for.
        thread.setUncaughtExceptionHandler((failed, why) -> {});
        thread.start();
    }

    /**
     * Waits until no class of the SDK is initialised here any more; to be called before the first use of it. Two threads
     * that initialise classes which need each other could wait for each other for ever; those of the JDK may be left to it.
     */
    static void awaitSdk() {
        if (!begun) {
            return;
        }
        try {
            SDK_IS_FREE.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run() {
        try {
            // Makes an object for each service of AWS.
            ServiceMetadata.of("ec2");
        } finally {
            SDK_IS_FREE.countDown();
        }
        try {
            SSLContext.getDefault();
            Mac.getInstance("HmacSHA256");
            MessageDigest.getInstance("SHA-256");
            XMLInputFactory.newInstance();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
