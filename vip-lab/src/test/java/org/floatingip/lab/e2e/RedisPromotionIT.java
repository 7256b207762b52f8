package org.floatingip.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.floatingip.MoveStep;
import org.floatingip.examples.redis.RedisNode;
import org.floatingip.examples.redis.RedisPromotion;
import org.floatingip.lab.hosts.LinuxHost;
import org.floatingip.spi.SystemTicker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The example {@code redis-failover} on two Debian hosts with real Redis, while a client writes through the floating IP: counts,
 * never times.
 */
@Tag("alone")
class RedisPromotionIT {

    private static final Duration LATENCY = Duration.ofMillis(20);

    private static EndToEndLab lab;
    private static RedisPromotion promotion;

    @BeforeAll
    static void start() {
        lab = new EndToEndLab();
        promotion = new RedisPromotion(lab.vip(lab.hosts), SystemTicker.instance());
    }

    @AfterAll
    static void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    /** This JVM is in no namespace of the lab, and so speaks with Redis through a program that is in the client's. */
    private static RedisNode redis(LinuxHost host) {
        return RedisNode.at(lab.id(host), host.address(), RedisPair.PORT, () -> connect(host));
    }

    private static RedisNode.Connection connect(LinuxHost host) throws IOException {
        Process process = lab.client
                .inNetwork(
                        "bash",
                        "-c",
                        "exec 3<>/dev/tcp/" + host.address() + "/" + RedisPair.PORT + "; cat <&3 & cat >&3; wait")
                // Where it could not connect, the answer that does not come says so; how it was ended is nobody's
                // concern.
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new RedisNode.Connection() {
            @Override
            public InputStream in() {
                return process.getInputStream();
            }

            @Override
            public OutputStream out() {
                return process.getOutputStream();
            }

            @Override
            public void close() {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        };
    }

    private static Measurement whileAClientWrites(Measurement.Act act) {
        lab.wire.latency(LATENCY);
        lab.fabric.follower().delay(Moves.FOLLOWS_AFTER);
        return Measurement.of(lab, true, List.of(EndToEndLab.VIP), act);
    }

    /** Attempts that a replica has refused: it answered, and did not count. */
    private static long refused(RedisRun run) {
        return run.attempts().stream()
                .filter(attempt -> attempt.failed() && attempt.by() != 0)
                .count();
    }

    private static char letter(LinuxHost host) {
        return host == lab.a ? 'a' : 'b';
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void handOver_losesNothingThatWasAcknowledgedAndRefusesNoWrite(boolean fromA) {
        LinuxHost from = fromA ? lab.a : lab.b;
        LinuxHost to = lab.other(from);
        lab.settle(from);

        Measurement moved = whileAClientWrites(
                times -> promotion.handOver(redis(from), redis(to)).steps());

        RedisRun redis = Objects.requireNonNull(moved.redis());
        assertThat(redis.acknowledgedAndLost()).isZero();
        assertThat(refused(redis)).as("writes that a replica refused").isZero();
        assertThat(redis.attempts().get(0).by()).isEqualTo(letter(from));
        assertThat(last(redis).by()).isEqualTo(letter(to));
        assertThat(last(redis).failed()).isFalse();
        assertThat(redis(to).isPrimary()).isTrue();
        Wait.until("the old primary follows", () -> redis(from).follows(redis(to)));
    }

    private static RedisClient.Attempt last(RedisRun run) {
        return run.attempts().get(run.attempts().size() - 1);
    }

    /** What the order is for: the same steps, with the address first. */
    @Test
    void move_beforeThePromotion_hasWritesRefused() {
        lab.settle(lab.a);

        Measurement moved = whileAClientWrites(times -> {
            List<MoveStep> steps = lab.vip(lab.hosts).moveTo(lab.id(lab.b)).steps();
            // Somebody who takes the address's arrival for the signal to promote is at least this late.
            Wait.millis(100);
            lab.redis.promote(lab.b);
            return steps;
        });

        RedisRun redis = Objects.requireNonNull(moved.redis());
        assertThat(refused(redis)).as("writes that a replica refused").isPositive();
        assertThat(last(redis).failed()).as("and none in the end").isFalse();
    }

    @Test
    void failOver_whenThePrimaryIsCutOff_promotesTheReplicaAndItsClientsWriteOn() {
        lab.settle(lab.a);

        Measurement moved = whileAClientWrites(times -> {
            times.cut();
            lab.fabric.cut(lab.a);
            Wait.millis(Moves.NOTICED_AFTER_MILLIS);
            times.called();
            return promotion.failOver(redis(lab.a), redis(lab.b)).steps();
        });

        RedisRun redis = Objects.requireNonNull(moved.redis());
        assertThat(redis.since(moved.endedAt()).counted()).as("since the move").isPositive();
        assertThat(last(redis).by()).isEqualTo('b');
        assertThat(refused(redis)).isZero();
        assertThat(redis(lab.b).isPrimary()).isTrue();

        lab.fabric.mend(lab.a);
        assertThat(redis(lab.a).isPrimary()).as("it knows nothing of it").isTrue();
        promotion.rejoin(redis(lab.a), redis(lab.b));
        Wait.until("the old primary follows", () -> redis(lab.a).follows(redis(lab.b)));
        assertThat(lab.a.run("ip", "-4", "-o", "address")).doesNotContain(EndToEndLab.VIP + "/");
    }
}
