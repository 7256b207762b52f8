package org.floatingip.lab.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.aws.ConfiguredHttpClient;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.aws.Ec2Self;
import org.floatingip.aws.Route53DnsRegistrar;
import org.floatingip.dns.DnsName;
import org.floatingip.dynamodb.DynamoDbEpochLedger;
import org.floatingip.failure.UnavailableException;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryMetadataService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.utils.internal.SystemSettingUtilsTestBackdoor;

/** Who is asked through a proxy and who is not, through the real SDK: what counts is what a proxy got to see. */
class ProxyTest {

    private static final List<IpAddress> VIP = List.of(IpAddress.of(Sandbox.FLOATING_IP));
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final List<String> VARIABLES = List.of("https_proxy", "http_proxy", "all_proxy", "no_proxy");
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "not-a-secret"));

    private final Map<String, @Nullable String> properties = new HashMap<>();
    private LoggingProxy proxy = LoggingProxy.start("502 Bad Gateway");

    @BeforeEach
    void nothingIsSet() {
        for (String variable : VARIABLES) {
            variable(variable, null);
            variable(variable.toUpperCase(Locale.ROOT), null);
        }
    }

    @AfterEach
    void stop() {
        SystemSettingUtilsTestBackdoor.clearEnvironmentVariableOverrides();
        properties.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
        proxy.close();
    }

    /** The environment of a JVM can't be changed: this is where the SDK, which reads it for us, takes it from. */
    private static void variable(String name, @Nullable String value) {
        SystemSettingUtilsTestBackdoor.addEnvironmentVariableOverride(name, value);
    }

    private void property(String name, String value) {
        if (!properties.containsKey(name)) {
            properties.put(name, System.getProperty(name));
        }
        System.setProperty(name, value);
    }

    /** Settings separated by {@code ;}, where P stands for the proxy, HOST and PORT for its parts. */
    private void set(String list) {
        for (String setting : list.split(";", -1)) {
            String[] parts = setting.strip().split("=", 2);
            String value = parts[1].replace("HOST", "127.0.0.1")
                    .replace("PORT", String.valueOf(proxy.port()))
                    .replaceFirst("\\bP$", proxy.hostAndPort());
            if (parts[0].contains(".")) {
                property(parts[0], value);
            } else {
                variable(parts[0], value);
            }
        }
    }

    private static FloatingIpException asked(Ec2IpAssigner.Builder ec2) {
        try (Ec2IpAssigner assigner = ec2.region("us-east-1")
                .credentialsProvider(CREDENTIALS)
                .attemptTimeout(SHORT)
                .build()) {
            return catchThrowableOfType(FloatingIpException.class, () -> assigner.locate(VIP));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTPS_PROXY=http://P",
                "https_proxy=http://P",
                "HTTPS_PROXY=P",
                "ALL_PROXY=http://P",
                "HTTP_PROXY=http://127.0.0.1:1; HTTPS_PROXY=http://P",
                "https_proxy=http://P; HTTPS_PROXY=http://127.0.0.1:1",
                "https.proxyHost=HOST; https.proxyPort=PORT",
                "HTTPS_PROXY=http://P; NO_PROXY=localhost,127.0.0.1,.example.com,10.0.0.0/8",
            })
    void ec2_whenTheSettingsNameAProxy_isAskedThroughIt(String list) {
        set(list);

        FloatingIpException failed = asked(Ec2IpAssigner.builder());

        assertThat(proxy.requests()).containsExactly("CONNECT ec2.us-east-1.amazonaws.com:443");
        assertThat(failed).isInstanceOf(UnavailableException.class);
    }

    /** The endpoints do not exist, so nobody is asked if the proxy is not. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP_PROXY=http://P                                                   | https://ec2.vip.invalid",
                "HTTPS_PROXY=http://P                                                  | http://ec2.vip.invalid",
                "HTTPS_PROXY=http://P; NO_PROXY=.vip.invalid                           | https://ec2.vip.invalid",
                "HTTPS_PROXY=http://P; NO_PROXY=vip.invalid                            | https://ec2.vip.invalid",
                "HTTPS_PROXY=http://P; NO_PROXY=*.vip.invalid                          | https://ec2.vip.invalid",
                "HTTPS_PROXY=http://P; NO_PROXY=x, ec2.vip.invalid                     | https://ec2.vip.invalid",
                "HTTPS_PROXY=http://P; NO_PROXY=ec2.vip.invalid:443                    | https://ec2.vip.invalid",
                "HTTPS_PROXY=http://P; NO_PROXY=*                                      | https://ec2.vip.invalid",
                "HTTPS_PROXY=http://P; no_proxy=.invalid                               | https://ec2.vip.invalid",
                "https.proxyHost=HOST; https.proxyPort=PORT; http.nonProxyHosts=*.invalid | https://ec2.vip.invalid",
                "ALL_PROXY=http://P                                                    | http://127.0.0.1:1",
            })
    void ec2_whenTheSettingsNameNoProxyForIt_isAskedDirectly(String list, String endpoint) {
        set(list);

        FloatingIpException failed = asked(Ec2IpAssigner.builder().endpointOverride(URI.create(endpoint)));

        assertThat(proxy.requests()).isEmpty();
        assertThat(failed).isInstanceOf(UnavailableException.class);
    }

    @Test
    void plainHttp_whenTheSettingsNameAProxyForIt_isAskedThroughIt() {
        set("HTTP_PROXY=http://P");

        asked(Ec2IpAssigner.builder().endpointOverride(URI.create("http://ec2.vip.invalid")));

        assertThat(proxy.requests()).containsExactly("POST http://ec2.vip.invalid/");
    }

    @Test
    void route53AndALedger_whenTheSettingsNameAProxy_areAskedThroughIt() {
        set("HTTPS_PROXY=http://P");
        try (Route53DnsRegistrar dns = Route53DnsRegistrar.builder()
                        .region(Region.US_EAST_1)
                        .credentialsProvider(CREDENTIALS)
                        .build();
                DynamoDbClient dynamoDb = DynamoDbClient.builder()
                        .region(Region.US_EAST_1)
                        .credentialsProvider(CREDENTIALS)
                        .httpClientBuilder(ConfiguredHttpClient.builder(SHORT))
                        .overrideConfiguration(config -> config.apiCallTimeout(SHORT))
                        .build()) {
            assertThatThrownBy(() -> dns.lookUp(DnsName.of("db.example.com"), Duration.ofMillis(300)))
                    .isInstanceOf(FloatingIpException.class);
            assertThatThrownBy(() -> DynamoDbEpochLedger.on(dynamoDb).current(VIP.get(0), SHORT))
                    .isInstanceOf(FloatingIpException.class);
        }

        assertThat(proxy.requests())
                .containsExactly("CONNECT route53.amazonaws.com:443", "CONNECT dynamodb.us-east-1.amazonaws.com:443");
    }

    // ---- credentials of the proxy

    @Test
    void proxy_whenItWantsCredentialsAndNoneAreSet_isNamed() {
        proxy.close();
        proxy = LoggingProxy.start("407 Proxy Authentication Required");
        set("HTTPS_PROXY=http://P");

        FloatingIpException failed = asked(Ec2IpAssigner.builder());

        assertThat(failed)
                .isInstanceOfSatisfying(UnavailableException.class, unavailable -> {
                    assertThat(unavailable.retryable()).isFalse();
                    assertThat(unavailable.effect()).isEqualTo(Effect.NONE);
                })
                .hasMessageContaining(
                        "the proxy " + proxy.hostAndPort() + " (HTTPS_PROXY) wants credentials (HTTP 407)")
                .hasMessageContaining("http://user:password@host:port");
    }

    @Test
    void proxy_whenItDoesNotAcceptTheCredentials_isNamedWithoutThePassword() {
        proxy.close();
        proxy = LoggingProxy.start("407 Proxy Authentication Required");
        set("HTTPS_PROXY=http://mover:hush@P");

        FloatingIpException failed = asked(Ec2IpAssigner.builder());

        String login = Base64.getEncoder().encodeToString("mover:hush".getBytes(StandardCharsets.UTF_8));
        assertThat(proxy.logins()).contains("Basic " + login);
        assertThat(failed)
                .hasMessageContaining("does not accept the credentials of \"mover\"")
                .hasMessageNotContaining("hush");
    }

    @Test
    void proxy_whenItCanNotBeUsed_failsAtOnceWithTheSetting() {
        set("ALL_PROXY=socks5://P");

        FloatingIpException failed = asked(Ec2IpAssigner.builder());

        assertThat(failed)
                .isInstanceOfSatisfying(
                        UnavailableException.class,
                        unavailable -> assertThat(unavailable.retryable()).isFalse())
                .hasMessageContaining("ALL_PROXY names a SOCKS proxy");
    }

    // ---- the metadata service

    /** By a proxy, another machine would answer, with its own name. */
    @Test
    void self_whateverTheSettingsSay_isAskedDirectly() {
        set("HTTP_PROXY=http://P; HTTPS_PROXY=http://P; ALL_PROXY=http://P; http.proxyHost=HOST; http.proxyPort=PORT");
        property("http.nonProxyHosts", "example.com");
        Sandbox sandbox = Sandbox.create();
        String b = sandbox.instanceId("db.b");
        try (InMemoryMetadataService service = InMemoryMetadataService.start(sandbox.network(), b);
                Ec2Self self = Ec2Self.builder().endpoint(service.endpointUrl()).build()) {
            assertThat(self.hostId()).isEqualTo(HostId.of(b));
        }

        assertThat(proxy.requests()).isEmpty();
    }

    @Test
    void self_whenTheSdkIsSetToAnotherEndpoint_namesTheOneThatWasAsked() {
        property("aws.ec2MetadataServiceEndpoint", "http://127.0.0.1:1/");
        try (Ec2Self self = Ec2Self.builder().timeoutMillis(500).build()) {
            assertThatThrownBy(self::hostId)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("nobody listens at http://127.0.0.1:1: is this an EC2 instance?")
                    .hasMessageNotContaining("169.254");
            assertThat(self).hasToString("Ec2Self(http://127.0.0.1:1)");
        }
    }
}
