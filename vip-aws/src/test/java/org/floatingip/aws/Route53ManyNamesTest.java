package org.floatingip.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsChangeStatus;
import org.floatingip.dns.DnsOutcome;
import org.floatingip.dns.DnsRecord;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.dns.DnsRecordSet;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.fault.WireFault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * 300 names through one registrar, in virtual time: no second has more than 5 requests, by the history of a server that refuses
 * the sixth, and nothing is lost when requests are throttled or come too early.
 */
class Route53ManyNamesTest {

    private static final int NAMES = 300;
    private static final int FAULTS = 20;
    private static final Duration BUDGET = Duration.ofHours(2);
    private static final String CHANGE = "ChangeResourceRecordSets";
    private static final String LIST = "ListResourceRecordSets";

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final String zone = sandbox.dns().zones().get(0).id();
    private final InMemoryAwsServer server = InMemoryAwsServer.builder(sandbox.network())
            .dns(sandbox.dns())
            .route53RequestsPerSecond(5)
            .start();
    private final Route53DnsRegistrar registrar = registrar().build();

    private Route53DnsRegistrar.Builder registrar() {
        return Route53DnsRegistrar.builder()
                .endpointOverride(server.endpointUrl())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .ticker(ticker);
    }

    @AfterEach
    void stop() {
        registrar.close();
        server.close();
    }

    private static List<DnsRecord> names() {
        return IntStream.range(0, NAMES)
                .mapToObj(i -> DnsRecord.address("n" + i + ".example.com", 60, "10.0." + i / 250 + "." + (i % 250 + 1)))
                .toList();
    }

    private void assertAllAreThere() {
        assertThat(sandbox.dns().recordSets(zone))
                .filteredOn(set -> set.type().equals("A"))
                .containsExactlyInAnyOrderElementsOf(
                        names().stream().map(DnsRecordSet::of).toList());
    }

    private void assertAtMostFiveInAnySecond() {
        List<RecordedRequest> requests = server.requests();
        for (int i = 5; i < requests.size(); i++) {
            assertThat(Duration.between(
                            requests.get(i - 5).at(), requests.get(i).at()))
                    .as("from request %d to the fifth after it", i - 5)
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    private void injectFaults() {
        for (int i = 0; i < FAULTS; i++) {
            server.inject(
                    (i % 2 == 0 ? WireFault.route53Throttle() : WireFault.priorRequestNotComplete()).onAction(CHANGE));
            server.inject(WireFault.route53Throttle().onAction(LIST));
        }
    }

    private long refused(String code) {
        return server.requests().stream()
                .filter(request -> code.equals(request.errorCode()))
                .count();
    }

    @Test
    void register_when300NamesInOneCall_isOneBatchAndAgainNone() {
        server.inject(WireFault.route53Throttle().onAction(CHANGE));
        server.inject(WireFault.priorRequestNotComplete().onAction(CHANGE));

        DnsChange change = registrar.register(names(), BUDGET);

        assertThat(change.records()).hasSize(NAMES).allMatch(record -> record.outcome() == DnsOutcome.CREATED);
        assertThat(server.requests())
                .extracting(RecordedRequest::action)
                .containsExactly("ListHostedZones", LIST, CHANGE, CHANGE, CHANGE);
        assertAllAreThere();
        assertAtMostFiveInAnySecond();
        assertThat(registrar.register(names(), BUDGET).status()).isEqualTo(DnsChangeStatus.UNCHANGED);
        assertThat(server.count(CHANGE)).isEqualTo(3);
    }

    @Test
    void register_when300NamesOneByOneFromEightThreads_keepsBelowTheLimitAndLosesNothing() throws Exception {
        injectFaults();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<DnsChange> changes = new ArrayList<>();
        try (Route53DnsRegistrar second = registrar()
                .requestLimit(Route53RequestLimit.perSecond(5, ticker))
                .build()) {
            List<Future<DnsChange>> running = names().stream()
                    .map(record -> threads.submit(() -> second.register(record, BUDGET)))
                    .toList();
            for (Future<DnsChange> one : running) {
                changes.add(one.get(2, TimeUnit.MINUTES));
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(changes)
                .hasSize(NAMES)
                .allMatch(change -> change.records().get(0).outcome() == DnsOutcome.CREATED);
        assertAllAreThere();
        assertAtMostFiveInAnySecond();
        assertThat(refused("PriorRequestNotComplete")).isEqualTo(FAULTS / 2);
        assertThat(refused("Throttling")).as("injected, and not one more").isEqualTo(FAULTS + FAULTS / 2);
        assertThat(server.count(CHANGE)).isEqualTo(NAMES + FAULTS);
    }

    /** What the limit is for: without it the same calls are throttled, and still nothing is lost. */
    @Test
    void register_whenTheLimitIsSetTooHigh_isThrottledAndStillLosesNothing() {
        try (Route53DnsRegistrar fast = registrar()
                .requestLimit(Route53RequestLimit.perSecond(1000, ticker))
                .build()) {
            names().forEach(record -> fast.register(record, BUDGET));
        }
        assertThat(refused("Throttling")).isPositive();
        assertAllAreThere();
    }

    @Test
    void limit_whenTwoRegistrarsShareIt_holdsForBoth() {
        Route53RequestLimit shared = Route53RequestLimit.perSecond(5, ticker);
        try (Route53DnsRegistrar one = registrar().requestLimit(shared).build();
                Route53DnsRegistrar other = registrar().requestLimit(shared).build()) {
            for (int i = 0; i < 20; i++) {
                (i % 2 == 0 ? one : other).register(names().get(i), BUDGET);
            }
        }
        assertAtMostFiveInAnySecond();
        assertThat(refused("Throttling")).isZero();
    }

    @Test
    void limit_whenThereIsNoPlaceInTime_saysSoAndKeepsThePlace() throws Exception {
        Route53RequestLimit limit = Route53RequestLimit.perSecond(1, ticker);
        assertThat(limit.enter(Duration.ZERO)).isTrue();
        limit.leave();

        assertThat(limit.enter(Duration.ofMillis(999))).isFalse();
        long before = ticker.nanoTime();
        assertThat(limit.enter(Duration.ofSeconds(1))).isTrue();
        assertThat(ticker.nanoTime() - before).isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(limit.enter(Duration.ZERO)).as("the one place is in use").isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> Route53RequestLimit.perSecond(0));
    }
}
