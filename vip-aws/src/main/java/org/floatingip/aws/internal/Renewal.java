package org.floatingip.aws.internal;

import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;

/**
 * Whether a request that was refused because its credentials have expired can be signed anew, with others: nobody has executed
 * it, so it may be sent once more, also where it changes something.
 */
final class Renewal {

    /** RequestExpired is EC2's answer to an expired session, too; so its documentation says. */
    private static final Set<String> EXPIRED = Set.of("expiredtoken", "expiredtokenexception", "requestexpired");

    private static final Pattern ACCESS_KEY_ID = Pattern.compile("Credential=([^/,\\s]+)/");

    private Renewal() {}

    /** The id, which is no secret, of the access key that signed; empty if nobody did. */
    static String signer(SdkHttpRequest request) {
        Matcher id = ACCESS_KEY_ID.matcher(
                request.firstMatchingHeader("Authorization").orElse(""));
        return id.find() ? id.group(1) : "";
    }

    /**
     * Whether the credentials have others by now.
     *
     * @param thrown what the call ended with
     * @param signer the access key id that it was signed with
     */
    static boolean isOffered(
            RuntimeException thrown,
            String signer,
            @Nullable IdentityProvider<? extends AwsCredentialsIdentity> credentials) {
        if (signer.isEmpty() || credentials == null || !EXPIRED.contains(Ec2Errors.code(thrown))) {
            return false;
        }
        try {
            return !credentials.resolveIdentity().join().accessKeyId().equals(signer);
        } catch (IdentityException | CompletionException e) {
            // Then there are no others, and that they have expired is what the caller should know.
            return false;
        }
    }
}
