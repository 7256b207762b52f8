package org.floatingip.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.floatingip.FloatingIp;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveOutcome;
import org.floatingip.MoveResult;
import org.floatingip.MoveStep;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.failure.UnavailableException;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.aws.InMemoryMetadataService;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.Hold;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.fault.WireFault;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.InterfaceType;
import org.floatingip.testkit.network.VpcInterface;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who this host is, by the metadata service in memory, and what its failures come to; and the host's own view of a move. */
class Ec2SelfTest {

    private static final String INSTANCE_ID = "/latest/meta-data/instance-id";
    private static final String MACS = "/latest/meta-data/network/interfaces/macs/";

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final String b = sandbox.instanceId("db.b");
    private final InMemoryMetadataService service = InMemoryMetadataService.start(sandbox.network(), b);
    private final Ec2Self self =
            Ec2Self.builder().endpoint(service.endpointUrl()).timeoutMillis(500).build();

    @AfterEach
    void close() {
        self.close();
        service.close();
    }

    private long tokens() {
        return service.requests().stream()
                .filter(request -> request.action().equals("/latest/api/token"))
                .count();
    }

    @Test
    void hostId_always_isTheInstance() {
        assertThat(self.hostId()).isEqualTo(HostId.of(b));
        assertThat(self.instanceId()).isEqualTo(b);
        assertThat(self.region()).isEqualTo(Sandbox.REGION);
        assertThat(self.zone()).startsWith(Sandbox.REGION);
        assertThat(self).hasToString("Ec2Self(" + service.endpointUrl() + ")");
    }

    @Test
    void questions_whenSeveralAreAsked_shareOneToken() {
        for (int i = 0; i < 5; i++) {
            assertThat(self.hostId()).isEqualTo(HostId.of(b));
            assertThat(self.interfaceFor(Sandbox.FLOATING_IP)).isNotNull();
        }

        assertThat(tokens()).isEqualTo(1);
    }

    @Test
    void interfaceFor_anAddressOfItsSubnet_isThatInterface() {
        assertThat(self.interfaceFor(Sandbox.FLOATING_IP).value())
                .isEqualTo(sandbox.network()
                        .instance(b)
                        .orElseThrow()
                        .interfaces()
                        .get(0)
                        .id());
    }

    @Test
    void interfaceFor_anAddressOfAnotherSubnet_isRefused() {
        assertThatThrownBy(() -> self.interfaceFor("192.0.2.7"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.SUBNET_MISMATCH));
    }

    // ---- keys that an interface does not have

    private VpcInterface first() {
        return sandbox.network().instance(b).orElseThrow().interfaces().get(0);
    }

    private VpcInterface attach(InterfaceSpec spec) {
        VpcInterface made = sandbox.network().createInterface(spec);
        return sandbox.network().attachInterface(made.id(), b, 1);
    }

    private void lacks(VpcInterface eni, String key) {
        service.inject(WireFault.error(404, "Not Found", "")
                .onAction(MACS + eni.macAddress() + "/" + key)
                .always());
    }

    /** An interface of a subnet for IPv6 alone has neither key. */
    private VpcInterface attachForIpv6Alone() {
        VpcInterface eni = attach(InterfaceSpec.in(first().subnetId()));
        lacks(eni, "subnet-ipv4-cidr-block");
        lacks(eni, "local-ipv4s");
        return eni;
    }

    @Test
    void interfaceFor_whenAnotherInterfaceHasNoIpv4Range_isThatOfTheSubnet() {
        attachForIpv6Alone();

        assertThat(self.interfaceFor(Sandbox.FLOATING_IP).value()).isEqualTo(first().id());
    }

    @Test
    void interfaceFor_whenOneHasNoIpv4RangeAndNoneFits_namesIt() {
        VpcInterface other = attachForIpv6Alone();

        assertThatThrownBy(() -> self.interfaceFor("192.0.2.7"))
                .is(refusal(RefusalReason.SUBNET_MISMATCH))
                .hasMessageContaining("a subnet without an IPv4 range (" + other.macAddress() + ")");
    }

    @Test
    void interfaceFor_whenOneOfTheSubnetIsEfaOnly_isTheOther() {
        attach(InterfaceSpec.in(first().subnetId()).type(InterfaceType.EFA_ONLY));

        assertThat(self.interfaceFor(Sandbox.FLOATING_IP).value()).isEqualTo(first().id());
    }

    @Test
    void interfaceFor_whenOnlyAnEfaOnlyOneIsInTheSubnet_saysSo() {
        String far = sandbox.network()
                .createSubnet(first().vpcId(), "10.0.9.0/24", first().zone())
                .id();
        VpcInterface efa = attach(InterfaceSpec.in(far).type(InterfaceType.EFA_ONLY));

        assertThatThrownBy(() -> self.interfaceFor("10.0.9.7"))
                .is(refusal(RefusalReason.SUBNET_MISMATCH))
                .hasMessageContaining("10.0.9.0/24 only by " + efa.id() + ", which has no IPv4 address");
    }

    @Test
    void interfaceFor_whenTheListOfInterfacesIsNotFound_isNotTheService() {
        service.inject(WireFault.error(404, "Not Found", "").onAction(MACS).times(3));

        assertThatThrownBy(() -> self.interfaceFor(Sandbox.FLOATING_IP))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("was not answered by the service: HTTP 404");
    }

    @Test
    void interfaceFor_whenTheTokenIsNotFound_isNeverAKeyThatIsMissing() {
        service.inject(WireFault.error(404, "Not Found", "")
                .onAction("/latest/api/token")
                .always());

        assertThatThrownBy(() -> self.interfaceFor(Sandbox.FLOATING_IP))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("HTTP 404 to the request for a token");
    }

    @Test
    void probe_whenNoIpv6AddressHasArrivedYet_saysThatItIsNotListed() {
        Holder here = Holder.of(HostId.of(b), first().id());

        assertThatThrownBy(() -> self.probe().reach(IpAddress.of("2001:db8:0:100::7"), here, Duration.ofSeconds(10)))
                .isInstanceOf(IOException.class)
                .hasMessage("the metadata of this instance does not list 2001:db8:0:100::7 yet");
    }

    @Test
    void probe_whenAnEarlierInterfaceHasNoAddresses_looksAtTheLaterOnes() throws IOException {
        lacks(first(), "local-ipv4s");
        VpcInterface later = attach(InterfaceSpec.in(first().subnetId()).secondary("10.0.1.99"));

        assertThat(self.probe().reach(IpAddress.of("10.0.1.99"), Duration.ofSeconds(10)))
                .isEqualTo("its own metadata lists it");
        assertThat(later.addresses()).contains(IpAddress.of("10.0.1.99"));
    }

    @Test
    void probe_whenAnInterfaceDoesNotSayWhichItIs_isNotTakenForAnotherHost() {
        Holder here = movedHere();
        lacks(first(), "interface-id");

        assertThatThrownBy(() -> self.probe().reach(IpAddress.of(Sandbox.FLOATING_IP), here, Duration.ofSeconds(10)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not say which interface " + first().macAddress() + " is");
    }

    /** Read as an answer, each of them would be a host that does not exist. */
    @ParameterizedTest
    @ValueSource(strings = {"<html>Sign in</html>", "", " \n", "i-0a\ni-0b", "eni-0a"})
    void hostId_whenSomethingElseAnswers_saysWhat(String body) {
        service.inject(WireFault.body(200, body).onAction(INSTANCE_ID).times(3));

        assertThatThrownBy(self::hostId)
                .isInstanceOfSatisfying(
                        UnavailableException.class,
                        failure -> assertThat(failure.retryable()).isFalse())
                .hasMessageContaining("asking the metadata service for instance-id was not answered by the service");
    }

    @Test
    void hostId_whenItIsNotFound_saysSo() {
        service.inject(
                WireFault.error(404, "Not Found", "").onAction(INSTANCE_ID).times(3));

        assertThatThrownBy(self::hostId)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("HTTP 404");
    }

    @Test
    void hostId_whenTheTokenIsRefusedOnce_asksAgain() {
        service.inject(
                WireFault.error(401, "Unauthorized", "").onAction(INSTANCE_ID).times(2));

        assertThat(self.hostId()).isEqualTo(HostId.of(b));
    }

    @Test
    void hostId_whenTheTokenIsRefusedEachTime_saysSo() {
        service.inject(
                WireFault.error(401, "Unauthorized", "").onAction(INSTANCE_ID).times(3));

        assertThatThrownBy(self::hostId)
                .isInstanceOfSatisfying(
                        UnavailableException.class,
                        failure -> assertThat(failure.retryable()).isTrue())
                .hasMessageContaining("HTTP 401");
    }

    @Test
    void hostId_whenTheServiceIsTurnedOff_saysThatWaitingDoesNotHelp() {
        service.inject(WireFault.error(403, "Forbidden", "")
                .onAction("/latest/api/token")
                .times(3));

        assertThatThrownBy(self::hostId)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("turned off for this instance");
    }

    @Test
    void hostId_whenTheServiceFailsForAMoment_asksAgain() {
        service.inject(WireFault.error(503, "Service Unavailable", "").onAction(INSTANCE_ID));
        service.inject(Fault.loseRequest().onAction("/latest/api/token"));

        assertThat(self.hostId()).isEqualTo(HostId.of(b));
        assertThat(service.unmetFaults()).isEmpty();
    }

    @Test
    void hostId_whenNobodyListens_asksWhetherItIsEc2() {
        try (Ec2Self nowhere =
                Ec2Self.builder().endpoint(URI.create("http://127.0.0.1:1")).build()) {
            assertThatThrownBy(nowhere::hostId)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("is this an EC2 instance?");
        }
    }

    /** The kernel takes the connection, and no answer comes: as through a container's bridge. */
    @Test
    void hostId_whenTheTokenNeverComes_namesTheHopLimit() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Ec2Self contained = Ec2Self.builder()
                        .endpoint(URI.create("http://127.0.0.1:" + silent.getLocalPort()))
                        .timeoutMillis(50)
                        .build()) {
            assertThatThrownBy(contained::hostId)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("no answer to the request for a token within 50 ms")
                    .hasMessageContaining("--http-put-response-hop-limit 2");
        }
    }

    @Test
    void hostId_whenItIsClosed_saysSo() {
        self.close();

        assertThatThrownBy(self::hostId).isInstanceOf(UnavailableException.class);
    }

    private FloatingIp db() {
        return FloatingIp.at(Sandbox.FLOATING_IP)
                .assigner(InMemoryIpAssigner.of(sandbox.network()))
                .probe(self.probe())
                .ticker(ticker)
                .build();
    }

    private static MoveStep seen(MoveResult result) {
        return result.steps().stream()
                .filter(step -> step.kind() == StepKind.REACHABLE)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void probe_whenTheMetadataIsLate_isWaitedFor() {
        sandbox.network().delayMetadata(Duration.ofSeconds(3));

        MoveResult result = db().moveTo(self.hostId());

        assertThat(result.warnings()).isEmpty();
        assertThat(result.elapsed()).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
        assertThat(seen(result).outcome()).isEqualTo(StepOutcome.DONE);
        assertThat(seen(result).detail()).contains("its own metadata lists it on eni-");
        assertThat(seen(result).attempts()).isBetween(2, 30);
        assertThat(tokens()).isEqualTo(1);
    }

    @Test
    void probe_whenTheMetadataNeverFollows_warnsAndUndoesNothing() {
        sandbox.network().delayMetadata(Duration.ofMinutes(5));

        MoveResult result = db().moveTo(self.hostId());

        assertThat(result.outcome()).isEqualTo(MoveOutcome.MOVED);
        assertThat(seen(result).outcome()).isEqualTo(StepOutcome.FAILED);
        assertThat(result.warnings())
                .anyMatch(warning -> warning.contains("does not list " + Sandbox.FLOATING_IP + " yet"));
        assertThat(db().holder().orElseThrow().isOn(HostId.of(b))).isTrue();
    }

    @Test
    void probe_whenTheMetadataServiceFails_warnsAndUndoesNothing() {
        HostId host = self.hostId();
        service.inject(WireFault.error(404, "Not Found", "").onAction(MACS).times(1000));

        MoveResult result = db().moveTo(host);

        assertThat(result.outcome()).isEqualTo(MoveOutcome.MOVED);
        assertThat(result.warnings()).anyMatch(warning -> warning.contains("HTTP 404"));
        assertThat(db().holder().orElseThrow().isOn(host)).isTrue();
    }

    @Test
    void probe_whenAnotherHostGetsTheAddress_asksNothingOfIt() {
        sandbox.network().delayMetadata(Duration.ofMinutes(5));
        FloatingIp db = FloatingIp.at(Sandbox.FLOATING_IP)
                .assigner(InMemoryIpAssigner.of(sandbox.network()))
                .ticker(ticker)
                .build();
        db.moveTo(b);

        MoveResult result = db().moveTo(sandbox.instanceId("db.a"));

        assertThat(result.warnings()).isEmpty();
        assertThat(seen(result).detail()).contains("not asked");
    }

    private Holder movedHere() {
        FloatingIp db = FloatingIp.at(Sandbox.FLOATING_IP)
                .assigner(InMemoryIpAssigner.of(sandbox.network()))
                .ticker(ticker)
                .build();
        db.moveTo(b);
        return db.holder().orElseThrow();
    }

    private List<String> asked() {
        return service.requests().stream()
                .map(RecordedRequest::action)
                .filter(action -> action.startsWith(MACS))
                .map(action -> action.substring(MACS.length()).replaceAll("^[0-9a-f:]+/", ""))
                .toList();
    }

    /** The engine tries again; what asks thrice in a try takes the time of the next one. */
    @Test
    void probe_whenAValueFails_asksForItOnceATry() {
        Holder here = movedHere();
        String mac = sandbox.network()
                .networkInterface(here.interfaceId())
                .orElseThrow()
                .macAddress();
        service.inject(WireFault.error(503, "Service Unavailable", "")
                .onAction(MACS + mac + "/interface-id")
                .times(3));

        assertThatThrownBy(() -> self.probe().reach(IpAddress.of(Sandbox.FLOATING_IP), here, Duration.ofSeconds(10)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("503");
        assertThat(asked()).containsExactly("", "interface-id");
    }

    @Test
    void probe_whenItsTimeIsUp_asksForNothingMore() throws IOException {
        Holder here = movedHere();
        Duration budget = Duration.ofMillis(100);
        Hold slow = Hold.create();
        service.inject(WireFault.holdBefore(slow).onAction(MACS));
        CompletableFuture<Void> released = CompletableFuture.runAsync(() -> {
            try {
                slow.awaitReached(Duration.ofSeconds(30));
            } catch (InterruptedException | TimeoutException e) {
                throw new AssertionError(e);
            }
            long over = System.nanoTime() + budget.toNanos();
            while (System.nanoTime() - over < 0) {
                Thread.onSpinWait();
            }
            slow.release();
        });

        try (Ec2Self patient = Ec2Self.builder()
                .endpoint(service.endpointUrl())
                .timeoutMillis(30_000)
                .build()) {
            assertThatThrownBy(() -> patient.probe().reach(IpAddress.of(Sandbox.FLOATING_IP), here, budget))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("did not say all within 100 ms");
        }
        released.join();
        assertThat(asked()).containsExactly("");
    }
}
