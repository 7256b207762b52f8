package org.floatingip.lab.benchmark;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * Which HTTP client under the SDK: the first call of a new process, and warm calls, one client beside the other. Behind
 * docs/decisions/0003; run it with
 *
 * <pre>mvn -q -Pbench -Dbench=HttpClientBenchmark -pl vip-lab -am -DskipTests -DskipITs verify</pre>
 */
public final class HttpClientBenchmark {

    private static final int ROUNDS = 7;
    private static final int CALLS = 300;

    private static final Map<String, Supplier<SdkHttpClient>> CLIENTS = new LinkedHashMap<>();

    static {
        CLIENTS.put("apache5", () -> Apache5HttpClient.builder().build());
        CLIENTS.put("aws-crt", () -> AwsCrtHttpClient.builder().build());
        CLIENTS.put("url-connection", () -> UrlConnectionHttpClient.builder().build());
    }

    private HttpClientBenchmark() {}

    /** Without arguments the whole comparison; with a client's name and an endpoint one cold call. */
    public static void main(String[] args) throws Exception {
        if (args.length == 2) {
            long start = System.nanoTime();
            try (Ec2Client client = client(CLIENTS.get(args[0]).get(), URI.create(args[1]))) {
                client.describeNetworkInterfaces();
            }
            System.out.println(System.nanoTime() - start);
            return;
        }
        try (InMemoryAwsServer server = InMemoryAwsServer.start(Sandbox.create().network())) {
            Map<String, List<Double>> cold = new LinkedHashMap<>();
            Map<String, List<Double>> warm = new LinkedHashMap<>();
            for (int round = 0; round < ROUNDS; round++) {
                for (String name : CLIENTS.keySet()) {
                    cold.computeIfAbsent(name, key -> new ArrayList<>()).add(coldMillis(name, server.endpointUrl()));
                }
            }
            Map<String, Ec2Client> clients = new LinkedHashMap<>();
            CLIENTS.forEach((name, http) -> clients.put(name, client(http.get(), server.endpointUrl())));
            clients.values().forEach(client -> warmMillis(client, 2000));
            for (int round = 0; round < ROUNDS; round++) {
                clients.forEach((name, client) ->
                        warm.computeIfAbsent(name, key -> new ArrayList<>()).add(warmMillis(client, CALLS)));
            }
            clients.values().forEach(Ec2Client::close);
            System.out.printf(
                    Locale.ROOT, "%-16s %14s %7s %14s %7s%n", "client", "cold ms", "ratio", "warm ms", "ratio");
            for (String name : CLIENTS.keySet()) {
                System.out.printf(
                        Locale.ROOT,
                        "%-16s %14.0f %7.2f %14.3f %7.2f%n",
                        name,
                        median(cold.get(name)),
                        medianRatio(cold.get(name), cold.get("apache5")),
                        median(warm.get(name)),
                        medianRatio(warm.get(name), warm.get("apache5")));
            }
        }
    }

    private static Ec2Client client(SdkHttpClient http, URI endpoint) {
        return Ec2Client.builder()
                .httpClient(http)
                .region(Region.US_EAST_1)
                .endpointOverride(endpoint)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .build();
    }

    private static double warmMillis(Ec2Client client, int calls) {
        double[] millis = new double[calls];
        for (int i = 0; i < calls; i++) {
            long start = System.nanoTime();
            client.describeNetworkInterfaces();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        return millis[calls / 2];
    }

    private static double coldMillis(String name, URI endpoint) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HttpClientBenchmark.class.getName(),
                        name,
                        endpoint.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("the cold call of " + name + " failed");
        }
        return Long.parseLong(out.strip()) / 1e6;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static double medianRatio(List<Double> values, List<Double> others) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            ratios.add(values.get(i) / others.get(i));
        }
        return median(ratios);
    }
}
