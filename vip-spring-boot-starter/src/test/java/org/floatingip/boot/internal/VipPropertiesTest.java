package org.floatingip.boot.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.dns.DnsRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

/** The properties: what can be said, what is said of what can't, and what editors and the page know of them. */
class VipPropertiesTest {

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withUserConfiguration(Bound.class);

    /** Nothing but the properties. */
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(VipProperties.class)
    static class Bound {}

    @Test
    void properties_whenNothingIsSaid_haveTheDefaultsOfTheModules() {
        application.run(context -> {
            VipProperties properties = context.getBean(VipProperties.class);
            assertThat(properties.addresses()).isEmpty();
            assertThat(properties.timeout()).isEqualTo(FloatingIp.DEFAULT_TIMEOUT);
            assertThat(properties.aws().attemptTimeout()).isEqualTo(Ec2IpAssigner.DEFAULT_ATTEMPT_TIMEOUT);
            assertThat(properties.aws().callTimeout()).isEqualTo(Ec2IpAssigner.DEFAULT_CALL_TIMEOUT);
            assertThat(properties.aws().dataPlaneLag()).isEqualTo(Ec2IpAssigner.DEFAULT_DATA_PLANE_LAG);
            assertThat(properties.aws().readLag()).isEqualTo(Ec2IpAssigner.DEFAULT_READ_LAG);
            assertThat(properties.dns().ttl()).hasSeconds(DnsRecord.DEFAULT_TTL_SECONDS);
            assertThat(properties.endpoint().allowMoves()).isFalse();
            assertThat(properties.hosts().given()).isFalse();
        });
    }

    @Test
    void properties_ofEveryKind_areTyped() {
        application
                .withPropertyValues(
                        "vip.addresses=10.0.1.12, 10.0.1.13",
                        "vip.timeout=4s",
                        "vip.aws.endpoint=http://127.0.0.1:4599",
                        "vip.hosts.ssh.i-0a=admin@db.a.example.com",
                        "vip.hosts.ssh[i-0b]=admin@db.b.example.com",
                        "vip.dns.names.10.0.1.12=db.example.com",
                        "vip.dns.names[10.0.1.13]=web.example.com",
                        "vip.dns.zones=Z0123456789ABCDEFGHIJ")
                .run(context -> {
                    VipProperties properties = context.getBean(VipProperties.class);
                    assertThat(properties.addresses())
                            .containsExactly(IpAddress.of("10.0.1.12"), IpAddress.of("10.0.1.13"));
                    assertThat(properties.timeout()).isEqualTo(Duration.ofSeconds(4));
                    assertThat(properties.aws().endpoint()).isEqualTo(URI.create("http://127.0.0.1:4599"));
                    assertThat(properties.hosts().ssh())
                            .isEqualTo(Map.of(
                                    HostId.of("i-0a"),
                                    "admin@db.a.example.com",
                                    HostId.of("i-0b"),
                                    "admin@db.b.example.com"));
                    assertThat(properties.dns().names())
                            .isEqualTo(Map.of(
                                    IpAddress.of("10.0.1.12"),
                                    "db.example.com",
                                    IpAddress.of("10.0.1.13"),
                                    "web.example.com"));
                    assertThat(properties.dns().zones()).containsExactly("Z0123456789ABCDEFGHIJ");
                });
    }

    /** As everywhere in vip; Spring Boot takes milliseconds where nothing is said. */
    @Test
    void times_withoutAUnit_areInSeconds() {
        application
                .withPropertyValues(
                        "vip.timeout=20",
                        "vip.aws.attempt-timeout=4",
                        "vip.aws.call-timeout=5",
                        "vip.aws.data-plane-lag=1",
                        "vip.aws.read-lag=2",
                        "vip.dns.ttl=300",
                        "vip.health.interval=10",
                        "vip.leader.tick=3",
                        "vip.leader.lease=12")
                .run(context -> {
                    VipProperties properties = context.getBean(VipProperties.class);
                    assertThat(properties.timeout()).hasSeconds(20);
                    assertThat(properties.aws().attemptTimeout()).hasSeconds(4);
                    assertThat(properties.aws().callTimeout()).hasSeconds(5);
                    assertThat(properties.aws().dataPlaneLag()).hasSeconds(1);
                    assertThat(properties.aws().readLag()).hasSeconds(2);
                    assertThat(properties.dns().ttl()).hasSeconds(300);
                    assertThat(properties.health().interval()).hasSeconds(10);
                    assertThat(properties.leader().tick()).hasSeconds(3);
                    assertThat(properties.leader().lease()).hasSeconds(12);
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            vip.addresses=10.0.1                                   | vip.addresses           | has 3
            vip.addresses=10.0.1.12,10.0.1.12                      | vip.addresses           | twice
            vip.timeout=0s                                         | vip.timeout             | positive
            vip.timeout=soon                                       | vip.timeout             | soon
            vip.aws.attempt-timeout=-1s                            | vip.aws.attempt-timeout | positive
            vip.aws.read-lag=-1s                                   | vip.aws.read-lag        | negative
            vip.aws.endpoint=127.0.0.1                             | vip.aws.endpoint        | http://host:port
            vip.hosts.local=                                       | vip.hosts.local         | host
            vip.dns.names.10.0.1.12=db.example.com                 | vip.dns.names           | not in vip.addresses
            vip.health.interval=-1s                                | vip.health.interval     | negative
            vip.leader.tick=0s                                     | vip.leader.tick         | positive
            vip.leader.lease=1500ms                                | vip.leader.lease        | whole seconds
            vip.leader.lease=1s                                    | vip.leader.lease        | two seconds or more
            vip.leader.lease=2s                                    | vip.leader.lease        | longer than vip.leader.tick, by two seconds
            vip.dns.ttl=1500ms                                     | vip.dns.ttl             | whole seconds
            vip.hosts.ssh[i.0a]=admin@db.a.example.com             | vip.hosts.ssh           | not i-0a: the name of an environment variable
            vip.hosts.ssh[i0123456789abcdef0]=db.a.example.com     | vip.hosts.ssh           | not i-0123456789abcdef0:
            vip.adresses=10.0.1.12                                 | vip.adresses            | unbound
            vip.hosts.shh.i-0a=admin@db.a.example.com              | vip.hosts.shh.i-0a      | unbound
            """)
    void properties_thatMakeNoSense_failTheStartAndAreNamed(String property, String named, String why) {
        application
                .withPropertyValues(property)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(named)
                        .hasStackTraceContaining(why));
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void start_withAMistypedAddress_printsTheLineToMend(CapturedOutput output) {
        SpringApplication start = new SpringApplication(Bound.class);
        start.setWebApplicationType(WebApplicationType.NONE);
        try {
            start.run("--vip.addresses=10.0.1").close();
        } catch (RuntimeException expected) {
            // What it prints is the point.
        }

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Property: vip.addresses")
                .contains("Value: \"10.0.1\"")
                .contains("an IPv4 address has four parts, this has 3");
    }

    /** What the annotation processor found, by name. */
    private static Map<String, Map<String, Object>> metadata() throws IOException {
        try (InputStream file =
                VipPropertiesTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            Map<String, Map<String, Object>> found = new TreeMap<>();
            for (Object each : (List<?>) Objects.requireNonNull(
                    JsonParserFactory.getJsonParser().parseMap(text).get("properties"))) {
                @SuppressWarnings("unchecked") // an object of JSON
                Map<String, Object> property = (Map<String, Object>) each;
                found.put(String.valueOf(property.get("name")), property);
            }
            return found;
        }
    }

    @Test
    void metadata_ofEachProperty_saysWhatItIs() throws IOException {
        assertThat(metadata())
                .containsKeys(
                        "vip.addresses",
                        "vip.aws.region",
                        "vip.hosts.ssh",
                        "vip.dns.names",
                        "vip.endpoint.allow-moves",
                        "management.endpoint.vip.access",
                        "management.health.vip.enabled")
                .allSatisfy((name, property) ->
                        assertThat(property.get("description")).as(name).isNotNull());
    }

    @Test
    void page_always_hasEachProperty() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "spring-boot.md"));

        assertThat(metadata())
                .allSatisfy((name, property) -> assertThat(page)
                        .as("docs/spring-boot.md has to have this row")
                        .contains(row(name, property)));
    }

    private static String row(String name, Map<String, Object> property) {
        Object given = property.get("defaultValue");
        return "| `" + name + "` | " + (given == null || given.equals(List.of()) ? "" : "`" + given + "`") + " | "
                + property.get("description") + " |";
    }
}
