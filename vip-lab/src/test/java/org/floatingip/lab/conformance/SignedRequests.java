package org.floatingip.lab.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.utils.IoUtils;

/**
 * Requests as forms, signed, and replies as they are. What is throttled is sent again: it has done
 * nothing. Nothing else is repeated.
 */
final class SignedRequests implements AutoCloseable {

    private static final String EC2 = "2016-11-15";
    private static final String STS = "2011-06-15";
    private static final int TRIES = 8;

    private final String region;
    private final URI ec2;
    private final URI sts;
    private final Pause pause;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http =
            Apache5HttpClient.builder().socketTimeout(Duration.ofSeconds(60)).build();

    /** @param endpoint in place of the region's own, or empty */
    SignedRequests(String region, String endpoint, Pause pause, AwsCredentialsProvider credentials) {
        this.region = region;
        this.credentials = credentials;
        this.ec2 = URI.create(endpoint.isEmpty() ? "https://ec2." + region + ".amazonaws.com/" : endpoint + "/");
        this.sts = URI.create(endpoint.isEmpty() ? "https://sts." + region + ".amazonaws.com/" : endpoint + "/");
        this.pause = pause;
    }

    /** Whose credentials these are. */
    String account() {
        Ec2Reply reply = send(sts, "sts", STS, Map.of("Action", "GetCallerIdentity"));
        if (!reply.succeeded()) {
            throw new IllegalStateException("the account of the credentials can't be read: " + reply.code());
        }
        return Xml.all(reply.xml(), "Account").get(0).getTextContent();
    }

    Ec2Reply send(Map<String, String> parameters) {
        for (int tries = 1; ; tries++) {
            Ec2Reply reply = send(ec2, "ec2", EC2, parameters);
            if (tries == TRIES || !reply.code().equals("RequestLimitExceeded")) {
                return reply;
            }
            pause.sleep(Duration.ofSeconds(tries));
        }
    }

    private Ec2Reply send(URI to, String service, String version, Map<String, String> parameters) {
        String form = "Version=" + version + "&"
                + parameters.entrySet().stream()
                        .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                        .collect(Collectors.joining("&"));
        AwsCredentialsIdentity identity = credentials.resolveCredentials();
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(to)
                .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .build();
        SignedRequest signed = signer.sign(sign -> sign.identity(identity)
                .request(request)
                .payload(ContentStreamProvider.fromUtf8String(form))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region));
        try {
            HttpExecuteResponse response = http.prepareRequest(HttpExecuteRequest.builder()
                            .request(signed.request())
                            .contentStreamProvider(signed.payload().orElse(null))
                            .build())
                    .call();
            try (AbortableInputStream body = response.responseBody().orElseThrow()) {
                return new Ec2Reply(response.httpResponse().statusCode(), IoUtils.toUtf8String(body));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no reply from " + to.getHost() + " to " + parameters.get("Action"), e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.close();
    }
}
