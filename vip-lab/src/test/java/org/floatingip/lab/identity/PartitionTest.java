package org.floatingip.lab.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;
import org.floatingip.aws.ConfiguredCredentials;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.aws.Route53DnsRegistrar;
import org.floatingip.cli.Vip;
import org.floatingip.dns.DnsName;
import org.floatingip.dynamodb.DynamoDbEpochLedger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.utils.internal.SystemSettingUtilsTestBackdoor;

/** Which endpoint each client asks, and what it signs for, in each partition of AWS; no request leaves this JVM. */
class PartitionTest {

    private static final IpAddress VIP = IpAddress.of("10.0.1.12");
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final StaticCredentialsProvider KEYS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "not-a-secret"));

    private static final String CONFIG = """
            [profile ops]
            aws_access_key_id = AKIAOPS0000000000EXA
            aws_secret_access_key = hush-secret

            [profile role]
            role_arn = arn:aws:iam::111122223333:role/mover
            source_profile = ops

            [profile role-of-role]
            role_arn = arn:aws:iam::111122223333:role/second
            source_profile = role

            [profile home]
            region = cn-north-1
            role_arn = arn:aws-cn:iam::111122223333:role/second
            source_profile = role
            """;

    private final Map<String, @Nullable String> before = new HashMap<>();

    @TempDir
    Path home;

    @BeforeEach
    void watch() throws IOException {
        property(
                "aws.configFile",
                Files.writeString(home.resolve("config"), CONFIG).toString());
        property("aws.sharedCredentialsFile", home.resolve("none").toString());
        property("aws.disableEc2Metadata", "true");
        for (String variable : List.of("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE")) {
            SystemSettingUtilsTestBackdoor.addEnvironmentVariableOverride(variable, null);
        }
        BeforeSending.watch(true);
    }

    @AfterEach
    void stop() {
        BeforeSending.watch(false);
        SystemSettingUtilsTestBackdoor.clearEnvironmentVariableOverrides();
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }

    private void property(String name, String value) {
        if (!before.containsKey(name)) {
            before.put(name, System.getProperty(name));
        }
        System.setProperty(name, value);
    }

    private static void fails(Runnable asking) {
        try {
            asking.run();
        } catch (FloatingIpException | SdkException e) {
            // Whatever it makes of what was not sent.
        }
    }

    private static void ask(Ec2IpAssigner.Builder builder) {
        try (Ec2IpAssigner ec2 = builder.build()) {
            fails(() -> ec2.locate(List.of(VIP)));
        }
    }

    private static void ask(Route53DnsRegistrar.Builder builder) {
        try (Route53DnsRegistrar dns = builder.build()) {
            fails(() -> dns.lookUp(DnsName.of("db.example.com"), SHORT));
        }
    }

    private static void vip(String... arguments) {
        Vip.run(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), arguments);
    }

    /** One region of each partition that is not the one that signs there, where it has another. */
    @ParameterizedTest
    @CsvSource({
        "us-west-2,       amazonaws.com,     route53.amazonaws.com,        us-east-1",
        "cn-north-1,      amazonaws.com.cn,  route53.amazonaws.com.cn,     cn-northwest-1",
        "us-gov-east-1,   amazonaws.com,     route53.us-gov.amazonaws.com, us-gov-west-1",
        "us-iso-west-1,   c2s.ic.gov,        route53.c2s.ic.gov,           us-iso-east-1",
        "us-isob-east-1,  sc2s.sgov.gov,     route53.sc2s.sgov.gov,        us-isob-east-1",
        "eu-isoe-west-1,  cloud.adc-e.uk,    route53.cloud.adc-e.uk,       eu-isoe-west-1",
        "us-isof-south-1, csp.hci.ic.gov,    route53.csp.hci.ic.gov,       us-isof-south-1",
        "eusc-de-east-1,  amazonaws.eu,      route53.amazonaws.eu,         eusc-de-east-1",
    })
    void clients_inEachPartition_askItAndSignForIt(String region, String suffix, String route53, String signed) {
        Function<String, String> at = service -> service + "." + region + "." + suffix + " " + region + "/" + service;
        String names = route53 + " " + signed + "/route53";

        ask(Ec2IpAssigner.builder().region(region).credentialsProvider(KEYS));
        assertAsked(at.apply("ec2"));

        ask(Ec2IpAssigner.builder().region(region).profile("role"));
        assertAsked(at.apply("sts"));

        ask(Route53DnsRegistrar.builder().region(region).credentialsProvider(KEYS));
        assertAsked(names);

        ask(Route53DnsRegistrar.builder().vpc("vpc-0a", region).credentialsProvider(KEYS));
        assertAsked(names);

        ask(Route53DnsRegistrar.builder().region(region).profile("role-of-role"));
        assertAsked(at.apply("sts"));

        ledgerAsks(region, KEYS);
        assertAsked(at.apply("dynamodb"));

        try (ConfiguredCredentials role =
                ConfiguredCredentials.builder().profile("role").region(region).build()) {
            ledgerAsks(region, role);
        }
        assertAsked(at.apply("sts"));
    }

    private static void ledgerAsks(String region, AwsCredentialsProvider credentials) {
        try (DynamoDbClient client = DynamoDbClient.builder()
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .build()) {
            fails(() -> DynamoDbEpochLedger.on(client).current(VIP, SHORT));
        }
    }

    private static void assertAsked(String request) {
        assertThat(BeforeSending.requests()).containsExactly(request);
        BeforeSending.watch(true);
    }

    @ParameterizedTest
    @CsvSource({
        "us-west-2,     route53.amazonaws.com us-east-1/route53",
        "cn-north-1,    route53.amazonaws.com.cn cn-northwest-1/route53",
        "us-gov-east-1, route53.us-gov.amazonaws.com us-gov-west-1/route53",
    })
    void dnsCommand_withARegion_asksItsPartition(String region, String route53) {
        property("aws.accessKeyId", "AKIDEXAMPLE");
        property("aws.secretAccessKey", "not-a-secret");

        vip("dns", "show", "db.example.com", "--region", region, "--timeout", "1");
        assertAsked(route53);
    }

    @Test
    void command_withARegionAndARoleOfAProfileWithoutOne_asksStsOfThatRegion() {
        vip("status", "10.0.1.12", "--profile", "role", "--region", "cn-north-1", "--timeout", "1");

        assertAsked("sts.cn-north-1.amazonaws.com.cn cn-north-1/sts");
    }

    @Test
    void registrar_withoutARegion_asksThePartitionOfTheProcess() {
        ask(Route53DnsRegistrar.builder().credentialsProvider(KEYS));
        assertAsked("route53.amazonaws.com us-east-1/route53");

        ask(Route53DnsRegistrar.builder().profile("home").credentialsProvider(KEYS));
        assertAsked("route53.amazonaws.com.cn cn-northwest-1/route53");

        ask(Route53DnsRegistrar.builder().region(Region.AWS_US_GOV_GLOBAL).credentialsProvider(KEYS));
        assertAsked("route53.us-gov.amazonaws.com us-gov-west-1/route53");

        SystemSettingUtilsTestBackdoor.addEnvironmentVariableOverride("AWS_REGION", "eusc-de-east-1");
        ask(Route53DnsRegistrar.builder().credentialsProvider(KEYS));
        assertAsked("route53.amazonaws.eu eusc-de-east-1/route53");
    }

    /** An endpoint that was named may well be AWS's own, by another way. */
    @Test
    void registrar_withAnEndpoint_signsAsRoute53Demands() {
        ask(Route53DnsRegistrar.builder()
                .endpointOverride(URI.create("https://route53.example.com"))
                .region("us-west-2")
                .credentialsProvider(KEYS));

        assertAsked("route53.example.com us-east-1/route53");
    }

    /** The profile that is named has a region, and the one whose role it needs has none. */
    @Test
    void sts_ofASourceProfileWithoutARegion_isThatOfTheNamedProfile() {
        ask(Ec2IpAssigner.builder().profile("home"));

        assertAsked("sts.cn-north-1.amazonaws.com.cn cn-north-1/sts");
    }
}
