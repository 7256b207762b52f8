package org.floatingip.cli.internal;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.floatingip.cli.Vip;
import org.floatingip.dynamodb.DynamoDbEpochLedger;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;

/**
 * What the JVM is watched doing when it writes an archive: command lines as they are used, against an in-memory AWS in
 * another process. A program of its own.
 */
public final class Training {

    /** What its process needs beside its arguments. */
    static final Map<String, String> ENVIRONMENT = Map.of(
            "AWS_ACCESS_KEY_ID", "sandbox",
            "AWS_SECRET_ACCESS_KEY", "sandbox",
            "AWS_REGION", Sandbox.REGION,
            "AWS_EC2_METADATA_DISABLED", "true",
            "AWS_CONFIG_FILE", "/dev/null",
            "AWS_SHARED_CREDENTIALS_FILE", "/dev/null");

    private Training() {}

    static List<String> arguments(Sandbox sandbox, InMemoryAwsServer server) {
        return List.of(server.endpointUrl().toString(), sandbox.instanceId("db.a"), sandbox.instanceId("db.b"));
    }

    /** Runs all of them, and fails if one ends otherwise than it should. */
    public static void main(String[] args) {
        String endpoint = args[0];
        String a = args[1];
        String b = args[2];
        String vip = Sandbox.FLOATING_IP;
        Vip.withoutLogging();
        WarmUp.beginFor("move", vip, b);
        run(ExitStatus.DONE, "move", vip, b, "--endpoint-url", endpoint, "--region", Sandbox.REGION);
        run(ExitStatus.DONE, "move", vip, a, "--from", b, "--output", "json", "--endpoint-url", endpoint);
        run(ExitStatus.DONE, "status", vip, "--endpoint-url", endpoint);
        run(ExitStatus.DONE, "evacuate", a, b, vip, "--endpoint-url", endpoint);
        run(ExitStatus.REFUSED, "release", vip, "--from", a, "--endpoint-url", endpoint);
        // The endpoint has no tables: as far as this comes is what a fence takes beside the move.
        System.setProperty("aws.endpointUrlDynamodb", endpoint);
        run(
                ExitStatus.OTHER,
                "move",
                vip,
                b,
                "--epoch",
                "1",
                "--fence",
                "dynamodb:" + DynamoDbEpochLedger.DEFAULT_TABLE,
                "--endpoint-url",
                endpoint);
        // The endpoint speaks no TLS: as far as this comes is most of what a connection to AWS itself begins with.
        String tls = endpoint.replace("http:", "https:");
        run(ExitStatus.OTHER, "status", vip, "--timeout", "1", "--endpoint-url", tls);
    }

    private static void run(int expected, String... args) {
        StringWriter err = new StringWriter();
        int status =
                Vip.run(new PrintWriter(System.out, true, StandardCharsets.UTF_8), new PrintWriter(err, true), args);
        if (status != expected) {
            throw new IllegalStateException(
                    "vip " + String.join(" ", args) + " ended with " + status + ", not " + expected + ": " + err);
        }
    }
}
