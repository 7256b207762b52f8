package org.floatingip.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.floatingip.testkit.assertj.VipAssertions.catchRefusal;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.floatingip.Effect;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsChangeStatus;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsOutcome;
import org.floatingip.dns.DnsRecord;
import org.floatingip.dns.PartlyRegisteredException;
import org.floatingip.failure.CredentialsException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.ThrottledException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.dns.DnsEdit;
import org.floatingip.testkit.dns.DnsRecordSet;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.Hold;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.fault.WireFault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.ListHostedZonesResponse;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsResponse;

/** What only Route 53 has: faults on the wire, throttling, pages. The contract of all registrars is tested in vip-lab. */
class Route53DnsRegistrarTest {

    private static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "not-a-secret"));
    private static final Duration BUDGET = Duration.ofMinutes(1);
    private static final DnsName DB = DnsName.of("db.example.com");
    private static final DnsRecord VIP = DnsRecord.address("db.example.com", 60, "10.0.1.12");
    private static final DnsRecord OLD = DnsRecord.address("db.example.com", 60, "10.0.1.10");
    private static final DnsRecord PTR = DnsRecord.ptr("10.0.1.12", 60, "db.example.com");
    private static final String CHANGE = "ChangeResourceRecordSets";
    private static final String LIST = "ListResourceRecordSets";

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final InMemoryDns dns = sandbox.dns();
    private final String zone = dns.zones().get(0).id();
    private InMemoryAwsServer server;
    private Route53DnsRegistrar registrar;

    @BeforeEach
    void start() {
        server = sandbox.serve();
        registrar = registrar().build();
    }

    @AfterEach
    void stop() {
        registrar.close();
        server.close();
    }

    private Route53DnsRegistrar.Builder registrar() {
        return Route53DnsRegistrar.builder()
                .endpointOverride(server.endpointUrl())
                .credentialsProvider(CREDENTIALS)
                .ticker(ticker);
    }

    private Route53Client ownClient(Consumer<ClientOverrideConfiguration.Builder> configuration) {
        return Route53Client.builder()
                .region(Region.AWS_GLOBAL)
                .endpointOverride(server.endpointUrl())
                .credentialsProvider(CREDENTIALS)
                .httpClientBuilder(Apache5HttpClient.builder())
                .overrideConfiguration(configuration)
                .build();
    }

    private void put(DnsRecord record) {
        dns.change(zone, DnsEdit.upsert(DnsRecordSet.of(record)));
    }

    private List<String> actions() {
        return server.requests().stream().map(RecordedRequest::action).toList();
    }

    /** Lets something happen between the registrar's look and its change. */
    private void afterTheLook(Runnable happens) {
        Hold open = Hold.create();
        open.release();
        server.inject(WireFault.holdAfter(open).then(happens).onAction(LIST));
    }

    // ---- requests

    @Test
    void register_whenNew_isThreeRequestsAndAgainTwo() {
        registrar.register(VIP, BUDGET);
        assertThat(actions()).containsExactly("ListHostedZones", LIST, CHANGE);
        assertThat(server.requests().get(2).parameters())
                .containsEntry("Id", zone)
                .containsEntry("Change.1", "UPSERT db.example.com 60 A 10.0.1.12");

        registrar.register(VIP, BUDGET);
        assertThat(actions()).as("zones are remembered").hasSize(4).endsWith(LIST);

        ticker.advance(Duration.ofMinutes(1));
        registrar.lookUp(DB, BUDGET);
        assertThat(actions()).as("for a minute").endsWith("ListHostedZones", LIST);
    }

    @Test
    void replace_whenAsExpected_isOneBatchOfDeleteAndCreate() {
        put(OLD);

        registrar.replace(OLD, VIP, BUDGET);

        assertThat(server.requests().get(2).parameters())
                .containsEntry("Change.1", "DELETE db.example.com. 60 A 10.0.1.10")
                .containsEntry("Change.2", "CREATE db.example.com 60 A 10.0.1.12");
    }

    @Test
    void lookUp_whenZonesAndRecordsComeInPages_readsAsFarAsItMust() {
        for (int i = 0; i < 120; i++) {
            dns.createPublicZone("n" + i + ".tld");
        }
        String late = dns.createPublicZone("late.tld").id();
        for (int i = 0; i < 700; i++) {
            dns.change(late, DnsEdit.create(DnsRecordSet.of("a" + i + ".late.tld", "A", 60, "10.0.1.1")));
        }
        DnsRecord last = DnsRecord.address("zz.late.tld", 60, "10.0.1.2");
        dns.change(late, DnsEdit.create(DnsRecordSet.of(last)));

        assertThat(registrar.lookUp(last.name(), BUDGET)).containsExactly(last);
        assertThat(actions()).containsExactly("ListHostedZones", "ListHostedZones", LIST);
        List<DnsRecord> five = List.of(
                last,
                DnsRecord.address("a1.late.tld", 60, "10.0.1.1"),
                DnsRecord.address("a5.late.tld", 60, "10.0.1.1"),
                DnsRecord.address("a699.late.tld", 60, "10.0.1.1"),
                DnsRecord.address("none.late.tld", 60, "10.0.1.1"));
        DnsChange change = registrar.register(five, BUDGET);
        assertThat(change.records())
                .extracting(record -> record.outcome())
                .containsExactly(
                        DnsOutcome.KEPT, DnsOutcome.KEPT, DnsOutcome.KEPT, DnsOutcome.KEPT, DnsOutcome.CREATED);
        assertThat(actions().subList(3, actions().size()))
                .as("three pages cost less than five names")
                .containsExactly(LIST, LIST, LIST, CHANGE);
    }

    @Test
    void register_whenTheZoneIsLargerThanTheNamesAreMany_asksByName() {
        for (int i = 0; i < 1300; i++) {
            dns.change(zone, DnsEdit.create(DnsRecordSet.of("a" + i + ".example.com", "A", 60, "10.0.1.1")));
        }
        List<DnsRecord> four = List.of(
                VIP,
                DnsRecord.address("a1299.example.com", 60, "10.0.1.1"),
                DnsRecord.address("a5.example.com", 60, "10.0.1.1"),
                DnsRecord.address("zz.example.com", 60, "10.0.1.1"));

        DnsChange change = registrar.register(four, BUDGET);

        assertThat(change.records())
                .extracting(record -> record.outcome())
                .containsExactly(DnsOutcome.CREATED, DnsOutcome.KEPT, DnsOutcome.KEPT, DnsOutcome.CREATED);
        assertThat(server.count(LIST)).isEqualTo(8);
    }

    // ---- somebody else was faster

    @Test
    void replace_whenChangedBetweenLookAndChange_isRefusedByRoute53() {
        put(OLD);
        DnsRecord theirs = DnsRecord.address("db.example.com", 60, "10.0.1.99");
        afterTheLook(() -> put(theirs));

        RefusedException refused = catchRefusal(RefusalReason.DNS_CONFLICT, () -> registrar.replace(OLD, VIP, BUDGET));

        assertThat(refused.what()).contains("found " + theirs + " (Route 53: ");
        assertThat(refused)
                .hasMessageContaining("db.example.com in zone example.com (" + zone + ", private)")
                .hasMessageContaining(
                        "Tried to delete resource record set [name='db.example.com.', type='A'] but the values"
                                + " provided do not match the current values");
        assertThat(refused)
                .hasCauseInstanceOf(software.amazon.awssdk.services.route53.model.InvalidChangeBatchException.class);
        assertThat(registrar.lookUp(DB, BUDGET)).containsExactly(theirs);
    }

    @Test
    void remove_whenGoneBetweenLookAndChange_isRefusedByRoute53() {
        put(OLD);
        afterTheLook(() -> dns.change(zone, DnsEdit.delete(DnsRecordSet.of(OLD))));

        assertThat(catchRefusal(RefusalReason.DNS_CONFLICT, () -> registrar.remove(OLD, BUDGET)))
                .hasMessageContaining("found no such record")
                .hasMessageContaining("but it was not found");
    }

    @Test
    void register_whenACnameCameBetweenLookAndChange_isAConflict() {
        afterTheLook(() -> put(DnsRecord.cname("db.example.com", 60, "db.a.example.com")));

        RefusedException refused = catchRefusal(RefusalReason.DNS_CONFLICT, () -> registrar.register(VIP, BUDGET));

        assertThat(refused.what()).startsWith("conflict at " + DB + " ");
        assertThat(refused).hasMessageContaining("a conflicting RRSet of type CNAME");
    }

    @Test
    void register_whenTheZoneIsGone_saysSoAndForgetsIt() {
        registrar.lookUp(DB, BUDGET);
        server.inject(WireFault.error(404, "NoSuchHostedZone", "No hosted zone found with ID: " + zone)
                .onAction(LIST));

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> registrar.register(VIP, BUDGET))
                .is(refusal(RefusalReason.UNKNOWN_ZONE))
                .withMessageContaining("example.com (" + zone + ", private) is gone");
        registrar.register(VIP, BUDGET);
        assertThat(server.count("ListHostedZones")).isEqualTo(2);
    }

    // ---- throttling

    @Test
    void anyCall_whenThrottledOrTooEarly_isRepeatedWithinTheBudget() {
        for (int i = 0; i < 3; i++) {
            server.inject(WireFault.route53Throttle().onAction("ListHostedZones"));
            server.inject(WireFault.route53Throttle().onAction(LIST));
            server.inject(WireFault.priorRequestNotComplete().onAction(CHANGE));
            server.inject(WireFault.route53Throttle().onAction(CHANGE));
        }

        DnsChange change = registrar.register(VIP, BUDGET);

        assertThat(change.status()).isEqualTo(DnsChangeStatus.PENDING);
        assertThat(server.count(CHANGE)).isEqualTo(7);
        assertThat(registrar.lookUp(DB, BUDGET)).containsExactly(VIP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ListHostedZones", LIST, CHANGE})
    void register_whenThrottledToTheEndOfTheBudget_isOutOfTimeAndNothingChanged(String action) {
        for (int i = 0; i < 100; i++) {
            server.inject(WireFault.route53Throttle().onAction(action));
        }
        long before = ticker.nanoTime();

        OutOfTimeException ended =
                catchThrowableOfType(OutOfTimeException.class, () -> registrar.register(VIP, Duration.ofSeconds(20)));

        assertThat(ended).hasMessageContaining("route53:" + action).hasCauseInstanceOf(ThrottledException.class);
        assertThat(ended.effect()).isEqualTo(Effect.NONE);
        assertThat(Duration.ofNanos(ticker.nanoTime() - before)).isLessThanOrEqualTo(Duration.ofSeconds(20));
        assertThat(server.count(action)).as("not a hammer").isLessThan(20);
        assertThat(dns.recordSets(zone)).hasSize(2);
    }

    @Test
    void anyCall_whenTheCallersClientRetries_isStillOneRequestAnAttempt() {
        try (Route53Client client = ownClient(config -> config.retryStrategy(RetryMode.STANDARD))) {
            Route53DnsRegistrar brought =
                    Route53DnsRegistrar.builder().client(client).ticker(ticker).build();
            brought.lookUp(DB, BUDGET);
            server.inject(Fault.loseReply().onAction(CHANGE));

            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> brought.register(VIP, BUDGET));
            assertThat(server.count(CHANGE)).isEqualTo(1);
            brought.close();
            assertThatIllegalStateException().isThrownBy(() -> brought.lookUp(DB, BUDGET));
            assertThat(client.listHostedZones().hostedZones())
                    .as("the caller's client is open")
                    .hasSize(2);
        }
    }

    // ---- faults

    @Test
    void register_whenTheReplyIsLost_isUnknownAndTheSameAgainConverges() {
        server.inject(Fault.loseReply().onAction(CHANGE));

        UnavailableException lost =
                catchThrowableOfType(UnavailableException.class, () -> registrar.register(VIP, BUDGET));

        assertThat(lost.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(lost).hasMessageContaining("look the record up, or register the same again");
        assertThat(server.count(CHANGE)).isEqualTo(1);
        assertThat(registrar.register(VIP, BUDGET).records().get(0).outcome()).isEqualTo(DnsOutcome.KEPT);
    }

    @Test
    void lookUp_whenRepliesAreLost_asksAFewTimes() {
        server.inject(Fault.loseReply().onAction(LIST));
        server.inject(Fault.loseRequest().onAction(LIST));
        assertThat(registrar.lookUp(DB, BUDGET)).isEmpty();

        for (int i = 0; i < 10; i++) {
            server.inject(Fault.loseReply().onAction(LIST));
        }
        long before = server.count(LIST);
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> registrar.lookUp(DB, BUDGET))
                .matches(e -> e.effect() == Effect.NONE);
        assertThat(server.count(LIST) - before).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>proxy</html>", "<ListResourceRecordSetsResponse/>"})
    void lookUp_whenTheAnswerIsNotRoute53s_isNeverNothingThere(String body) {
        put(VIP);
        for (int i = 0; i < 4; i++) {
            server.inject(WireFault.body(200, body).onAction(LIST));
        }

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> registrar.lookUp(DB, BUDGET));
    }

    @Test
    void anyCall_whenDenied_namesTheAction() {
        server.inject(WireFault.error(403, "AccessDenied", "User is not authorized to perform it")
                .onAction(CHANGE));
        assertThatExceptionOfType(PermissionDeniedException.class)
                .isThrownBy(() -> registrar.register(VIP, BUDGET))
                .matches(e -> e.action().equals("route53:ChangeResourceRecordSets"));
        server.inject(WireFault.error(403, "InvalidClientTokenId", "The token is invalid.")
                .onAction(LIST));
        assertThatExceptionOfType(CredentialsException.class)
                .isThrownBy(() -> registrar.lookUp(DB, BUDGET))
                .withMessageContaining("Route 53 does not accept them");
    }

    @Test
    void register_whenRefusedForAnotherReason_hasZoneNameAndText() {
        server.inject(
                WireFault.error(400, "InvalidChangeBatch", "[Something new]").onAction(CHANGE));

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> registrar.register(VIP, BUDGET))
                .is(refusal(RefusalReason.REJECTED))
                .withMessageContaining("db.example.com in zone example.com (" + zone)
                .withMessageContaining("[Something new]");
    }

    @Test
    void register_whenTheSecondZoneFails_saysWhatIsDoneAndGoesOnThere() {
        Hold open = Hold.create();
        open.release();
        server.inject(WireFault.holdAfter(open).onAction(CHANGE));
        server.inject(WireFault.error(403, "AccessDenied", "no").onAction(CHANGE));

        PartlyRegisteredException part = catchThrowableOfType(
                PartlyRegisteredException.class, () -> registrar.register(List.of(VIP, PTR), BUDGET));

        assertThat(part.effect()).isEqualTo(Effect.APPLIED);
        assertThat(part.done().records()).extracting(record -> record.name()).containsExactly(DB);
        assertThat(part).hasCauseInstanceOf(PermissionDeniedException.class);
        assertThat(registrar.register(List.of(VIP, PTR), BUDGET).records())
                .extracting(record -> record.outcome())
                .containsExactly(DnsOutcome.KEPT, DnsOutcome.CREATED);
    }

    @Test
    void anyCall_whenInterrupted_endsAndTheFlagIsSet() {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(OutOfTimeException.class)
                .isThrownBy(() -> registrar.register(VIP, BUDGET))
                .withMessageStartingWith("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(server.requests()).isEmpty();
    }

    // ---- waiting

    @Test
    void await_whenPolling_asksEveryTwoToFiveSeconds() {
        server.close();
        InMemoryDns slow = InMemoryDns.builder()
                .ticker(ticker)
                .syncTime(Duration.ofSeconds(40))
                .build();
        slow.createPublicZone("example.com");
        server = InMemoryAwsServer.builder(sandbox.network()).dns(slow).start();
        try (Route53DnsRegistrar polling = registrar().build()) {
            DnsChange change = polling.register(VIP, BUDGET);
            server.inject(Fault.loseReply().onAction("GetChange"));

            DnsChange done = polling.await(change, Duration.ofMinutes(5));

            assertThat(done.status()).isEqualTo(DnsChangeStatus.IN_SYNC);
            List<RecordedRequest> polls = server.requests().stream()
                    .filter(request -> request.action().equals("GetChange"))
                    .filter(request -> request.status() == 200)
                    .toList();
            for (int i = 1; i < polls.size(); i++) {
                assertThat(Duration.between(polls.get(i - 1).at(), polls.get(i).at()))
                        .isBetween(Duration.ofSeconds(2), Duration.ofMillis(5001));
            }
            assertThat(Duration.between(
                            change.submittedAt().orElseThrow(), done.inSyncAt().orElseThrow()))
                    .isBetween(Duration.ofSeconds(40), Duration.ofSeconds(46));
            assertThat(polls).hasSizeBetween(8, 12);
        }
    }

    @Test
    void await_whenTheServiceIsDown_isStillPendingAtTheEndOfTheBudget() {
        DnsChange change = registrar.register(VIP, BUDGET);
        server.close();

        assertThat(registrar.await(change, Duration.ofSeconds(30))).isEqualTo(change);
    }

    // ---- making one

    @Test
    void build_whenAClientAndItsSettingsAreGiven_refuses() {
        try (Route53Client client = Route53Client.builder()
                .region(Region.AWS_GLOBAL)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClientBuilder(Apache5HttpClient.builder())
                .build()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> registrar().client(client).build())
                    .withMessageContaining("client(..) excludes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/hostedzone/", "z0lower", "Z0 1", "arn:aws:route53:::hostedzone/Z01"})
    void zoneId_whenItCantBeOne_isRefused(String id) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> registrar().zoneId(id))
                .withMessageContaining("is not the id of a hosted zone");
    }

    /** An answer of Route 53 that is cut off without a word of where it goes on; others as they are. */
    private static SdkResponse cutOff(String action, SdkResponse response) {
        if (action.equals(LIST) && response instanceof ListResourceRecordSetsResponse records) {
            return records.toBuilder()
                    .resourceRecordSets(List.of())
                    .isTruncated(true)
                    .build();
        }
        if (action.equals("ListHostedZones") && response instanceof ListHostedZonesResponse zones) {
            return zones.toBuilder().isTruncated(true).build();
        }
        return response;
    }

    @ParameterizedTest
    @ValueSource(strings = {LIST, "ListHostedZones"})
    void anyCall_whenAnAnswerIsCutOffWithoutTheNextPage_isNeverTheWhole(String action) {
        put(VIP);
        ExecutionInterceptor interceptor = new ExecutionInterceptor() {
            @Override
            public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
                return cutOff(action, context.response());
            }
        };
        try (Route53Client client = ownClient(config -> config.addExecutionInterceptor(interceptor));
                Route53DnsRegistrar one = Route53DnsRegistrar.builder()
                        .client(client)
                        .ticker(ticker)
                        .build()) {
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> one.lookUp(DB, BUDGET))
                    .withMessageContaining("does not say where it goes on");
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> one.register(VIP, BUDGET))
                    .matches(e -> e.effect() == Effect.NONE);
        }
        assertThat(server.count(CHANGE)).isZero();
    }

    @Test
    void zoneId_whenGivenWithItsPrefix_isTheSame() {
        try (Route53DnsRegistrar one = registrar().zoneId("/hostedzone/" + zone).build()) {
            one.register(VIP, BUDGET);
            assertThat(actions()).containsExactly("GetHostedZone", LIST, CHANGE);
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> one.register(PTR, BUDGET))
                    .is(refusal(RefusalReason.UNKNOWN_ZONE));
        }
        try (Route53DnsRegistrar wrong = registrar().zoneId("Z0NO").build()) {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> wrong.register(VIP, BUDGET))
                    .is(refusal(RefusalReason.REJECTED))
                    .withMessageContaining("No hosted zone found with ID: Z0NO");
        }
    }
}
