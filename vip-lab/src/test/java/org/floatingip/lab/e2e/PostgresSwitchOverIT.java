package org.floatingip.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.floatingip.FloatingIp;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.examples.postgres.PostgresNode;
import org.floatingip.examples.postgres.PostgresNode.Role;
import org.floatingip.examples.postgres.PostgresSwitchOver;
import org.floatingip.lab.hosts.LinuxHost;
import org.floatingip.spi.SystemTicker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;

/**
 * The example {@code postgres-failover} on two Debian hosts with real PostgreSQL, set up by its {@code prepare.sh}, while a client
 * writes through the floating IP. It replicates asynchronously: what is not lost is kept by the order of the steps.
 */
class PostgresSwitchOverIT {

    private static final int ROUNDS = 20;

    private static EndToEndLab lab;
    private static Ec2IpAssigner assigner;
    private static PostgresPair pair;
    private static PostgresSwitchOver switchOver;

    @BeforeAll
    static void start() {
        lab = new EndToEndLab();
        // Here packets and answers follow the network at once: what a move waits for in EC2 is not what is shown.
        assigner = EndToEndLab.settings(lab.wire)
                .dataPlaneLag(Duration.ZERO)
                .readLag(Duration.ZERO)
                .build();
        pair = PostgresPair.start(lab);
        switchOver = switchOver(promoted -> {});
        switchOver.rebuild(node(lab.b), node(lab.a));
    }

    @AfterAll
    static void stop() {
        if (assigner != null) {
            assigner.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    /** A is the primary and has the address, B follows it. */
    @BeforeEach
    void settle() {
        assertThat(vip().holder().orElseThrow().host()).isEqualTo(lab.onA.host());
        assertThat(node(lab.a).role()).isEqualTo(Role.PRIMARY);
        assertThat(node(lab.b).role()).isEqualTo(Role.STANDBY);
    }

    private static FloatingIp vip() {
        return FloatingIp.at(EndToEndLab.VIP)
                .assigner(assigner)
                .hosts(lab.hosts)
                .build();
    }

    private static PostgresSwitchOver switchOver(Consumer<PostgresNode> check) {
        return new PostgresSwitchOver(vip(), SystemTicker.instance(), check);
    }

    private static PostgresNode node(LinuxHost host) {
        return pair.node(host);
    }

    private static PostgresRun whileAClientWrites(Runnable act) {
        Path file = lab.lab.folder().resolve("written");
        Programs.Running client = Programs.start(
                lab.client, PostgresClient.class, List.of(Driver.class), file.toString(), EndToEndLab.VIP);
        try (client) {
            act.run();
        }
        try {
            return new PostgresRun(PostgresClient.read(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The client has been acknowledged about that many more writes there. */
    private static void awaitWrites(LinuxHost host, int more) {
        long before = count(host);
        Wait.until("writes at " + host.name(), () -> count(host) >= before + more);
    }

    private static long count(LinuxHost host) {
        return Long.parseLong(pair.sql(host, "SELECT count(*) FROM client.written"));
    }

    private static void handOver(LinuxHost from, LinuxHost to) {
        switchOver.handOver(node(from), node(to));
        awaitWrites(to, 10);
    }

    private static void assertThatBothHaveTheSame() {
        Wait.until("both have the same", () -> pair.written(lab.a).equals(pair.written(lab.b)));
    }

    @Test
    void handOver_twentyTimesThereAndBack_losesNothingThatWasAcknowledged() {
        PostgresRun run = whileAClientWrites(() -> {
            for (int round = 0; round < ROUNDS; round++) {
                handOver(lab.a, lab.b);
                handOver(lab.b, lab.a);
            }
        });

        int lost = run.lost(pair.written(lab.a));
        List<Double> gaps = run.gapsMillis().stream().sorted().toList();
        System.out.printf(
                "PostgreSQL: %d planned switch-overs and back, %d writes acknowledged, %d of them lost, %d refused by a standby;"
                        + " without an answer %.0f ms (median), %.0f ms (most)%n",
                ROUNDS,
                run.acknowledged().size(),
                lost,
                run.refusedByAStandby(),
                gaps.get(gaps.size() / 2),
                gaps.get(gaps.size() - 1));
        assertThat(lost).as("acknowledged and lost").isZero();
        assertThat(run.refusedByAStandby()).isZero();
        assertThat(gaps).as("the client was at both, in turn").hasSize(2 * ROUNDS);
        assertThatBothHaveTheSame();
    }

    /** What the fence is for: the same without it. */
    @Test
    void promotion_withoutTheFence_losesWhatWasAcknowledged() {
        PostgresRun run = whileAClientWrites(() -> {
            pair.sql(lab.b, "SELECT pg_promote()");
            // Whoever promotes and then moves is never at once; the old primary acknowledges all the while.
            awaitWrites(lab.a, 100);
            vip().moveTo(lab.id(lab.b));
            awaitWrites(lab.b, 10);
        });

        int lost = run.lost(pair.written(lab.b));
        System.out.printf(
                "PostgreSQL, control: without the fence, %d writes acknowledged, %d of them lost%n",
                run.acknowledged().size(), lost);
        assertThat(lost).as("acknowledged and lost").isGreaterThan(90);
        assertThat(node(lab.a).role()).as("a second primary").isEqualTo(Role.PRIMARY);

        switchOver.rejoin(node(lab.a), node(lab.b));
        assertThatBothHaveTheSame();
        assertThat(whileAClientWrites(() -> handOver(lab.b, lab.a)).lost(pair.written(lab.a)))
                .isZero();
    }

    @Test
    void handOver_whenACheckOfOnesOwnFails_goesBackAndLosesNothing() {
        PostgresSwitchOver checked = switchOver(promoted -> {
            assertThat(promoted.role()).isEqualTo(Role.PRIMARY);
            throw new IllegalStateException("a query of the application fails");
        });

        PostgresRun run = whileAClientWrites(() -> {
            assertThatThrownBy(() -> checked.handOver(node(lab.a), node(lab.b)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasNoSuppressedExceptions();
            awaitWrites(lab.a, 10);
        });

        assertThat(run.lost(pair.written(lab.a))).isZero();
        assertThatBothHaveTheSame();
        PostgresRun again = whileAClientWrites(() -> {
            handOver(lab.a, lab.b);
            handOver(lab.b, lab.a);
        });
        assertThat(again.lost(pair.written(lab.a))).isZero();
    }

    @Test
    void failOver_whenThePrimaryIsCutOff_losesWhatItHadNotSent() {
        PostgresRun run = whileAClientWrites(() -> {
            lab.fabric.cut(lab.a);
            pair.sql(lab.a, "INSERT INTO client.written VALUES (-1)");
            switchOver.failOver(node(lab.a), node(lab.b));
            awaitWrites(lab.b, 10);
        });

        assertThat(run.refusedByAStandby()).isZero();
        assertThat(pair.written(lab.b)).as("acknowledged by the dead one").doesNotContain(-1L);
        mendAndGoBack();
    }

    /** A commit that waits for the standby is not acknowledged by a primary that is cut off. */
    @Test
    void failOver_whenCommitsWaitForTheStandby_losesNothingThatWasAcknowledged() {
        pair.sql(lab.a, "ALTER SYSTEM SET synchronous_standby_names = '*'");
        pair.sql(lab.a, "SELECT pg_reload_conf()");
        Wait.until(
                "it is synchronous",
                () -> pair.sql(lab.a, "SELECT sync_state FROM pg_stat_replication")
                        .equals("sync"));

        PostgresRun run = whileAClientWrites(() -> {
            lab.fabric.cut(lab.a);
            assertThat(lab.a.sh("timeout 1 runuser -u postgres -- psql -c 'INSERT INTO client.written VALUES (-2)'"
                            + " >/dev/null 2>&1 || echo $?"))
                    .as("it waits, and is not acknowledged")
                    .isEqualToIgnoringWhitespace("124");
            switchOver.failOver(node(lab.a), node(lab.b));
            awaitWrites(lab.b, 10);
        });

        assertThat(run.lost(pair.written(lab.b))).isZero();
        mendAndGoBack();
    }

    private static void mendAndGoBack() {
        lab.fabric.mend(lab.a);
        assertThat(node(lab.a).role()).as("it knows nothing of it").isEqualTo(Role.PRIMARY);

        switchOver.rejoin(node(lab.a), node(lab.b));

        assertThat(lab.a.run("ip", "-4", "-o", "address")).doesNotContain(EndToEndLab.VIP + "/");
        assertThatBothHaveTheSame();
        switchOver.handOver(node(lab.b), node(lab.a));
        assertThatBothHaveTheSame();
    }
}
