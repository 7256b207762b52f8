package org.floatingip.aws.internal;

import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.AwsServiceClientConfiguration;
import software.amazon.awssdk.http.SdkHttpRequest;

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
     * @param client the settings of the client that made it, which some decorators do not say
     */
    static boolean isOffered(
            RuntimeException thrown, String signer, Supplier<? extends AwsServiceClientConfiguration> client) {
        if (signer.isEmpty() || !EXPIRED.contains(Ec2Errors.code(thrown))) {
            return false;
        }
        try {
            return !client.get()
                    .credentialsProvider()
                    .resolveIdentity()
                    .join()
                    .accessKeyId()
                    .equals(signer);
        } catch (RuntimeException e) {
            // Then there are no others, and that they have expired is what the caller should know.
            return false;
        }
    }
}
