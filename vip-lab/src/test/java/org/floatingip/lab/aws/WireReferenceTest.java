package org.floatingip.lab.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.network.InMemoryVpc;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * Random operations through the real SDK (2,000 of them in the build, 10,000 in the lab), against plain maps that share no code with the model: every reply, every
 * refusal, who holds what, and in which state everything is while time passes. Each subject is a class of its own.
 */
class WireReferenceTest {

    private static final int OPERATIONS = Integer.getInteger("wire.operations", 2_000);
    private static final long SEED = Long.getLong("wire.seed", 20260101);
    private static final int BETWEEN_COMPARISONS = 20;

    private final VirtualTicker ticker = VirtualTicker.create();
    private final InMemoryVpc network = InMemoryVpc.builder()
            .ticker(ticker)
            .transitionTime(Duration.ofMillis(ReferenceBook.TRANSITION_MILLIS))
            .build();

    @Test
    void everyReplyAndRefusal_whenOperationsAreRandom_agreesWithTheReference() {
        try (InMemoryAwsServer server = InMemoryAwsServer.start(network);
                Ec2Client ec2 = SandboxAws.client(server)) {
            ReferenceRun run = new ReferenceRun(ec2, ticker, SEED);
            String vpc = network.createVpc("10.0.0.0/16").id();
            for (String zone : List.of("a", "b")) {
                String prefix = zone.equals("a") ? "10.0.1." : "10.0.2.";
                run.book.subnetOf.put(
                        prefix,
                        network.createSubnet(vpc, prefix + "0/24", Sandbox.REGION + zone)
                                .id());
            }
            String elsewhere = network.createVpc("10.1.0.0/16").id();
            ReferenceRouteTables routeTables =
                    new ReferenceRouteTables(run, Map.of(vpc, "10.0.0.0/16", elsewhere, "10.1.0.0/16"));
            ReferenceElasticIps elasticIps = new ReferenceElasticIps(run);
            List<ReferenceSubject> subjects = List.of(
                    new ReferenceInstances(run),
                    new ReferenceInterfaces(run),
                    new ReferenceAddresses(run),
                    elasticIps,
                    new ReferenceTags(run, elasticIps),
                    routeTables,
                    new ReferenceRoutes(run, routeTables));
            List<ReferenceSubject> byWeight = new ArrayList<>();
            subjects.forEach(subject -> byWeight.addAll(Collections.nCopies(subject.weight(), subject)));
            for (int i = 1; i <= OPERATIONS; i++) {
                run.pick(byWeight).step();
                if (run.oneIn(4)) {
                    run.pass();
                }
                if (i % BETWEEN_COMPARISONS == 0) {
                    subjects.forEach(ReferenceSubject::compare);
                }
            }
            assertThat(Histories.twoHolders(network)).isNull();
            System.out.println("wire: " + OPERATIONS + " operations with seed " + SEED + ", "
                    + OPERATIONS / BETWEEN_COMPARISONS + " comparisons: " + run.met);
            assertThat(run.met)
                    .hasSizeGreaterThanOrEqualTo(100)
                    .containsKeys(
                            "stop: IncorrectInstanceState: Instance '..' cannot be stopped as it has never reached the"
                                    + " 'running' state.",
                            "start: IncorrectInstanceState: The instance '..' is not in a state from which it can be"
                                    + " started.",
                            "attach: IncorrectState: Instance '..' is not 'running' or 'stopped'.",
                            "associate: IncorrectInstanceState: The pending-instance-creation instance to which '..' is"
                                    + " attached is not in a valid state for this operation")
                    .containsKeys(
                            "route active: instance running",
                            "route active: instance stopping",
                            "route into a blackhole: instance stopped",
                            "route into a blackhole: interface free",
                            "route into a blackhole: interface gone",
                            "restore-route done",
                            "replace-association done")
                    .containsKeys("attach done", "detach done", "terminate done", "disassociate done", "untag done")
                    .allSatisfy((what, times) -> assertThat(times).as(what).isPositive());
        }
    }
}
