package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.RefusalReason;
import org.floatingip.StepKind;
import org.floatingip.aws.Route53DnsRegistrar;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.SupersededException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.lab.aws.SandboxAws;
import org.floatingip.spi.DnsRegistrar;
import org.floatingip.spi.IpAssigner;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.dns.InMemoryDnsRegistrar;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Ec2RequestLimits;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.Hold;
import org.floatingip.testkit.fault.WireFault;
import org.floatingip.testkit.hosts.HostFault;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.Incident;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * The samples of docs/faults.md, run: what stands between {@code // sample} and {@code // end} here stands in a code block
 * there, and {@code SamplesTest} holds both to it. What is said of both levels is run on both.
 */
class FaultsDocumentTest {

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryDns dns = sandbox.dns();
    private final InMemoryHosts hosts = InMemoryHosts.create(ticker);
    private final String a = sandbox.instanceId("db.a");
    private final String b = sandbox.instanceId("db.b");
    private final String c = sandbox.instanceId("small");
    private final List<AutoCloseable> open = new ArrayList<>();
    private IpAssigner assigner = InMemoryIpAssigner.of(network);
    private Consumer<Fault> injector = fault -> {};

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    /** Makes {@link #assigner} and {@link #inject} those of that level. */
    private void on(String level) {
        if (level.equals("in memory")) {
            InMemoryIpAssigner inMemory = InMemoryIpAssigner.of(network);
            assigner = inMemory;
            injector = inMemory::inject;
        } else {
            SandboxAws aws = new SandboxAws(sandbox);
            open.add(aws);
            assigner = aws.assigner;
            injector = aws.server::inject;
        }
    }

    private void inject(Fault fault) {
        injector.accept(fault);
    }

    private FloatingIp db() {
        return FloatingIp.at(Sandbox.FLOATING_IP)
                .assigner(assigner)
                .hosts(hosts)
                .ticker(ticker)
                .build();
    }

    private MoveResult move() {
        return db().moveTo(b);
    }

    private String holder() {
        return network.holders(Sandbox.FLOATING_IP).get(0).host().value();
    }

    @Test
    void inject_onBothLevels_takesTheSame() {
        // sample
        InMemoryIpAssigner assigner = InMemoryIpAssigner.of(network);
        assigner.inject(Fault.deny().onCall(Call.ASSIGN));

        InMemoryAwsServer server = InMemoryAwsServer.start(network);
        server.inject(Fault.deny().onCall(Call.ASSIGN));
        // end
        server.close();
        assertThat(assigner.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"in memory", "over the wire"})
    void next(String level) {
        on(level);
        // sample
        inject(Fault.unavailable()); // whatever is called next
        inject(Fault.refuse("IncorrectState").onCall(Call.ASSIGN)); // the next assignment
        inject(Fault.throttle().onCall(Call.LOOK).skip(1).times(3)); // the second, third and fourth look
        // end
        assertThatThrownBy(this::move).is(refusal(RefusalReason.REJECTED));
        assertThat(move().moved()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"in memory", "over the wire"})
    void full(String level) {
        on(level);
        // sample
        inject(Fault.refuse("PrivateIpAddressLimitExceeded").onCall(Call.ASSIGN));
        // end
        assertThatThrownBy(this::move).is(refusal(RefusalReason.INTERFACE_FULL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"in memory", "over the wire"})
    void until(String level) {
        on(level);
        long before = ticker.nanoTime();
        // sample
        inject(Fault.unavailable().onCall(Call.LOOK).duringSeconds(3));
        inject(Fault.throttle().onCall(Call.ASSIGN).until(network.ticker().now().plusSeconds(5)));
        inject(Fault.deny().onCall(Call.RELEASE).always()); // until the assigner or the server is mended
        // end
        assertThat(move().moved()).isTrue();
        assertThat(Duration.ofNanos(ticker.nanoTime() - before))
                .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(8));
        assertThatThrownBy(() -> db().release(b)).hasMessageContaining("not permitted");
    }

    @Test
    void limits() {
        // sample
        Ec2RequestLimits account = Ec2RequestLimits.of(network); // shared by all that stand for one account
        InMemoryIpAssigner assigner = InMemoryIpAssigner.of(network, account);
        InMemoryAwsServer server =
                InMemoryAwsServer.builder(network).limits(account).start();
        // end
        open.add(server);
        this.assigner = assigner;
        assertThat(account.left("AssignPrivateIpAddresses")).isEqualTo(100);
        while (account.left("AssignPrivateIpAddresses") > 0) {
            db().moveTo(holder().equals(a) ? b : a);
        }
        long before = ticker.nanoTime();
        assertThat(db().moveTo(holder().equals(a) ? b : a).moved()).isTrue();
        assertThat(ticker.nanoTime() - before)
                .as("waited for a token, in virtual time")
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"in memory", "over the wire"})
    void lost(String level) {
        on(level);
        // sample
        inject(Fault.loseReply().onCall(Call.ASSIGN)); // done, and no answer
        inject(Fault.loseRequest().onCall(Call.RELEASE)); // not done, and no answer
        // end
        assertThat(move().moved()).isTrue();
        assertThat(db().release(b).from().host()).isEqualTo(HostId.of(b));
    }

    @ParameterizedTest
    @ValueSource(strings = {"in memory", "over the wire"})
    void lostAndTaken(String level) {
        on(level);
        // sample
        inject(Fault.loseReply().onCall(Call.ASSIGN).then(Incident.thirdPartyTakes("10.0.1.12", c)));
        // end
        assertThat(catchThrowableOfType(SupersededException.class, this::move).effect())
                .isEqualTo(Effect.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"in memory", "over the wire"})
    void late(String level) {
        on(level);
        // sample
        network.delayVisibility(Duration.ofSeconds(2)); // from now on, for all who look
        inject(Fault.none().onCall(Call.ASSIGN).first(Incident.delayVisibilitySeconds(3600))); // from the assignment on
        // end
        assertThat(catchThrowableOfType(NotVerifiedException.class, this::move).effect())
                .isEqualTo(Effect.APPLIED);
        assertThat(holder()).isEqualTo(b);
    }

    @ParameterizedTest
    @ValueSource(strings = {"in memory", "over the wire"})
    void oldAfterNew(String level) {
        on(level);
        // sample
        network.answersUpTo(Duration.ofMillis(50), 1); // each answer is up to 50 ms old, by seed
        network.ageOfNextReads(Duration.ZERO, Duration.ofSeconds(1)); // the survey, and the first look after the change
        // end
        MoveResult moved = move();
        assertThat(moved.moved()).isTrue();
        assertThat(moved.steps())
                .filteredOn(step -> step.kind() == StepKind.VERIFIED)
                .first()
                .satisfies(step ->
                        assertThat(step.attempts()).as("the first look was old").isGreaterThan(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"in memory", "over the wire"})
    void frozen(String level) {
        on(level);
        // sample
        hosts.fault(b, HostFault.frozen()); // answers nothing; each call takes all the time that it has
        // end
        assertThatThrownBy(this::move).isInstanceOf(OutOfTimeException.class);
        // sample
        hosts.mend(b);
        hosts.fault(b, HostFault.slow(Duration.ofSeconds(1)));
        hosts.fault(a, HostFault.unreachable());
        // end
        assertThat(move().warnings()).singleElement().asString().contains(a);
    }

    @ParameterizedTest
    @ValueSource(strings = {"in memory", "over the wire"})
    void terminated(String level) {
        on(level);
        // sample
        inject(Fault.none().onCall(Call.ASSIGN).first(Incident.terminate(b))); // just before the assignment
        network.schedule(Duration.ofSeconds(30), Incident.terminate(a)); // at a point in time
        // end
        assertThatThrownBy(this::move).is(refusal(RefusalReason.UNKNOWN_TARGET));
        assertThat(holder()).isEqualTo(a);
        ticker.advance(Duration.ofSeconds(30));
        assertThat(network.holders(Sandbox.FLOATING_IP)).isEmpty();
    }

    @Test
    void partitioned() {
        assigner = InMemoryIpAssigner.of(network);
        // sample
        InMemoryDnsRegistrar here = InMemoryDnsRegistrar.of(dns);
        InMemoryDnsRegistrar there = InMemoryDnsRegistrar.of(dns);
        here.cutOff();
        // end
        DnsRegistrar overTheWire = partitionedOnTheWire();
        DnsName name = DnsName.of("db.example.com");
        for (DnsRegistrar cutOff : List.of(here, overTheWire)) {
            UnavailableException failure =
                    catchThrowableOfType(UnavailableException.class, () -> cutOff.lookUp(name, Duration.ofSeconds(5)));
            assertThat(failure.effect()).isEqualTo(Effect.NONE);
            assertThat(failure.retryable()).isTrue();
            assertThatThrownBy(() -> cutOff.register(
                            DnsRecord.address(name, 60, IpAddress.of("10.0.1.12")), Duration.ofSeconds(5)))
                    .isInstanceOf(UnavailableException.class);
            MoveResult moved = named(cutOff).moveTo(holder().equals(a) ? b : a);
            assertThat(moved.moved()).as("DNS fails no move").isTrue();
            assertThat(moved.warnings()).singleElement().asString().contains("db.example.com");
        }
        assertThat(named(there).moveTo(holder().equals(a) ? b : a).warnings()).isEmpty();
        here.mend();
        assertThat(here.lookUp(name, Duration.ofSeconds(5))).hasSize(1);
    }

    private FloatingIp named(DnsRegistrar registrar) {
        return FloatingIp.at(Sandbox.FLOATING_IP)
                .assigner(assigner)
                .dns(registrar, "db.example.com")
                .ticker(ticker)
                .build();
    }

    private DnsRegistrar partitionedOnTheWire() {
        // sample
        InMemoryAwsServer here = InMemoryAwsServer.builder(network).dns(dns).start(); // what one host sees of AWS
        here.cutOffFromDns();
        // end
        open.add(here);
        Route53DnsRegistrar registrar = Route53DnsRegistrar.builder()
                .endpointOverride(URI.create(here.endpointUrl().toString()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .ticker(ticker)
                .build();
        open.add(0, registrar);
        return registrar;
    }

    @Test
    void wireOnly() throws Exception {
        SandboxAws aws = new SandboxAws(sandbox);
        open.add(aws);
        assigner = aws.assigner;
        InMemoryAwsServer server = aws.server;
        // sample
        server.inject(WireFault.error(500, "InternalError", "An internal error has occurred"));
        server.inject(WireFault.body(502, "<html>Bad Gateway</html>"));
        server.inject(WireFault.truncate().onCall(Call.ASSIGN));
        server.inject(Fault.unavailable().onAction("DescribeSubnets"));

        Hold gate = Hold.create();
        server.inject(
                WireFault.holdBody(gate).onCall(Call.LOOK)); // a slow body; holdBefore and holdAfter: a slow service
        // end
        Thread opener = new Thread(() -> {
            try {
                gate.awaitReached(Duration.ofSeconds(20));
            } catch (InterruptedException | TimeoutException e) {
                throw new IllegalStateException(e);
            } finally {
                gate.release();
            }
        });
        opener.start();
        assertThat(move().moved()).isTrue();
        opener.join();
    }
}
