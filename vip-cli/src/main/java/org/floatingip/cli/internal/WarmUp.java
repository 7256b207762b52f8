package org.floatingip.cli.internal;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javax.crypto.Mac;
import javax.net.ssl.SSLContext;
import javax.xml.stream.XMLInputFactory;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;
import software.amazon.awssdk.regions.ServiceMetadata;

/**
 * Begins the work that every call to AWS needs and no option decides, while the options are read: the first use of classes of
 * the SDK, of the JDK and of the HTTP client. It keeps nothing, and the process does not wait for its threads. The
 * figures are in docs/decisions/0017 and 0084.
 */
public final class WarmUp extends Thread {

    private static final Set<String> ASKING_AWS =
            Set.of("move", "apply", "evacuate", "status", "doctor", "release", "settle", "names", "dns");

    private static final CountDownLatch SDK_IS_FREE = new CountDownLatch(1);
    private static volatile boolean begun;

    private WarmUp(String name, Runnable work) {
        super(work, name);
        setDaemon(true);
    }

    /** Begins, if a command with these arguments will ask AWS. To be called once, by the program itself. */
    public static void beginFor(String... args) {
        if (args.length > 1 && ASKING_AWS.contains(args[0])) {
            begun = true;
            new WarmUp("warm-up of the SDK", WarmUp::sdk).start();
            new WarmUp("warm-up of TLS", WarmUp::tls).start();
        }
    }

    /**
     * Waits until no class of the SDK is initialised here any more; to be called before the first use of it. Two threads
     * that initialise classes which need each other could wait for each other for ever. The JDK's classes, and the one of the
     * HTTP client, are made for that.
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

    private static void sdk() {
        try {
            // Makes an object for each service of AWS.
            ServiceMetadata.of("ec2");
        } catch (RuntimeException | Error e) {
            // Whoever needs what failed here meets the same failure, and can say what it is for.
        } finally {
            SDK_IS_FREE.countDown();
        }
    }

    private static void tls() {
        try {
            SSLContext.getDefault();
            // The list of public suffixes, by which the client checks names in certificates: 10,000 lines.
            PublicSuffixMatcherLoader.getDefault();
            Mac.getInstance("HmacSHA256");
            MessageDigest.getInstance("SHA-256");
            XMLInputFactory.newInstance();
        } catch (GeneralSecurityException | RuntimeException | Error e) {
            // As above.
        }
    }
}
