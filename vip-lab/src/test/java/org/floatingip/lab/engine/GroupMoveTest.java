package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.floatingip.testkit.assertj.VipAssertions.catchRefusal;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.FloatingIpGroup;
import org.floatingip.GroupMoveResult;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveListener;
import org.floatingip.MoveOutcome;
import org.floatingip.MoveResult;
import org.floatingip.MoveStep;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.SettleResult;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.event.OperationEnded;
import org.floatingip.event.OperationStarted;
import org.floatingip.event.StepEnded;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.GroupRefusedException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.HostUnreachableException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.SupersededException;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Traits;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcInterface;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Several addresses as one move: counted and broken over HTTP with the real SDK, in virtual time. Host {@code a} holds
 * twenty of them on one interface, and four more on another one.
 */
class GroupMoveTest {

    private static final String ASSIGN = "AssignPrivateIpAddresses";
    private static final String DESCRIBE = "DescribeNetworkInterfaces";
    private static final List<String> TWENTY =
            IntStream.range(100, 120).mapToObj(i -> "10.0.1." + i).toList();
    private static final List<String> FOUR =
            IntStream.range(100, 104).mapToObj(i -> "10.0.2." + i).toList();

    private final VirtualTicker ticker = VirtualTicker.create();
    private final InMemoryVpc network = InMemoryVpc.builder().ticker(ticker).build();
    private final String vpc = network.createVpc("10.0.0.0/16").id();
    private final String front =
            network.createSubnet(vpc, "10.0.1.0/24", "us-east-1a").id();
    private final String back =
            network.createSubnet(vpc, "10.0.2.0/24", "us-east-1a").id();
    private final String a = host("a", "10", "m5.12xlarge", TWENTY, FOUR);
    private final String b = host("b", "11", "m5.12xlarge", List.of(), List.of());
    private final String c = host("c", "12", "m5.large", List.of(), List.of());
    private final InMemoryHosts hosts = InMemoryHosts.create();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private final Ec2IpAssigner assigner = Ec2IpAssigner.builder()
            .dataPlaneLag(Duration.ZERO)
            .region("us-east-1")
            .endpointOverride(server.endpointUrl())
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("group", "group")))
            .build();

    private String host(String name, String last, String type, List<String> front, List<String> back) {
        InterfaceSpec first = InterfaceSpec.in(this.front).primary("10.0.1." + last);
        for (String address : front) {
            first = first.secondary(address);
        }
        InterfaceSpec second = InterfaceSpec.in(this.back).primary("10.0.2." + last);
        for (String address : back) {
            second = second.secondary(address);
        }
        return network.run(InstanceSpec.with(first).and(second).name(name).type(type))
                .id();
    }

    @AfterEach
    void stop() {
        Thread.interrupted();
        assigner.close();
        server.close();
    }

    private FloatingIpGroup.Builder group(List<String> addresses) {
        return FloatingIpGroup.of(addresses).assigner(assigner).ticker(ticker);
    }

    private List<String> both() {
        List<String> all = new ArrayList<>(TWENTY);
        all.addAll(FOUR);
        return all;
    }

    private String holder(String address) {
        List<Holder> holders = network.holders(address);
        assertThat(holders).hasSizeLessThan(2);
        return holders.isEmpty() ? "nobody" : holders.get(0).host().value();
    }

    private void assertHeldBy(String host, List<String> addresses) {
        assertThat(addresses).allSatisfy(address -> assertThat(holder(address)).isEqualTo(host));
    }

    private VpcInterface eni(String host, int index) {
        return network.instance(host).orElseThrow().interfaces().get(index);
    }

    private void give(String address, String host) {
        network.assignAddresses(eni(host, 0).id(), List.of(IpAddress.of(address)), true);
    }

    private List<String> actions() {
        return server.requests().stream().map(RecordedRequest::action).toList();
    }

    @Test
    void moveTo_whenTwentyGoToOneInterface_isOneAssignmentAndOneVerifyingRead() {
        GroupMoveResult result = group(TWENTY).build().moveTo(b);

        assertThat(actions())
                .as("who holds them, the target, its type's limit; the change; the verification")
                .containsExactly(DESCRIBE, "DescribeInstances", "DescribeInstanceTypes", ASSIGN, DESCRIBE);
        assertHeldBy(b, TWENTY);
        assertThat(result.results()).hasSize(20).allMatch(MoveResult::moved);
        assertThat(result.results().stream().map(moved -> moved.address().toString()))
                .containsExactlyElementsOf(TWENTY);
        assertThat(result.result("10.0.1.107").from())
                .hasValueSatisfying(from -> assertThat(from.host().value()).isEqualTo(a));
        assertThat(result.result("10.0.1.107").steps().stream().map(MoveStep::kind))
                .containsExactly(StepKind.PLANNED, StepKind.ASSIGNED, StepKind.VERIFIED);
        assertThat(result).asString().startsWith("moved 20 of 20 addresses to " + b + " in ");
    }

    @Test
    void moveTo_whenTwoInterfacesAreMeant_isOneAssignmentForEach() {
        GroupMoveResult result = group(both()).build().moveTo(b);

        assertThat(server.count(ASSIGN)).isEqualTo(2);
        assertThat(actions()).endsWith(ASSIGN, ASSIGN, DESCRIBE);
        assertHeldBy(b, both());
        assertThat(eni(b, 1).addresses()).hasSize(5);
        assertThat(result.results()).hasSize(24);
    }

    @Test
    void moveTo_whenSomeAreThereAlready_movesTheOthers() {
        give(TWENTY.get(3), b);

        GroupMoveResult result = group(TWENTY).build().moveTo(b);

        assertThat(result.result(TWENTY.get(3)).outcome()).isEqualTo(MoveOutcome.ALREADY_HELD);
        assertThat(result).asString().contains("moved 19 of 20").endsWith("the others were there");
        assertHeldBy(b, TWENTY);
        assertThat(group(TWENTY).build().moveTo(b).moved()).as("again").isFalse();
        assertThat(server.count(ASSIGN)).isEqualTo(1);
    }

    @Test
    void moveTo_whenNobodyHoldsSome_givesThoseWithoutReassignment() {
        network.unassignAddresses(eni(a, 0).id(), List.of(IpAddress.of(TWENTY.get(0)), IpAddress.of(TWENTY.get(1))));

        group(TWENTY).build().moveTo(b);

        assertThat(server.requests().stream()
                        .filter(request -> request.action().equals(ASSIGN))
                        .map(request -> request.parameters().get("AllowReassignment")))
                .containsExactlyInAnyOrder("true", "false");
        assertHeldBy(b, TWENTY);
    }

    @Test
    void moveTo_whenRoomIsShortForAllTogether_refusesBeforeAnythingIsChanged() {
        List<String> ten = TWENTY.subList(0, 10);

        GroupRefusedException refused = catchThrowableOfType(
                GroupRefusedException.class, () -> group(ten).build().moveTo(c));

        assertThat(refused.refusals()).hasSize(10);
        assertThat(refused.refusals().values()).are(refusal(RefusalReason.INTERFACE_FULL));
        assertThat(refused)
                .hasMessageContaining(
                        "no room for 10 more addresses: it has 1, and its limit is 10 addresses (m5.large)");
        assertThat(refused.effect()).isEqualTo(Effect.NONE);
        assertThat(server.requests()).noneMatch(RecordedRequest::mutating);
        assertThat(group(ten.subList(0, 9)).build().moveTo(c).moved())
                .as("nine fit")
                .isTrue();
    }

    @Test
    void moveTo_whenOneCantMove_refusesAllAndNamesEach() {
        List<String> mixed = List.of(TWENTY.get(0), "10.0.1.12", "10.0.3.7");

        GroupRefusedException refused = catchThrowableOfType(
                GroupRefusedException.class, () -> group(mixed).build().moveTo(b));

        assertThat(refused.refusals().keySet().stream().map(IpAddress::toString))
                .containsExactly("10.0.1.12", "10.0.3.7");
        assertThat(refused.refusals().get(IpAddress.of("10.0.1.12"))).is(refusal(RefusalReason.PRIMARY_ADDRESS));
        assertThat(server.requests()).noneMatch(RecordedRequest::mutating);
        assertThat(refused.steps())
                .singleElement()
                .satisfies(step -> assertThat(step.outcome()).isEqualTo(StepOutcome.FAILED));
    }

    @Test
    void moveTo_whenOneIsAnIpv6Address_refusesThatOneByName() {
        GroupRefusedException refused = catchThrowableOfType(
                GroupRefusedException.class,
                () -> group(List.of(TWENTY.get(0), "2001:db8::1")).build().moveTo(b));

        assertThat(refused.refusals()).containsOnlyKeys(IpAddress.of("2001:db8::1"));
        assertThat(refused.refusals().values()).are(refusal(RefusalReason.UNSUPPORTED_ADDRESS));
    }

    @Test
    void moveTo_whenTheTargetIsUnknown_isRefusedAsForOneAddress() {
        assertThat(catchRefusal(
                        RefusalReason.UNKNOWN_TARGET,
                        () -> group(TWENTY).build().moveTo("i-00000000000000002")))
                .isNotNull();
    }

    @Test
    void from_whenOneIsHeldBySomebodyElse_refusesAll() {
        give(TWENTY.get(5), c);

        GroupRefusedException refused = catchThrowableOfType(
                GroupRefusedException.class,
                () -> group(TWENTY).build().move().from(a).to(b).execute());

        assertThat(refused.refusals().keySet()).containsExactly(IpAddress.of(TWENTY.get(5)));
        assertThat(refused.refusals().values()).hasOnlyElementsOfType(HolderChangedException.class);
        assertHeldBy(a, TWENTY.subList(0, 5));
    }

    @Test
    void evacuate_whenTheHostHoldsSome_movesThoseAndLeavesTheOthers() {
        give(TWENTY.get(5), c);

        GroupMoveResult result = group(both()).build().evacuate(a).to(b).execute();

        assertThat(result.results()).hasSize(23);
        assertThat(holder(TWENTY.get(5))).isEqualTo(c);
        assertHeldBy(b, FOUR);
        assertThat(group(both()).build().evacuate(a).to(b).execute().results())
                .as("again")
                .isEmpty();
        assertThat(group(TWENTY)
                        .build()
                        .evacuate(eni(c, 0).id())
                        .to(b)
                        .execute()
                        .results())
                .as("by its interface")
                .hasSize(1);
    }

    @Test
    void evacuate_whenNothingIsRefused_readsOnceBeforeItAssigns() {
        give(TWENTY.get(5), c);

        group(TWENTY).build().evacuate(a).to(b).execute();

        assertThat(actions()).containsExactly(DESCRIBE, "DescribeInstances", "DescribeInstanceTypes", ASSIGN, DESCRIBE);
    }

    @Test
    void evacuate_whenTheTargetHasRoomForWhatIsHeldAndNotForTheWholeGroup_moves() {
        List<String> held = TWENTY.subList(0, 8);
        TWENTY.subList(8, 20).forEach(address -> give(address, b));

        GroupMoveResult result = group(TWENTY).build().evacuate(a).to(c).execute();

        assertThat(result.results()).hasSize(8).allMatch(MoveResult::moved);
        assertHeldBy(c, held);
        assertHeldBy(b, TWENTY.subList(8, 20));
    }

    @Test
    void evacuate_whenAnAddressThatTheHostDoesNotHoldCouldNotGo_movesTheOthers() {
        GroupMoveResult result = group(List.of(TWENTY.get(0), "10.0.1.12", "10.9.9.9"))
                .build()
                .evacuate(a)
                .to(b)
                .execute();

        assertThat(result.results()).singleElement().matches(MoveResult::moved);
        assertThat(holder("10.0.1.12")).isEqualTo(c);
    }

    @Test
    void evacuate_whenNothingIsHeldAndTheTargetIsGone_isDone() {
        network.terminate(List.of(c));

        assertThat(group(TWENTY).build().evacuate(b).to(c).execute().results()).isEmpty();
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> group(TWENTY).build().evacuate(a).to(c).execute())
                .is(refusal(RefusalReason.UNKNOWN_TARGET));
    }

    @Test
    void evacuate_whenAConditionIsAddedOrTheTargetIsTheHost_isRefusedAtOnce() {
        FloatingIpGroup all = group(TWENTY).build();

        assertThatIllegalStateException()
                .isThrownBy(() -> all.evacuate(a).from(b))
                .withMessageContaining(a);
        assertThatIllegalStateException().isThrownBy(() -> all.evacuate(a).orUnheld());
        assertThatIllegalArgumentException().isThrownBy(() -> all.evacuate(a).to(a));
        assertThatIllegalStateException()
                .isThrownBy(() -> all.evacuate(a).execute())
                .withMessageContaining("call to(..)");
    }

    @Test
    void group_whenAddressesAreMalformedOrTwice_isRefusedAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> FloatingIpGroup.of(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FloatingIpGroup.at("10.0.1.12", "10.0.1.12"))
                .withMessageContaining("twice");
        assertThatIllegalArgumentException().isThrownBy(() -> FloatingIpGroup.at("10.0.1.012"));
        assertThatIllegalStateException()
                .isThrownBy(() -> FloatingIpGroup.at("10.0.1.12").build())
                .withMessageContaining("assigner(..)");
        assertThat(FloatingIpGroup.of(List.of(new StringBuilder("10.0.1.12")))
                        .assigner(assigner)
                        .build())
                .hasToString("FloatingIpGroup[10.0.1.12]");
    }

    @Test
    void holders_always_isOneReadForAll() {
        give(TWENTY.get(5), c);
        network.unassignAddresses(eni(a, 0).id(), List.of(IpAddress.of(TWENTY.get(6))));

        var holders = group(TWENTY).build().holders();

        assertThat(holders).hasSize(20);
        assertThat(holders.get(IpAddress.of(TWENTY.get(5))))
                .allMatch(holder -> holder.isOn(HostId.of(c)))
                .hasSize(1);
        assertThat(holders.get(IpAddress.of(TWENTY.get(6)))).isEmpty();
        assertThat(actions()).containsExactly(DESCRIBE);
    }

    @Test
    void holders_whenMoreThanTwoHundredOnOneInterface_areReadInTwoCalls() {
        List<String> many = new ArrayList<>();
        many.add(TWENTY.get(0));
        IntStream.range(0, 210).mapToObj(i -> "10.0.3." + i).forEach(many::add);
        many.add(TWENTY.get(1));

        var holders = group(many).timeoutSeconds(1).build().holders();

        assertThat(actions()).containsExactly(DESCRIBE, DESCRIBE);
        assertThat(List.of(TWENTY.get(0), TWENTY.get(1)))
                .allSatisfy(address -> assertThat(holders.get(IpAddress.of(address)))
                        .singleElement()
                        .matches(holder -> holder.isOn(HostId.of(a))));
        assertThat(holders.values().stream().filter(List::isEmpty)).hasSize(210);
    }

    @Test
    void moveTo_whenThrottled_looksAtAllAtOnceBeforeItRepeats() {
        server.inject(Fault.throttle().onCall(Call.ASSIGN));

        GroupMoveResult result = group(TWENTY).build().moveTo(b);

        assertThat(actions()).endsWith(ASSIGN, DESCRIBE, ASSIGN, DESCRIBE);
        assertThat(result.results()).allMatch(MoveResult::moved);
    }

    @Test
    void moveTo_whenTheReplyIsLost_isMovedByOneAssignment() {
        server.inject(Fault.loseReply().onCall(Call.ASSIGN));

        GroupMoveResult result = group(TWENTY).build().moveTo(b);

        assertThat(server.count(ASSIGN)).isEqualTo(1);
        assertThat(result.results()).allMatch(MoveResult::moved);
    }

    @Test
    void moveTo_whenAThirdPartyTookOneMeanwhile_leavesItThereAndMovesTheOthers() {
        server.inject(Fault.throttle().onCall(Call.ASSIGN).then(() -> give(TWENTY.get(7), c)));

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class, () -> group(TWENTY).build().moveTo(b));

        assertThat(failed.failures()).hasSize(1);
        assertThat(failed.failures().get(IpAddress.of(TWENTY.get(7)))).isInstanceOf(SupersededException.class);
        assertThat(failed.moved()).hasSize(19);
        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
        assertThat(failed.retryable()).isFalse();
        assertThat(failed).hasMessageContaining("1 of 20 addresses did not get to " + b);
        assertThat(holder(TWENTY.get(7))).isEqualTo(c);
    }

    @Test
    void moveTo_whenOneOfThoseThatNobodyHeldIsTakenMeanwhile_givesTheOthersInOneMoreCall() {
        List<IpAddress> free = TWENTY.subList(0, 4).stream().map(IpAddress::of).toList();
        network.unassignAddresses(eni(a, 0).id(), free);
        server.inject(Fault.loseRequest().onCall(Call.ASSIGN).then(() -> give(TWENTY.get(2), c)));

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class,
                () -> group(TWENTY.subList(0, 4)).build().moveTo(b));

        assertThat(failed.failures()).containsOnlyKeys(IpAddress.of(TWENTY.get(2)));
        assertThat(failed.moved()).hasSize(3);
        assertThat(holder(TWENTY.get(2))).isEqualTo(c);
    }

    @Test
    void moveTo_whenSomebodyCameToOneThatNobodyHeld_isRefusedForThatOneAlone() {
        List<IpAddress> free = TWENTY.subList(0, 4).stream().map(IpAddress::of).toList();
        network.unassignAddresses(eni(a, 0).id(), free);
        FloatingIpGroup four = group(TWENTY.subList(0, 4))
                .listener(
                        new MoveListener() {
                            @Override
                            public void stepEnded(StepEnded event) {
                                if (event.step().kind() == StepKind.PLANNED
                                        && event.address().equals(free.get(0))) {
                                    give(TWENTY.get(2), c);
                                }
                            }
                        },
                        Runnable::run)
                .build();

        GroupMoveException failed = catchThrowableOfType(GroupMoveException.class, () -> four.moveTo(b));

        assertThat(failed.failures()).containsOnlyKeys(free.get(2));
        assertThat(failed.failures().get(free.get(2))).isInstanceOf(HolderChangedException.class);
        assertThat(failed.moved()).hasSize(3);
        assertThat(server.count(ASSIGN)).isEqualTo(2);
    }

    @Test
    void moveTo_whenOneInterfaceIsDenied_movesWhatItCan() {
        server.inject(Fault.deny().onCall(Call.ASSIGN));

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class, () -> group(both()).build().moveTo(b));

        assertThat(failed.failures()).hasSize(20);
        assertThat(failed.failures().values()).hasOnlyElementsOfType(PermissionDeniedException.class);
        assertThat(failed.moved()).hasSize(4);
        assertHeldBy(a, TWENTY);
        assertHeldBy(b, FOUR);
    }

    @Test
    void allOrNothing_whenTheSecondInterfaceFails_givesTheFirstBackAndSaysSo() {
        GroupMoveException failed = allOrNothingWithSecondInterfaceDenied(() -> {});

        assertHeldBy(a, both());
        assertThat(failed.moved()).isEmpty();
        assertThat(failed.failures()).hasSize(20);
        assertThat(failed.restored().stream().map(IpAddress::toString)).containsExactlyElementsOf(FOUR);
        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(failed).hasMessageContaining("In the end nothing was changed.");
        assertThat(both()).noneMatch(address -> hosts.accepts(b, address));
        // The last two: before and after the target drops what was added to it.
        assertThat(actions()).endsWith(ASSIGN, ASSIGN, DESCRIBE, DESCRIBE, ASSIGN, DESCRIBE, DESCRIBE, DESCRIBE);
    }

    @Test
    void allOrNothing_whenAThirdPartyTookOneBeforeItIsGivenBack_leavesItThere() {
        GroupMoveException failed = allOrNothingWithSecondInterfaceDenied(
                () -> network.assignAddresses(eni(c, 1).id(), List.of(IpAddress.of(FOUR.get(1))), true));

        assertThat(holder(FOUR.get(1))).isEqualTo(c);
        assertThat(failed.failures()).hasSize(21);
        assertThat(failed.failures().get(IpAddress.of(FOUR.get(1)))).isInstanceOf(SupersededException.class);
        assertThat(failed.restored()).hasSize(3);
        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
    }

    @Test
    void allOrNothing_whenGivingBackIsDenied_saysWhatStayedOnTheTarget() {
        GroupMoveException failed = allOrNothingWithSecondInterfaceDenied(() -> {
            for (int i = 0; i < 100; i++) {
                server.inject(Fault.deny().onCall(Call.ASSIGN));
            }
        });

        assertThat(failed.moved()).hasSize(4);
        assertThat(failed.moved())
                .allSatisfy(moved ->
                        assertThat(moved.warnings()).singleElement().asString().contains("could not be given back to"));
        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
        assertHeldBy(b, FOUR);
        assertThat(FOUR).allMatch(address -> hosts.accepts(b, address));
    }

    /** Four go first and well, then twenty are denied; {@code then} is run when the four were seen on the target. */
    @Test
    void moveTo_whenEachCallFailsByAnotherThing_saysOfEachAddressWhatItFailedBy() {
        server.inject(Fault.deny().onAction(ASSIGN));
        server.inject(Fault.refuse("IncorrectState").onAction(ASSIGN));

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class, () -> group(both()).build().moveTo(b));

        assertThat(failed.failures().get(IpAddress.of(TWENTY.get(3)))).isInstanceOf(PermissionDeniedException.class);
        assertThat(failed.failures().get(IpAddress.of(FOUR.get(3))))
                .isNotInstanceOf(PermissionDeniedException.class)
                .hasMessageContaining("IncorrectState");
    }

    private GroupMoveException allOrNothingWithSecondInterfaceDenied(Runnable then) {
        List<String> fourFirst = new ArrayList<>(FOUR);
        fourFirst.addAll(TWENTY);
        IpAddress first = IpAddress.of(FOUR.get(0));
        FloatingIpGroup group = group(fourFirst)
                .hosts(hosts)
                .listener(
                        new MoveListener() {
                            @Override
                            public void stepEnded(StepEnded event) {
                                if (!event.address().equals(first)) {
                                    return;
                                }
                                if (event.step().kind() == StepKind.ASSIGNED) {
                                    server.inject(Fault.deny().onCall(Call.ASSIGN));
                                } else if (event.step().kind() == StepKind.VERIFIED) {
                                    then.run();
                                }
                            }
                        },
                        Runnable::run)
                .build();
        return catchThrowableOfType(
                GroupMoveException.class,
                () -> group.move().to(b).allOrNothing().execute());
    }

    @Test
    void allOrNothing_whenNothingFails_movesAll() {
        GroupMoveResult result =
                group(both()).build().move().to(b).allOrNothing().execute();

        assertThat(result.results()).hasSize(24);
    }

    @Test
    void moveTo_whenNeverVisible_isUnverifiedForEach() {
        network.delayVisibility(Duration.ofHours(1));

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class, () -> group(TWENTY).build().moveTo(b));

        assertThat(failed.failures()).hasSize(20);
        assertThat(failed.failures().values()).hasOnlyElementsOfType(NotVerifiedException.class);
        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
    }

    @Test
    void moveTo_whenVisibleLate_waitsForAll() {
        network.delayVisibility(Duration.ofSeconds(2));

        assertThat(group(TWENTY).build().moveTo(b).results()).hasSize(20);
    }

    @Test
    void moveTo_whenInterrupted_stopsBeforeAnythingIsChanged() {
        Thread.currentThread().interrupt();

        FloatingIpException failed = catchThrowableOfType(
                FloatingIpException.class, () -> group(TWENTY).build().moveTo(b));

        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertHeldBy(a, TWENTY);
    }

    @Test
    void moveTo_whenTheHostIsUnreachable_triesItOnceAndChangesNothing() {
        hosts.cutOff(b);

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class,
                () -> group(TWENTY).hosts(hosts).build().moveTo(b));

        assertThat(failed.failures()).hasSize(20);
        assertThat(failed.failures().values())
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOf(OutOfTimeException.class)
                        .hasCauseInstanceOf(HostUnreachableException.class));
        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(server.requests()).noneMatch(RecordedRequest::mutating);
    }

    @Test
    void moveTo_whenHostsAreConfigured_makesAllBeforeAndBreaksAllAfter() {
        TWENTY.forEach(address -> hosts.set(a, address));

        GroupMoveResult result = group(TWENTY).hosts(hosts).build().moveTo(b);

        assertThat(TWENTY)
                .allMatch(address -> hosts.accepts(b, address))
                .noneMatch(address -> hosts.accepts(a, address));
        assertThat(result.warnings()).isEmpty();
    }

    @Test
    void moveTo_whenTheOldHostIsDead_costsItsBudgetOnceAndWarnsOfEach() {
        hosts.cutOff(a);

        GroupMoveResult result = group(TWENTY).hosts(hosts).build().moveTo(b);

        assertThat(result.warnings()).hasSize(20).allMatch(warning -> warning.contains(a + " may still accept"));
        hosts.mend(a);
        FloatingIpGroup group = group(TWENTY).hosts(hosts).build();
        assertThat(group.settle(result)).hasSize(20).allMatch(SettleResult::complete);
        assertThat(result.results().stream()
                        .flatMap(each -> each.steps().stream())
                        .filter(step -> step.kind() == StepKind.OLD_HOST_RELEASED)
                        .map(MoveStep::outcome))
                .containsOnlyOnce(StepOutcome.FAILED)
                .contains(StepOutcome.SKIPPED);
        assertThat(hosts.history())
                .as("how often it was asked")
                .containsOnlyOnce(a + " failed to drop " + TWENTY.get(0))
                .filteredOn(line -> line.startsWith(a + " failed"))
                .hasSize(1);
    }

    @Test
    void settle_whenManyWereLost_isOneLookBeforeAndOneAfter() {
        hosts.cutOff(a);
        GroupMoveResult moved = group(TWENTY).hosts(hosts).build().moveTo(b);
        hosts.mend(a);
        int before = server.requests().size();

        List<SettleResult> results = group(TWENTY).hosts(hosts).build().settle(moved);

        assertThat(results).hasSize(20).allMatch(SettleResult::complete);
        assertThat(actions().subList(before, actions().size())).containsExactly(DESCRIBE, DESCRIBE);
    }

    @Test
    void settle_whenTheLookAfterwardsFails_losesNothingOfWhatWasDone() {
        hosts.cutOff(a);
        GroupMoveResult moved = group(TWENTY).hosts(hosts).build().moveTo(b);
        hosts.mend(a);
        FloatingIpGroup group = group(TWENTY).hosts(hosts).build();
        server.inject(Fault.deny().onCall(Call.LOOK).skip(1));

        List<SettleResult> results = group.settle(moved);

        assertThat(results).hasSize(20).allMatch(SettleResult::complete);
        assertThat(results)
                .allSatisfy(result -> assertThat(result.warnings())
                        .singleElement()
                        .asString()
                        .contains("it could not be seen whether"));
    }

    @Test
    void settle_whenTheFirstLookFails_asksNoHost() {
        hosts.cutOff(a);
        GroupMoveResult moved = group(TWENTY).hosts(hosts).build().moveTo(b);
        hosts.mend(a);
        FloatingIpGroup group = group(TWENTY).hosts(hosts).build();
        int before = hosts.history().size();
        server.inject(Fault.deny().onCall(Call.LOOK));

        assertThatExceptionOfType(PermissionDeniedException.class).isThrownBy(() -> group.settle(moved));
        assertThat(hosts.history()).hasSize(before);
    }

    @Test
    void settle_whenOnlyTheHostIsKnown_dropsWhatItDoesNotHold() {
        TWENTY.forEach(address -> hosts.set(b, address));
        give(TWENTY.get(0), b);

        List<SettleResult> results =
                group(TWENTY.subList(0, 3)).hosts(hosts).build().settle(b);

        assertThat(results).hasSize(3).allMatch(SettleResult::complete);
        assertThat(hosts.accepts(b, TWENTY.get(0))).as("it holds it").isTrue();
        assertThat(hosts.accepts(b, TWENTY.get(1))).isFalse();
        assertThat(hosts.accepts(b, TWENTY.get(2))).isFalse();
    }

    @Test
    void settle_whenTheResultIsOfAnotherGroup_refusesBeforeAnybodyIsAsked() {
        hosts.cutOff(a);
        GroupMoveResult moved = group(TWENTY).hosts(hosts).build().moveTo(b);

        assertThatThrownBy(() -> group(FOUR).hosts(hosts).build().settle(moved))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(TWENTY.get(0) + ", which is not one of");
    }

    @Test
    void moveTo_whenOneIsBroughtBackBeforeItsOldHostDrops_thatAcceptsItAgain() {
        TWENTY.forEach(address -> hosts.set(a, address));
        String brought = TWENTY.get(3);
        server.inject(Fault.none()
                .onCall(Call.LOOK)
                .skip(2) // the look that verifies
                .first(() -> network.assignAddresses(eni(a, 0).id(), List.of(IpAddress.of(brought)), true)));

        GroupMoveResult result = group(TWENTY).hosts(hosts).build().moveTo(b);

        assertThat(TWENTY).allMatch(address -> hosts.accepts(a, address) == address.equals(brought));
        assertThat(result.warnings()).singleElement().asString().contains(a, brought, "again");
    }

    @Test
    void listener_always_hearsOfEachAddress() {
        List<String> heard = new ArrayList<>();
        FloatingIpGroup group = group(List.of(TWENTY.get(0), FOUR.get(0)))
                .listener(new MoveListener() {
                    @Override
                    public void started(OperationStarted event) {
                        heard.add("started " + event.operation().addresses());
                    }

                    @Override
                    public void ended(OperationEnded event) {
                        event.outcomes().forEach(each -> heard.add(each.outcome() + " " + each.address()));
                    }
                })
                .build();

        group.moveTo(b);
        assertThat(heard).containsExactly("started [10.0.1.100, 10.0.2.100]", "MOVED 10.0.1.100", "MOVED 10.0.2.100");
        heard.clear();
        assertThatThrownBy(() -> group.moveTo("i-00000000000000002")).is(refusal(RefusalReason.UNKNOWN_TARGET));
        assertThat(heard)
                .containsExactly("started [10.0.1.100, 10.0.2.100]", "REFUSED 10.0.1.100", "REFUSED 10.0.2.100");
    }

    @Test
    void moveTo_whenTheAssignerCanDoOneAtATime_movesThemOneByOne() {
        IpAssigner single = new WithTraits(InMemoryIpAssigner.of(network), Traits.plain());

        GroupMoveResult result = FloatingIpGroup.of(both())
                .assigner(single)
                .ticker(ticker)
                .build()
                .moveTo(b);

        assertThat(result.results()).hasSize(24);
        assertHeldBy(b, both());
        GroupRefusedException refused = catchThrowableOfType(
                GroupRefusedException.class,
                () -> FloatingIpGroup.at(TWENTY.get(0), "10.0.1.12")
                        .assigner(single)
                        .ticker(ticker)
                        .build()
                        .moveTo(a));
        assertThat(refused.refusals()).hasSize(1);
    }

    @Test
    void moveTo_inMemory_refusesAsEc2Does() {
        FloatingIpGroup ten = FloatingIpGroup.of(TWENTY.subList(0, 10))
                .assigner(InMemoryIpAssigner.of(network))
                .ticker(ticker)
                .build();

        GroupRefusedException refused = catchThrowableOfType(GroupRefusedException.class, () -> ten.moveTo(c));

        assertThat(refused.refusals()).hasSize(10);
        assertThat(refused).hasMessageContaining("no room for 10 more addresses: it has 1, and its limit is 10");
        assertThat(ten.moveTo(b).results()).hasSize(10);
    }

    @Test
    void moveTo_whenTheTargetHasNoInterfaceThere_isRefusedForThose() {
        String single = network.run(InstanceSpec.with(InterfaceSpec.in(front)).type("m5.12xlarge"))
                .id();

        GroupRefusedException refused = catchThrowableOfType(
                GroupRefusedException.class, () -> group(both()).build().moveTo(single));

        assertThat(refused.refusals()).hasSize(4);
        assertThat(refused.refusals().values()).are(refusal(RefusalReason.SUBNET_MISMATCH));
    }
}
