package org.floatingip.testkit.internal.aws;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.floatingip.spi.Ticker;

/**
 * The session tokens of one instance: a token says until when it is good, under a seal that only this instance makes, so that nothing
 * has to be kept of it.
 */
final class MetadataTokens {

    private static final String SEAL = "HmacSHA256";
    private static final int SEAL_BYTES = 32;

    private final Ticker ticker;
    private final SecretKeySpec key;

    MetadataTokens(Ticker ticker) {
        this.ticker = ticker;
        byte[] secret = new byte[SEAL_BYTES];
        new SecureRandom().nextBytes(secret);
        this.key = new SecretKeySpec(secret, SEAL);
    }

    String issue(int seconds) {
        long until = ticker.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        return Base64.getUrlEncoder()
                .encodeToString(ByteBuffer.allocate(Long.BYTES + SEAL_BYTES)
                        .putLong(until)
                        .put(seal(until))
                        .array());
    }

    /** How long a token is good for yet, in whole seconds; empty if it is none of this instance, or no longer good. */
    OptionalLong secondsLeft(String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return OptionalLong.empty();
        }
        if (bytes.length != Long.BYTES + SEAL_BYTES) {
            return OptionalLong.empty();
        }
        ByteBuffer read = ByteBuffer.wrap(bytes);
        long until = read.getLong();
        long left = until - ticker.nanoTime();
        return left > 0 && read.equals(ByteBuffer.wrap(seal(until)))
                ? OptionalLong.of(Duration.ofNanos(left).toSeconds())
                : OptionalLong.empty();
    }

    private byte[] seal(long until) {
        try {
            Mac mac = Mac.getInstance(SEAL);
            mac.init(key);
            return mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(until).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
