package org.floatingip.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.failure.ThrottledException;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.assigner.One;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.aws.WireClient;
import org.floatingip.testkit.network.InMemoryVpc;
import org.junit.jupiter.api.Test;

/** The documented bucket sizes, in memory and on the wire, in virtual time. */
class Ec2RequestLimitsTest {

    private static final String ASSIGN = "AssignPrivateIpAddresses";

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final InMemoryVpc network = sandbox.network();
    private final Ec2RequestLimits limits = Ec2RequestLimits.of(network);
    private final InMemoryIpAssigner assigner = InMemoryIpAssigner.of(network, limits);
    private final String a = sandbox.instanceId("db.a");
    private final String b = sandbox.instanceId("db.b");
    private final String eni =
            network.instance(b).orElseThrow().interfaces().get(0).id();
    private final Transfer toB = Transfer.of(
            IpAddress.of(Sandbox.FLOATING_IP),
            One.locate(assigner, IpAddress.of(Sandbox.FLOATING_IP)),
            Placement.builder(HostId.of(b), eni).build());

    /** How many pass until one is throttled. */
    private int passing() {
        int passed = 0;
        try {
            while (passed < 1000) {
                assigner.assign(List.of(toB));
                passed++;
            }
        } catch (ThrottledException e) {
            return passed;
        }
        return passed;
    }

    @Test
    void assign_whenBucketIsEmpty_isThrottledUntilItRefills() {
        assertThat(passing()).isEqualTo(100);
        assertThat(limits.left(ASSIGN)).isZero();

        ticker.advance(Duration.ofMillis(199));
        assertThat(passing()).isZero();
        ticker.advance(Duration.ofMillis(1));
        assertThat(passing()).isEqualTo(1);
        ticker.advance(Duration.ofSeconds(3));
        assertThat(passing()).isEqualTo(15);
        ticker.advance(Duration.ofDays(10_000));
        assertThat(passing()).isEqualTo(100);
    }

    @Test
    void assign_whenAnotherAssignerHasEmptiedTheBucket_isThrottled() {
        InMemoryIpAssigner another = InMemoryIpAssigner.of(network, limits);
        assertThat(passing()).isEqualTo(100);

        assertThatThrownBy(() -> another.assign(List.of(toB))).isInstanceOf(ThrottledException.class);
        another.release(List.of(toB.address()), toB.placement().asHolder());
    }

    @Test
    void call_whenAFaultKeepsItFromTheService_takesNothing() {
        assigner.inject(Fault.loseRequest().onCall(Call.ASSIGN));
        assigner.inject(Fault.loseReply().onCall(Call.ASSIGN));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> assigner.assign(List.of(toB))).isNotNull();
        }

        assertThat(limits.left(ASSIGN)).isEqualTo(99);
    }

    /** Half an hour of waiting for the bucket, which costs no time here. */
    @Test
    void move_whenMovedTenThousandTimes_waitsForItsTurnAndArrives() {
        FloatingIp db = FloatingIp.at(Sandbox.FLOATING_IP)
                .assigner(assigner)
                .ticker(ticker)
                .build();
        for (int i = 0; i < 10_000; i++) {
            assertThat(db.moveTo(i % 2 == 0 ? b : a).moved()).isTrue();
        }

        assertThat(Duration.ofNanos(ticker.nanoTime())).isBetween(Duration.ofMinutes(33), Duration.ofMinutes(60));
        assertThat(assigner.calls())
                .anySatisfy(call -> assertThat(call.failure()).isEqualTo("Throttled"));
    }

    @Test
    void request_whenBucketIsEmpty_isThrottledOnTheWireToo() throws IOException {
        try (InMemoryAwsServer server =
                InMemoryAwsServer.builder(network).limits(limits).start()) {
            WireClient client = new WireClient(server);
            String[] move = {
                "NetworkInterfaceId=" + eni, "PrivateIpAddress.1=" + Sandbox.FLOATING_IP, "AllowReassignment=true"
            };
            for (int i = 0; i < 100; i++) {
                client.ok(ASSIGN, move);
            }
            client.refused(503, "RequestLimitExceeded", ASSIGN, move);
            ticker.advance(Duration.ofSeconds(1));
            for (int i = 0; i < 5; i++) {
                client.ok(ASSIGN, move);
            }
            client.refused(503, "RequestLimitExceeded", ASSIGN, move);
        }
    }

    @Test
    void request_whenItReadsEverythingAtOnce_hasASmallerBucket() throws IOException {
        try (InMemoryAwsServer server =
                InMemoryAwsServer.builder(network).limits(limits).start()) {
            WireClient client = new WireClient(server);
            for (int i = 0; i < 50; i++) {
                client.ok("DescribeNetworkInterfaces");
            }
            client.refused(503, "RequestLimitExceeded", "DescribeNetworkInterfaces");
            client.ok("DescribeNetworkInterfaces", "Filter.1.Name=subnet-id", "Filter.1.Value.1=subnet-1");
            client.ok("DescribeNetworkInterfaces", "MaxResults=5");
        }
    }

    @Test
    void limit_whenGiven_isUsedInPlaceOfTheDocumentedOne() {
        limits.limit(ASSIGN, 3, 1);

        assertThat(passing()).isEqualTo(3);
        assertThatThrownBy(() -> limits.limit(ASSIGN, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(List.of(
                        limits.left("UnassignPrivateIpAddresses"),
                        limits.left("AssociateAddress"),
                        limits.left("DescribeSubnets"),
                        limits.left("CreateSubnetCidrReservation")))
                .containsExactly(100, 50, 100, 5);
    }
}
