package org.floatingip.boot.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.FloatingIpGroup;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveListener;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.aws.Route53DnsRegistrar;
import org.floatingip.boot.FloatingIps;
import org.floatingip.boot.VipCustomizer;
import org.floatingip.dns.DnsName;
import org.floatingip.event.OperationEnded;
import org.floatingip.linux.LinuxConfigurator;
import org.floatingip.linux.spi.CommandResult;
import org.floatingip.spi.DnsRegistrar;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.IpAssigner;
import org.floatingip.testkit.Scenario;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Which beans an application gets, which it defines itself, and what is closed with it. */
class FloatingIpAutoConfigurationTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AwsAutoConfiguration.class, LinuxAutoConfiguration.class, FloatingIpAutoConfiguration.class))
            .withPropertyValues("vip.addresses=10.0.1.12", "vip.aws.region=us-east-1");

    /** The network in memory, as an application brings its own. */
    @Configuration(proxyBeanMethods = false)
    static class OwnNetwork {

        @Bean
        Scenario scenario() {
            return Scenario.builder()
                    .host("i-0a")
                    .holding("10.0.1.12")
                    .holding("10.0.1.13")
                    .host("i-0b")
                    .named("db.example.com", "10.0.1.12")
                    .build();
        }

        @Bean
        IpAssigner assigner(Scenario scenario) {
            return scenario.assigner();
        }
    }

    @Test
    void context_withOneAddress_hasAFloatingIp() {
        application
                .withPropertyValues("vip.timeout=4s", "vip.aws.attempt-timeout=5s")
                .run(context -> {
                    assertThat(context).hasSingleBean(FloatingIp.class).doesNotHaveBean(FloatingIpGroup.class);
                    FloatingIp ip = context.getBean(FloatingIp.class);
                    assertThat(ip.address()).hasToString("10.0.1.12");
                    assertThat(ip.timeout()).isEqualTo(Duration.ofSeconds(4));
                    assertThat(context.getBean(IpAssigner.class))
                            .isInstanceOf(Ec2IpAssigner.class)
                            .asString()
                            .contains("us-east-1", "PT4S");
                    assertThat(context)
                            .doesNotHaveBean(HostNetworkConfigurator.class)
                            .doesNotHaveBean(DnsRegistrar.class);
                });
    }

    @Test
    void context_withSeveralAddresses_hasAGroupThatMovesThemTogether() {
        application
                .withUserConfiguration(OwnNetwork.class)
                .withPropertyValues("vip.addresses=10.0.1.12,10.0.1.13")
                .run(context -> {
                    assertThat(context).hasSingleBean(FloatingIpGroup.class).doesNotHaveBean(FloatingIp.class);

                    assertThat(context.getBean(FloatingIpGroup.class)
                                    .moveTo("i-0b")
                                    .results())
                            .hasSize(2);
                });
    }

    @Test
    void context_withoutAddresses_hasWhatStartsHandles() {
        application
                .withUserConfiguration(OwnNetwork.class)
                .withPropertyValues("vip.addresses=")
                .run(context -> {
                    assertThat(context).doesNotHaveBean(FloatingIp.class).doesNotHaveBean(FloatingIpGroup.class);

                    FloatingIp ip =
                            context.getBean(FloatingIps.class).at("10.0.1.13").build();

                    assertThat(ip.holder())
                            .hasValueSatisfying(
                                    holder -> assertThat(holder.host()).isEqualTo(HostId.of("i-0a")));
                });
    }

    @Test
    void context_withAFloatingIpOfItsOwn_hasThatAlone() {
        FloatingIp own = Scenario.create().floatingIp();

        application
                .withBean("own", FloatingIp.class, () -> own)
                .run(context -> assertThat(context.getBean(FloatingIp.class)).isSameAs(own));
        application
                .withPropertyValues("vip.addresses=10.0.1.12,10.0.1.13")
                .withBean("own", FloatingIp.class, () -> own)
                .run(context ->
                        assertThat(context).hasSingleBean(FloatingIp.class).doesNotHaveBean(FloatingIpGroup.class));
    }

    @Test
    void context_withAnAssignerOfItsOwn_hasNoneForEc2() {
        application.withUserConfiguration(OwnNetwork.class).run(context -> {
            assertThat(context).hasSingleBean(IpAssigner.class).doesNotHaveBean(Ec2IpAssigner.class);
            assertThat(context.getBean(FloatingIp.class).moveTo("i-0b").moved()).isTrue();
        });
    }

    @Test
    void context_withoutVipAwsAndWithoutAnAssigner_saysWhatIsMissing() {
        application
                .withClassLoader(new FilteredClassLoader("org.floatingip.aws"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("org.floatingip.spi.IpAssigner"));
    }

    @Test
    void context_withoutVipAwsAndVipLinuxNet_startsWithAnAssignerOfItsOwn() {
        application
                .withUserConfiguration(OwnNetwork.class)
                .withClassLoader(new FilteredClassLoader(
                        "org.floatingip.aws",
                        "org.floatingip.linux",
                        "software.amazon.awssdk",
                        "org.springframework.boot.health",
                        "org.springframework.boot.actuate"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(FloatingIp.class));
    }

    @Test
    void context_whenClosed_closesWhatItMade() {
        Ec2IpAssigner[] made = new Ec2IpAssigner[1];
        Route53DnsRegistrar[] registrar = new Route53DnsRegistrar[1];

        application.withPropertyValues("vip.dns.names.10.0.1.12=db.example.com").run(context -> {
            made[0] = context.getBean(Ec2IpAssigner.class);
            registrar[0] = context.getBean(Route53DnsRegistrar.class);
            assertThat(made[0]).asString().doesNotContain("closed");
        });

        assertThat(made[0]).asString().contains("closed");
        assertThatThrownBy(() -> registrar[0].lookUp(DnsName.of("db.example.com"), Duration.ofSeconds(1)))
                .hasMessageContaining("closed");
    }

    @Test
    void context_withoutARegion_saysWhichPropertyIsMissing() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(AwsAutoConfiguration.class, FloatingIpAutoConfiguration.class))
                // Nothing of this machine shall know one, and nobody shall be asked.
                .withSystemProperties("aws.disableEc2Metadata=true")
                .withPropertyValues("vip.addresses=10.0.1.12", "vip.aws.profile=nobody-has-this-profile")
                .run(context -> assertThat(context)
                        .getFailure()
                        // Of which Spring Boot says at the start what to mend, and no more.
                        .hasRootCauseInstanceOf(InvalidConfigurationPropertyValueException.class)
                        .hasStackTraceContaining("vip.aws.region")
                        .hasStackTraceContaining("AWS_REGION"));
    }

    /** A proxy gets to see which one is asked. */
    @Test
    void context_withARegionOfAnotherPartition_asksTheRoute53OfThat() throws IOException {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> firstLine(proxy));
            application
                    .withSystemProperties(
                            "https.proxyHost=127.0.0.1",
                            "https.proxyPort=" + proxy.getLocalPort(),
                            "aws.accessKeyId=AKIDEXAMPLE",
                            "aws.secretAccessKey=not-a-secret")
                    .withPropertyValues("vip.aws.region=cn-north-1", "vip.dns.names.10.0.1.12=db.example.com")
                    .run(context -> assertThatThrownBy(() -> context.getBean(Route53DnsRegistrar.class)
                                    .lookUp(DnsName.of("db.example.com"), Duration.ofMillis(500)))
                            .isInstanceOf(FloatingIpException.class));

            assertThat(asked.join()).startsWith("CONNECT route53.amazonaws.com.cn:443 ");
        }
    }

    private static String firstLine(ServerSocket server) {
        try (Socket client = server.accept();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
            return String.valueOf(in.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void context_withHosts_hasAConfiguratorThatReachesThem() {
        application
                .withPropertyValues(
                        "vip.hosts.ssh.i-0a=admin@db.a.example.com",
                        "vip.hosts.ssh.i-0b=ssh://admin@db.b.example.com:2222",
                        "vip.hosts.sudo=true",
                        "vip.hosts.always=true",
                        "vip.hosts.interface-name=eth0",
                        "vip.hosts.ssh-config=/etc/ssh/vip")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(LinuxConfigurator.class));
    }

    @Test
    void context_withHostsAndNobodyToTellThem_fails() {
        application
                .withClassLoader(new FilteredClassLoader("org.floatingip.linux"))
                .withPropertyValues("vip.hosts.ssh.i-0a=admin@db.a.example.com")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("vip.hosts")
                        .hasMessageContaining("vip-linux-net"));
    }

    @Test
    void context_withNamesAndNobodyToKeepThem_fails() {
        application
                .withUserConfiguration(OwnNetwork.class)
                .withClassLoader(new FilteredClassLoader("org.floatingip.aws"))
                .withPropertyValues("vip.dns.names.10.0.1.12=db.example.com")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("vip.dns.names")
                        .hasMessageContaining("vip-aws"));
    }

    @Test
    void moves_withHostsAndNamesOfTheApplication_useThem() {
        application
                .withUserConfiguration(OwnNetwork.class)
                .withBean(
                        "hosts",
                        HostNetworkConfigurator.class,
                        () -> Scenario.create().hosts())
                .withBean(
                        "registrar",
                        DnsRegistrar.class,
                        () -> Scenario.builder()
                                .host("i-0a")
                                .holding("10.0.1.12")
                                .named("db.example.com", "10.0.1.12")
                                .build()
                                .registrar())
                .withPropertyValues("vip.dns.names.10.0.1.12=db.example.com")
                .run(context -> assertThat(
                                context.getBean(FloatingIp.class).moveTo("i-0b").steps())
                        .extracting(step -> step.kind().name())
                        .contains("HOST_READY", "NAMED"));
    }

    /** Customisers of all kinds. */
    @Configuration(proxyBeanMethods = false)
    static class Customised {

        private final List<String> called = new ArrayList<>();

        List<String> called() {
            return called;
        }

        @Bean
        @Order(2)
        VipCustomizer<FloatingIp.Builder> second() {
            return builder -> called.add("second");
        }

        @Bean
        @Order(1)
        VipCustomizer<FloatingIp.Builder> first() {
            return builder -> {
                builder.timeoutSeconds(7);
                called.add("first");
            };
        }

        @Bean
        VipCustomizer<FloatingIpGroup.Builder> group() {
            return builder -> called.add("group");
        }

        @Bean
        VipCustomizer<Ec2IpAssigner.Builder> ec2() {
            return builder -> builder.vpcId("vpc-0123");
        }

        @Bean
        VipCustomizer<Route53DnsRegistrar.Builder> route53() {
            return builder -> called.add("route53");
        }

        @Bean
        VipCustomizer<LinuxConfigurator.Builder> hosts() {
            return builder -> builder.runner("i-0c", command -> CommandResult.of(0, "", ""));
        }
    }

    @Test
    void customizers_ofEachBuilder_areCalledInTheirOrderAfterTheProperties() {
        application
                .withUserConfiguration(Customised.class)
                .withPropertyValues("vip.timeout=4s", "vip.dns.names.10.0.1.12=db.example.com", "vip.hosts.local=i-0a")
                .run(context -> {
                    assertThat(context.getBean(FloatingIp.class).timeout()).isEqualTo(Duration.ofSeconds(7));
                    assertThat(context.getBean(Customised.class).called())
                            .containsExactlyInAnyOrder("route53", "first", "second")
                            .containsSubsequence("first", "second");
                    assertThat(context.getBean(Ec2IpAssigner.class)).asString().contains("vpc-0123");
                });
    }

    @Test
    void listeners_ofTheApplication_areTold() {
        List<IpAddress> told = new ArrayList<>();

        application
                .withUserConfiguration(OwnNetwork.class)
                .withBean("listener", MoveListener.class, () -> new MoveListener() {
                    @Override
                    public void ended(OperationEnded event) {
                        told.addAll(event.operation().addresses());
                    }
                })
                .run(context -> context.getBean(FloatingIp.class).moveTo("i-0b"));

        assertThat(told).containsExactly(IpAddress.of("10.0.1.12"));
    }
}
