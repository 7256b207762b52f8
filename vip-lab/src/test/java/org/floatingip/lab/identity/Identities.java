package org.floatingip.lab.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.floatingip.lab.Program;
import org.floatingip.lab.identity.StubServer.Reply;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;

/**
 * A machine on which {@code vip} finds out who it is: a home of its own, the services that give credentials, an instance whose
 * metadata offers the machine's role to whoever asks, and an EC2 that keeps who signed.
 */
final class Identities implements AutoCloseable {

    private final Path home;
    private final InMemoryAwsServer aws =
            InMemoryAwsServer.start(Sandbox.create().network());
    private final HttpClient forward = HttpClient.newHttpClient();
    private final StubServer ec2 = StubServer.start(this::forwarded);
    private final StubServer sts = StubServer.start(StubReplies::ofSts);
    private final StubServer portal = StubServer.start(StubReplies::ofSsoPortal);
    private final StubServer metadata = StubServer.start(StubReplies::ofInstanceMetadata);

    Identities(Path home) {
        this.home = home;
    }

    private Reply forwarded(StubServer.Request request) {
        try {
            HttpResponse<String> reply = forward.send(
                    HttpRequest.newBuilder(URI.create(aws.endpointUrl() + request.path()))
                            .header("Content-Type", request.header("content-type"))
                            .method(request.method(), HttpRequest.BodyPublishers.ofString(request.body()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return Reply.xml(reply.statusCode(), reply.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** {@code vip} on this machine: nobody is asked for yet, and the machine's role is there for whoever asks nobody. */
    Program vip() {
        return Program.vip()
                .with("AWS_ACCESS_KEY_ID", null)
                .with("AWS_SECRET_ACCESS_KEY", null)
                .with("AWS_EC2_METADATA_DISABLED", null)
                .with("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.url())
                .with("AWS_ENDPOINT_URL_EC2", ec2.url())
                .with("AWS_ENDPOINT_URL_STS", sts.url())
                .with("AWS_ENDPOINT_URL_SSO", portal.url())
                .with("AWS_ENDPOINT_URL_SSO_OIDC", portal.url())
                .with("AWS_REGION", "us-east-1")
                .with("HOME", home.toString())
                .with("AWS_CONFIG_FILE", home.resolve(".aws/config").toString());
    }

    /** Writes a file below the home, and gives its path. */
    Path write(String name, String content) {
        try {
            Path file = home.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Signs in at IAM Identity Center, as {@code aws sso login} leaves it. */
    void signedIn(String sessionOrStartUrl, Instant until) {
        write(".aws/sso/cache/" + sha1(sessionOrStartUrl) + ".json", """
                {"startUrl":"https://d-1234567890.awsapps.com/start","region":"us-east-1","accessToken":"%s","expiresAt":"%s",
                "clientId":"client","clientSecret":"hush-client","registrationExpiresAt":"2099-01-01T00:00:00Z",
                "refreshToken":"hush-refresh"}
                """.formatted(StubReplies.SSO_TOKEN, until));
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Who signed what EC2 was asked, each once. */
    List<String> signers() {
        return ec2.requests().stream()
                .map(StubServer.Request::accessKeyId)
                .distinct()
                .toList();
    }

    StubServer sts() {
        return sts;
    }

    @Override
    public void close() {
        List.of(ec2, sts, portal, metadata).forEach(StubServer::close);
        aws.close();
    }
}
