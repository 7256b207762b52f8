package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A program on an instance, which asks its metadata service. */
final class MetadataClient {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final InMemoryMetadataService service;

    MetadataClient(InMemoryMetadataService service) {
        this.service = service;
    }

    /** A token that is good for that long. */
    String token(int seconds) throws IOException {
        HttpResponse<String> reply = askForToken("X-aws-ec2-metadata-token-ttl-seconds", Integer.toString(seconds));
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return reply.body();
    }

    /** Asks for a token with these headers, each a name and a value. */
    HttpResponse<String> askForToken(String... headers) throws IOException {
        HttpRequest.Builder request = to("/latest/api/token").PUT(HttpRequest.BodyPublishers.noBody());
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** The value at a path below {@code /latest/meta-data/}, with a token of its own. */
    String value(String path) throws IOException {
        HttpResponse<String> reply = get("/latest/meta-data/" + path, token(60));
        assertThat(reply.statusCode()).as(path + ": " + reply.body()).isEqualTo(200);
        return reply.body();
    }

    /** The status of the reply to a reading below {@code /latest/meta-data/}, with a token of its own. */
    int status(String path) throws IOException {
        return get("/latest/meta-data/" + path, token(60)).statusCode();
    }

    HttpResponse<String> get(String path, String token) throws IOException {
        return send(to(path).header("X-aws-ec2-metadata-token", token).GET());
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(service.endpointUrl().resolve(path)).timeout(Duration.ofSeconds(20));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
