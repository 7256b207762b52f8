package org.floatingip.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.floatingip.testkit.network.AttachmentStatus.ATTACHED;
import static org.floatingip.testkit.network.AttachmentStatus.ATTACHING;
import static org.floatingip.testkit.network.AttachmentStatus.DETACHING;
import static org.floatingip.testkit.network.InstanceState.PENDING;
import static org.floatingip.testkit.network.InstanceState.RUNNING;
import static org.floatingip.testkit.network.InstanceState.SHUTTING_DOWN;
import static org.floatingip.testkit.network.InstanceState.STOPPED;
import static org.floatingip.testkit.network.InstanceState.STOPPING;
import static org.floatingip.testkit.network.InstanceState.TERMINATED;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.floatingip.FloatingIp;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.junit.jupiter.api.Test;

/** What is under way in a network, and what is refused meanwhile. */
class TransitionsTest {

    private static final Duration TIME = Duration.ofSeconds(20);

    private final VirtualTicker ticker = VirtualTicker.create();
    private final InMemoryVpc network =
            InMemoryVpc.builder().ticker(ticker).transitionTime(TIME).build();
    private final String subnet = network.createSubnet(
                    network.createVpc("10.0.0.0/16").id(), "10.0.1.0/24", "us-east-1a")
            .id();

    private VpcInstance runs(String id, String eni, String... secondaries) {
        InterfaceSpec spec = InterfaceSpec.in(subnet).id(eni);
        for (String secondary : secondaries) {
            spec = spec.secondary(secondary);
        }
        VpcInstance ran = network.run(InstanceSpec.with(spec).id(id));
        ticker.advance(TIME);
        return ran;
    }

    private InstanceState state(String id) {
        return network.instance(id).orElseThrow().state();
    }

    private VpcInterface eni(String id) {
        return network.networkInterface(id).orElseThrow();
    }

    private VpcInterface.Attachment attachment(String eni) {
        return Objects.requireNonNull(eni(eni).attachment());
    }

    private static void refused(ThrowingCallable call, String code, String text) {
        assertThatExceptionOfType(Ec2RefusalException.class)
                .isThrownBy(call)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code))
                .satisfies(refusal -> assertThat(refusal.text()).isEqualTo(text));
    }

    // ---- without time

    @Test
    void everyCall_whenTransitionsTakeNoTime_answersWithTheTransitionAndIsDone() {
        InMemoryVpc fast = InMemoryVpc.create();
        String in = fast.createSubnet(fast.createVpc("10.0.0.0/16").id(), "10.0.1.0/24", "us-east-1a")
                .id();

        VpcInstance ran = fast.run(InstanceSpec.in(in).id("i-0a"));
        assertThat(ran.state()).isEqualTo(PENDING);
        assertThat(ran.interfaces().get(0).attachment())
                .satisfies(attached -> assertThat(attached.status()).isEqualTo(ATTACHING));
        assertThat(fast.instances().get(0).state()).isEqualTo(RUNNING);
        assertThat(fast.interfaces().get(0).attachment())
                .satisfies(attached -> assertThat(attached.status()).isEqualTo(ATTACHED));

        VpcInterface created = fast.createInterface(InterfaceSpec.in(in));
        assertThat(created.status()).isEqualTo(InterfaceStatus.PENDING);
        assertThat(fast.networkInterface(created.id()).orElseThrow().status()).isEqualTo(InterfaceStatus.AVAILABLE);

        assertThat(fast.stop("i-0a").get(0).state()).isEqualTo(STOPPING);
        assertThat(fast.instances().get(0).state()).isEqualTo(STOPPED);
        assertThat(fast.start("i-0a").get(0).state()).isEqualTo(PENDING);
        assertThat(fast.instances().get(0).state()).isEqualTo(RUNNING);
        assertThat(fast.terminate("i-0a").get(0).state()).isEqualTo(SHUTTING_DOWN);
        assertThat(fast.history().get(fast.history().size() - 1).text()).startsWith("deleted eni-");
        assertThat(fast.instances().get(0).state()).isEqualTo(TERMINATED);
    }

    @Test
    void transitionTime_whenSetLater_holdsFromThenOn() {
        runs("i-0a", "eni-0a");
        network.stop("i-0a");
        network.transitionTime(Duration.ZERO);

        assertThat(state("i-0a")).as("it began before").isEqualTo(STOPPING);
        network.terminate("i-0a");
        assertThat(state("i-0a")).isEqualTo(TERMINATED);
        assertThatIllegalArgumentException().isThrownBy(() -> network.transitionTime(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InMemoryVpc.builder().transitionTime(Duration.ofHours(25)));
    }

    // ---- instances

    @Test
    void stop_whenItNeverRan_isRefused() {
        network.run(InstanceSpec.in(subnet).id("i-0a"));

        refused(
                () -> network.stop("i-0a"),
                "IncorrectInstanceState",
                "Instance 'i-0a' cannot be stopped as it has never reached the 'running' state.");
        assertThat(state("i-0a")).isEqualTo(PENDING);
    }

    @Test
    void stop_whenItIsStartedAgain_isPossibleWhilePending() {
        runs("i-0a", "eni-0a");
        network.stop("i-0a");
        ticker.advance(TIME);
        network.start("i-0a");
        ticker.advance(TIME.dividedBy(2));

        assertThat(network.stop("i-0a").get(0).state()).isEqualTo(STOPPING);
        ticker.advance(TIME.dividedBy(2));
        assertThat(state("i-0a"))
                .as("it does not get to run at the time when it would have")
                .isEqualTo(STOPPING);
        ticker.advance(TIME.dividedBy(2));
        assertThat(state("i-0a")).isEqualTo(STOPPED);
    }

    @Test
    void terminate_whilePending_neverRuns() {
        network.run(InstanceSpec.in(subnet).id("i-0a"));
        network.terminate("i-0a");
        ticker.advance(TIME);

        assertThat(state("i-0a")).isEqualTo(TERMINATED);
        assertThat(network.history()).extracting(VpcEvent::text).doesNotContain("i-0a is running");
    }

    @Test
    void addresses_whileTheInstanceShutsDown_areHeldAndCanBeMoved() {
        runs("i-0a", "eni-0a", "10.0.1.12", "10.0.1.13");
        runs("i-0b", "eni-0b");
        network.terminate("i-0a");

        assertThat(network.holders("10.0.1.12")).containsExactly(Holder.of(HostId.of("i-0a"), "eni-0a"));
        network.assignAddresses("eni-0b", List.of(IpAddress.of("10.0.1.12")), true);
        ticker.advance(TIME);

        assertThat(network.holders("10.0.1.12")).containsExactly(Holder.of(HostId.of("i-0b"), "eni-0b"));
        assertThat(network.holders("10.0.1.13")).isEmpty();
    }

    @Test
    void elasticIp_whileTheInstanceIsPending_isRefused() {
        String elasticIp = network.allocateElasticIp().allocationId();
        VpcInterface eni =
                network.run(InstanceSpec.in(subnet).id("i-0a")).interfaces().get(0);

        refused(
                () -> network.associateElasticIp(elasticIp, eni.id(), eni.primaryAddress(), true),
                "IncorrectInstanceState",
                "The pending-instance-creation instance to which '" + eni.id()
                        + "' is attached is not in a valid state for this operation");
        ticker.advance(TIME);
        assertThat(network.associateElasticIp(elasticIp, eni.id(), eni.primaryAddress(), true)
                        .association())
                .isNotNull();
    }

    @Test
    void visibility_whenDelayed_hidesWhatATransitionBroughtAsWell() {
        runs("i-0a", "eni-0a", "10.0.1.12");
        network.delayVisibility(Duration.ofSeconds(5));
        network.terminate("i-0a");
        ticker.advance(TIME);

        assertThat(network.interfaces()).isEmpty();
        assertThat(network.visibleInterfaces()).hasSize(1);
        ticker.advance(Duration.ofSeconds(5));
        assertThat(network.visibleInterfaces()).isEmpty();
    }

    // ---- interfaces and attachments

    @Test
    void interface_whileCreated_canBeUsedAlready() {
        runs("i-0a", "eni-0a");
        VpcInterface created = network.createInterface(InterfaceSpec.in(subnet));
        assertThat(created.status()).isEqualTo(InterfaceStatus.PENDING);

        network.assignAddresses(created.id(), List.of(IpAddress.of("10.0.1.30")), false);
        network.attachInterface(created.id(), "i-0a", 1);

        assertThat(eni(created.id()).status()).isEqualTo(InterfaceStatus.IN_USE);
        ticker.advance(TIME);
        assertThat(attachment(created.id()).status()).isEqualTo(ATTACHED);
    }

    @Test
    void interface_whenItsTimeHasCome_isAvailable() {
        String id = network.createInterface(InterfaceSpec.in(subnet)).id();
        ticker.advance(TIME.minusNanos(1));
        assertThat(eni(id).status()).isEqualTo(InterfaceStatus.PENDING);
        ticker.advance(Duration.ofNanos(1));
        assertThat(eni(id).status()).isEqualTo(InterfaceStatus.AVAILABLE);
    }

    @Test
    void attach_unlessTheInstanceRunsOrIsStopped_isRefused() {
        String id = network.createInterface(InterfaceSpec.in(subnet)).id();
        network.run(InstanceSpec.in(subnet).id("i-0a"));
        refusesToAttach(id);
        ticker.advance(TIME);
        network.stop("i-0a");
        refusesToAttach(id);
        ticker.advance(TIME);

        assertThat(network.attachInterface(id, "i-0a", 1).attachment())
                .satisfies(attached -> assertThat(attached.status()).isEqualTo(ATTACHING));
        network.terminate("i-0a");
        refusesToAttach(network.createInterface(InterfaceSpec.in(subnet)).id());
    }

    private void refusesToAttach(String eni) {
        refused(
                () -> network.attachInterface(eni, "i-0a", 1),
                "IncorrectState",
                "Instance 'i-0a' is not 'running' or 'stopped'.");
    }

    @Test
    void detach_untilItIsDetached_keepsTheAddressesWithTheInstance() {
        runs("i-0a", "eni-0a");
        String id = network.createInterface(InterfaceSpec.in(subnet).secondary("10.0.1.12"))
                .id();
        network.attachInterface(id, "i-0a", 1);
        ticker.advance(TIME);
        String attachment = attachment(id).id();

        network.detachInterface(attachment);
        ticker.advance(TIME.dividedBy(2));
        network.detachInterface(attachment); // again: it is not put off
        assertThat(attachment(id).status()).isEqualTo(DETACHING);
        assertThat(eni(id).status()).isEqualTo(InterfaceStatus.IN_USE);
        assertThat(network.holders("10.0.1.12")).containsExactly(Holder.of(HostId.of("i-0a"), id));
        refused(
                () -> network.deleteInterface(id),
                "InvalidParameterValue",
                "Network interface '" + id + "' is currently in use.");
        refused(
                () -> network.attachInterface(id, "i-0a", 2),
                "InvalidNetworkInterface.InUse",
                "Interface: [" + id + "] in use.");

        ticker.advance(TIME.dividedBy(2));
        assertThat(eni(id).attachment()).isNull();
        assertThat(eni(id).status()).isEqualTo(InterfaceStatus.AVAILABLE);
        assertThat(network.holders("10.0.1.12")).containsExactly(Holder.of(HostId.of(id), id));
        assertThat(network.instance("i-0a").orElseThrow().interfaces()).hasSize(1);
        network.deleteInterface(id);
    }

    @Test
    void detach_whenTheInstanceIsTerminatedMeanwhile_happensOnce() {
        runs("i-0a", "eni-0a");
        String id = network.createInterface(InterfaceSpec.in(subnet)).id();
        network.attachInterface(id, "i-0a", 1);
        ticker.advance(TIME);
        network.terminate("i-0a");
        ticker.advance(TIME.dividedBy(2));
        network.detachInterface(attachment(id).id());
        ticker.advance(TIME);

        assertThat(eni(id).attachment()).isNull();
        assertThat(network.history().stream().map(VpcEvent::text)).containsOnlyOnce("detached " + id + " from i-0a");
    }

    @Test
    void detach_ofTheFirstInterface_isRefused() {
        runs("i-0a", "eni-0a");

        refused(
                () -> network.detachInterface(attachment("eni-0a").id()),
                "OperationNotPermitted",
                "The network interface at device index 0 and networkCard index 0 cannot be detached.");
    }

    /** What it would be given goes away with it, as the assigner of EC2 knows, too. */
    @Test
    void move_toAnInstanceWhoseOtherInterfaceIsDetaching_takesTheOneThatStays() {
        runs("i-0a", "eni-0a", "10.0.1.12");
        String far = network.createSubnet(network.vpcs().get(0).id(), "10.0.2.0/24", "us-east-1a")
                .id();
        network.run(InstanceSpec.with(InterfaceSpec.in(far)).id("i-0b"));
        ticker.advance(TIME);
        String near = network.createInterface(InterfaceSpec.in(subnet)).id();
        network.attachInterface(near, "i-0b", 1);
        ticker.advance(TIME);
        network.detachInterface(attachment(near).id());

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> FloatingIp.at("10.0.1.12")
                        .assigner(InMemoryIpAssigner.of(network))
                        .ticker(ticker)
                        .build()
                        .moveTo("i-0b"));
        assertThat(network.holders("10.0.1.12")).containsExactly(Holder.of(HostId.of("i-0a"), "eni-0a"));
    }
}
