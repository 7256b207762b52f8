package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.IpAddress;
import org.floatingip.TcpProbe;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.aws.Route53DnsRegistrar;
import org.floatingip.aws.Route53RequestLimit;
import org.floatingip.dns.DnsChangeStatus;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;
import org.floatingip.spi.SystemTicker;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.dns.InMemoryDnsRegistrar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Durations that no clock can count: what is set is refused, before anything is done; what a call may take at the most is as
 * good as for ever. Neither is an {@link ArithmeticException}.
 */
class LongDurationsTest {

    /** Whoever wants "no limit" writes this. */
    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    /** The longest that is accepted: about 292 years. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final InMemoryIpAssigner assigner = InMemoryIpAssigner.of(sandbox.network());

    static List<Consumer<Duration>> settings() {
        FloatingIp db = FloatingIp.at(Sandbox.FLOATING_IP)
                .assigner(InMemoryIpAssigner.of(Sandbox.create().network()))
                .build();
        return List.of(
                Ec2IpAssigner.builder()::attemptTimeout,
                Ec2IpAssigner.builder()::callTimeout,
                Ec2IpAssigner.builder()::dataPlaneLag,
                Route53DnsRegistrar.builder()::callTimeout,
                FloatingIp.at(Sandbox.FLOATING_IP)::timeout,
                FloatingIpGroup.at(Sandbox.FLOATING_IP)::timeout,
                db.move()::timeout);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void setting_whenItIsBeyondTheClock_isRefusedAndSaysSo(Consumer<Duration> setting) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> setting.accept(FOR_EVER))
                .withMessageContaining("is out of range");
        assertThatIllegalArgumentException().isThrownBy(() -> setting.accept(LONGEST.plusNanos(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> setting.accept(Duration.ofNanos(-1)));
        setting.accept(LONGEST);
    }

    @Test
    void timeoutSeconds_whenTheyAreBeyondTheClock_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FloatingIp.at(Sandbox.FLOATING_IP).timeoutSeconds(Long.MAX_VALUE));
    }

    @Test
    void moveTo_whenItHasTheLongestTime_moves() {
        FloatingIp db = FloatingIp.at(Sandbox.FLOATING_IP)
                .assigner(assigner)
                .ticker(ticker)
                .timeout(LONGEST)
                .build();
        sandbox.network().delayVisibility(Duration.ofMinutes(1));

        assertThat(db.moveTo(sandbox.instanceId("db.b")).moved()).isTrue();
    }

    @Test
    void ec2_whenItHasTheLongestTimes_reads() {
        try (var endpoint = sandbox.serve();
                Ec2IpAssigner ec2 = Ec2IpAssigner.builder()
                        .region("us-east-1")
                        .endpointOverride(endpoint.endpointUrl())
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
                        .attemptTimeout(LONGEST)
                        .callTimeout(LONGEST)
                        .build()) {
            assertThat(One.locate(ec2, IpAddress.of(Sandbox.FLOATING_IP))).hasSize(1);
        }
    }

    @Test
    void registrar_whenItsBudgetIsBeyondTheClock_hasForEver() {
        InMemoryDnsRegistrar registrar = InMemoryDnsRegistrar.of(sandbox.dns());
        DnsRecord record = DnsRecord.address(DnsName.of("db.example.com"), 60, IpAddress.of("10.0.1.12"));

        var change = registrar.register(record, FOR_EVER);

        assertThat(registrar.await(change, FOR_EVER).status()).isEqualTo(DnsChangeStatus.IN_SYNC);
        assertThat(registrar.lookUp(record.name(), FOR_EVER)).hasSize(1);
    }

    @Test
    void requestLimit_whenItMayWaitForEver_enters() throws Exception {
        Route53RequestLimit limit = Route53RequestLimit.perSecond(1);

        assertThat(limit.enter(FOR_EVER)).isTrue();
    }

    @Test
    void tcpProbe_whenItMayTakeForEver_reaches() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(TcpProbe.of(listening.getLocalPort()).reach(IpAddress.of("127.0.0.1"), FOR_EVER))
                    .isNotEmpty();
        }
    }

    @Test
    void systemTicker_whenItSleepsForEver_sleepsUntilItIsInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> SystemTicker.instance().sleep(FOR_EVER)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void virtualTicker_whenItSleepsForEver_isAtTheEndOfItsTime() throws Exception {
        ticker.sleep(FOR_EVER);
        ticker.sleep(FOR_EVER);

        assertThat(ticker.nanoTime()).isEqualTo(Long.MAX_VALUE);
    }
}
