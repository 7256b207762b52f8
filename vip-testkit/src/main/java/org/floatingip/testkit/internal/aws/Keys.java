package org.floatingip.testkit.internal.aws;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import org.floatingip.spi.SystemTicker;

/**
 * Temporary credentials.
 *
 * @param accessKeyId {@code ASIA...}
 * @param secretAccessKey made up: signatures are not checked
 * @param sessionToken says whose they are
 * @param issued when they were issued
 * @param expiration when clients have to get others
 */
record Keys(String accessKeyId, String secretAccessKey, String sessionToken, Instant issued, Instant expiration) {

    /** Keys of that caller's, from now on: by the clock of the machine, which is what clients compare with. */
    static Keys issue(Caller caller, Duration valid) {
        String chance = UUID.randomUUID().toString();
        Instant now = SystemTicker.instance().now().truncatedTo(ChronoUnit.SECONDS);
        return new Keys(
                id("ASIA", chance),
                Base64.getEncoder()
                        .withoutPadding()
                        .encodeToString(hash("secret " + chance))
                        .substring(0, 40),
                caller.sessionToken(),
                now,
                now.plus(valid));
    }

    /** An id as IAM's look: that prefix, and 17 signs that the text determines; access keys have 16. */
    static String id(String prefix, String of) {
        int signs = prefix.equals("ASIA") ? 16 : 17;
        String text = new BigInteger(1, hash(of)).toString(36).toUpperCase(Locale.ROOT);
        return prefix + text.substring(0, signs);
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
