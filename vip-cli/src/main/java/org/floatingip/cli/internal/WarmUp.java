package org.floatingip.cli.internal;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javax.crypto.Mac;
import javax.net.ssl.SSLContext;
import javax.xml.stream.XMLInputFactory;
import software.amazon.awssdk.regions.ServiceMetadata;

/**
 * What every call to AWS needs and no option decides, begun beside the reading of the options, on a thread that the process
 * does not wait for. Nothing here is kept: it is the first use of these classes that takes time. docs/decisions/0017 has the
 * figures.
 */
public final class WarmUp extends Thread {

    private static final Set<String> ASKING_AWS =
            Set.of("move", "apply", "evacuate", "status", "doctor", "release", "settle", "names", "dns");

    private static final CountDownLatch SDK_IS_FREE = new CountDownLatch(1);
    private static volatile boolean begun;

    private WarmUp() {
        super("warm-up");
        setDaemon(true);
    }

    /** Begins, if a command with these arguments will ask AWS. To be called once, by the program itself. */
    public static void beginFor(String... args) {
        if (args.length > 1 && ASKING_AWS.contains(args[0])) {
            begun = true;
            new WarmUp().start();
        }
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

    @Override
    public void run() {
        try {
            // Makes an object for each service of AWS.
            ServiceMetadata.of("ec2");
            SDK_IS_FREE.countDown();
            SSLContext.getDefault();
            Mac.getInstance("HmacSHA256");
            MessageDigest.getInstance("SHA-256");
            XMLInputFactory.newInstance();
        } catch (GeneralSecurityException | RuntimeException | Error e) {
            // Who needs what failed here meets the same failure, and can say what it is for.
        } finally {
            SDK_IS_FREE.countDown();
        }
    }
}
