package org.floatingip.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.floatingip.lab.Program;
import org.floatingip.spi.SystemTicker;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.Hold;
import org.floatingip.testkit.fault.WireFault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceState;
import org.floatingip.testkit.network.VpcTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The conformance run as a process that is killed while something was just made, and as one that is told to end. */
class ConformanceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Sandbox sandbox = Sandbox.create(SystemTicker.instance(), Duration.ofMillis(700));
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryAwsServer server = sandbox.serve();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        server.close();
    }

    private Program program() {
        return Program.of(
                Program.java().toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Conformance.class.getName(),
                "--account",
                "123456789012",
                "--endpoint",
                server.endpointUrl().toString(),
                "--raw",
                folder.resolve("raw.txt").toString());
    }

    /** All that is there but for instances that are terminated. */
    private List<String> there() {
        return Stream.of(
                        network.vpcs().stream().map(one -> one.id()),
                        network.subnets().stream().map(one -> one.id()),
                        network.interfaces().stream().map(one -> one.id() + one.addresses()),
                        network.elasticIps().stream().map(one -> one.allocationId()),
                        network.routing().tables().stream().map(one -> one.id()),
                        network.securityGroups().all().stream().map(one -> one.id()),
                        network.instances().stream()
                                .filter(one -> one.state() != InstanceState.TERMINATED)
                                .map(one -> one.id() + one.state()))
                .flatMap(ids -> ids)
                .toList();
    }

    /** Holds the reply to the first such request: it has had its effect, and its client does not know. */
    private Hold holdAfter(String action) {
        Hold hold = Hold.create();
        server.inject(WireFault.holdAfter(hold).onAction(action));
        return hold;
    }

    @ParameterizedTest
    @ValueSource(strings = {"CreateVpc", "CreateNetworkInterface", "AllocateAddress", "RunInstances"})
    void run_whenKilledAndRunAgain_leavesNothing(String action) throws Exception {
        List<String> before = there();
        Hold hold = holdAfter(action);
        Process process = program().start();
        hold.awaitReached(PATIENCE);

        process.destroyForcibly();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        hold.awaitEnded(PATIENCE);

        assertThat(process.exitValue()).as("SIGKILL").isEqualTo(128 + 9);
        assertThat(there()).as("what the kill left").isNotEqualTo(before).containsAll(before);
        Program.Ended again = program().run();
        assertThat(again.status()).as(again.out() + again.err()).isZero();
        assertThat(again.out())
                .contains("Left by a run that was killed, and deleted now: ")
                .endsWith("differences 0\n");
        assertThat(there()).as("left").isEqualTo(before);
        assertThat(network.tags())
                .filteredOn(tag -> !tag.resourceType().equals("instance"))
                .extracting(VpcTag::key)
                .doesNotContain(Tags.KEY);
    }

    @Test
    void run_whenToldToEndInTheMiddle_leavesNothing() throws Exception {
        List<String> before = there();
        Hold hold = holdAfter("RunInstances");
        Process process = program().start();
        hold.awaitReached(PATIENCE);

        process.destroy();
        hold.release();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("SIGTERM").isEqualTo(128 + 15);
        assertThat(network.instances())
                .as("it had made one")
                .anySatisfy(one -> assertThat(one.tags()).containsKey(Tags.KEY));
        assertThat(there()).as("left").isEqualTo(before);
    }
}
