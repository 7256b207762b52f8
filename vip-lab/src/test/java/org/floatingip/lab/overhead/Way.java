package org.floatingip.lab.overhead;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.floatingip.FloatingIp;
import org.floatingip.MoveOutcome;
import org.floatingip.MoveResult;
import org.floatingip.StandbyMove;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.spi.IpAssigner;
import org.floatingip.testkit.Sandbox;

/** The bare SDK and vip, on the same way to the endpoint. Each has to find the address with the other host. */
final class Way implements AutoCloseable {

    private final BareSdk bare;
    private final Ec2IpAssigner ec2;
    private final FlipClock flips;

    /** As a user of vip builds it. */
    private final FloatingIp floatingIp;

    /** The same by a client that the user brings, whose settings can't be changed any more. */
    private final FloatingIp brought;

    /** The same that notes when it flips. */
    private final FloatingIp clocked;

    private final Map<String, StandbyMove> standbys = new HashMap<>();
    private final Map<String, String> interfaces = new HashMap<>();

    Way(URI endpoint) {
        bare = new BareSdk(endpoint);
        ec2 = Ec2IpAssigner.builder()
                .region(Sandbox.REGION)
                .endpointOverride(endpoint)
                .credentialsProvider(BareSdk.credentials())
                .attemptTimeout(BareSdk.TIMEOUT)
                .callTimeout(BareSdk.TIMEOUT)
                .build();
        flips = new FlipClock(ec2);
        floatingIp = floatingIp(ec2);
        brought = floatingIp(Ec2IpAssigner.builder()
                .client(bare.client())
                .attemptTimeout(BareSdk.TIMEOUT)
                .callTimeout(BareSdk.TIMEOUT)
                .build());
        clocked = floatingIp(flips);
    }

    private static FloatingIp floatingIp(IpAssigner assigner) {
        return FloatingIp.at(Sandbox.FLOATING_IP)
                .assigner(assigner)
                .timeout(BareSdk.TIMEOUT)
                .build();
    }

    /** Prepares a move to that host, while another one holds the address. */
    void prepare(String host) {
        standbys.put(host, clocked.standby(host));
        interfaces.put(host, bare.interfaceOf(host));
    }

    /** Nanoseconds of the bare call that moves the address. */
    long bareFlip(String host) {
        String interfaceId = interfaces.get(host);
        long began = System.nanoTime();
        bare.assign(interfaceId);
        return System.nanoTime() - began;
    }

    /** Nanoseconds from the call of {@code execute()} until the reply to its assignment was there; it then verifies. */
    long standbyFlip(String host) {
        StandbyMove standby = standbys.get(host);
        long began = System.nanoTime();
        MoveResult result = standby.execute();
        return check(result, flips.flippedAt() - began);
    }

    /** Nanoseconds of the bare calls of a verified move. */
    long bareMove(String host) {
        long began = System.nanoTime();
        bare.verifiedMove(host);
        return System.nanoTime() - began;
    }

    /** Nanoseconds of {@code moveTo()}. */
    long moveTo(String host) {
        long began = System.nanoTime();
        MoveResult result = floatingIp.moveTo(host);
        return check(result, System.nanoTime() - began);
    }

    /** The same by the client of the bare side. */
    long moveToByBroughtClient(String host) {
        long began = System.nanoTime();
        MoveResult result = brought.moveTo(host);
        return check(result, System.nanoTime() - began);
    }

    /** The bare calls of {@link #standby}. */
    void bareAssignAndVerify(String host) {
        bare.assignAndVerify(interfaces.get(host));
    }

    MoveResult standby(String host) {
        MoveResult result = standbys.get(host).execute();
        check(result, 0);
        return result;
    }

    private static long check(MoveResult result, long nanos) {
        if (result.outcome() != MoveOutcome.MOVED) {
            throw new IllegalStateException("nothing was moved: " + result);
        }
        return nanos;
    }

    @Override
    public void close() {
        bare.close();
        ec2.close();
    }
}
