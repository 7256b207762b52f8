package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.FloatingIpGroup;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveListener;
import org.floatingip.RefusedException;
import org.floatingip.event.AddressOutcome;
import org.floatingip.event.OperationEnded;
import org.floatingip.event.OperationStarted;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.ForwardingIpAssigner;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Survey;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Groups by an assigner of somebody else's that does not do what its SPI says. */
class GroupAssignerTest {

    private static final List<IpAddress> TWO = List.of(IpAddress.of("10.0.1.100"), IpAddress.of("10.0.1.101"));

    private final VirtualTicker ticker = VirtualTicker.create();
    private final InMemoryVpc network = InMemoryVpc.builder().ticker(ticker).build();
    private final String subnet = network.createSubnet(
                    network.createVpc("10.0.0.0/16").id(), "10.0.1.0/24", "us-east-1a")
            .id();
    private final String a = network.run(InstanceSpec.with(
                    InterfaceSpec.in(subnet).secondary("10.0.1.100").secondary("10.0.1.101")))
            .id();
    private final String b =
            network.run(InstanceSpec.with(InterfaceSpec.in(subnet))).id();
    private final Bent assigner = new Bent(InMemoryIpAssigner.of(network));
    private final List<String> heard = new ArrayList<>();
    private final FloatingIpGroup group = FloatingIpGroup.of(TWO)
            .assigner(assigner)
            .ticker(ticker)
            .timeoutSeconds(3)
            .listener(new Heard(heard))
            .build();

    /** What an answer about two addresses can lack. */
    enum Lack {
        THE_ANSWER,
        ONE_ADDRESS,
        THE_HOLDERS_OF_ONE;

        Map<IpAddress, List<Holder>> of(Map<IpAddress, List<Holder>> answer) {
            Map<IpAddress, List<Holder>> less = new HashMap<>(answer);
            switch (this) {
                case THE_ANSWER -> {
                    return null;
                }
                case ONE_ADDRESS -> less.remove(TWO.get(1));
                case THE_HOLDERS_OF_ONE -> less.put(TWO.get(1), null);
            }
            return less;
        }
    }

    @ParameterizedTest
    @EnumSource
    void evacuate_whenTheAnswerLacksSomething_isNotTakenForNothingHeld(Lack lack) {
        assigner.located = lack::of;
        // Whether the target can take them does not matter where the host holds nothing: that is looked up then.
        assigner.surveyed = answer -> {
            throw RefusedException.unknownTarget(HostId.of(b), "as the test says", null);
        };

        // No answer at all is a bug, which asking again does not mend.
        Class<? extends FloatingIpException> type =
                lack == Lack.THE_ANSWER ? UnavailableException.class : OutOfTimeException.class;

        assertThatExceptionOfType(type)
                .isThrownBy(() -> group.evacuate(a).to(b).execute())
                .satisfies(failed -> assertThat(failed.effect()).isEqualTo(Effect.NONE));
        assertThatExceptionOfType(type).isThrownBy(group::holders);
    }

    @Test
    void evacuate_whenTheSurveyLacksAnAddress_isNotTakenForNothingHeld() {
        IpAddress first = IpAddress.of("10.0.1.100");
        assigner.surveyed = answer ->
                PerAddress.<Survey>builder().add(first, answer.value(first)).build();

        assertThatExceptionOfType(OutOfTimeException.class)
                .isThrownBy(() -> group.evacuate(a).to(b).execute())
                .satisfies(failed -> assertThat(failed.effect()).isEqualTo(Effect.NONE));
    }

    @Test
    void holders_whenTheAnswerIsInAnotherOrder_areInTheOrderOfTheGroup() {
        assigner.located = answer -> {
            Map<IpAddress, List<Holder>> turned = new LinkedHashMap<>();
            turned.put(TWO.get(1), answer.get(TWO.get(1)));
            turned.put(TWO.get(0), answer.get(TWO.get(0)));
            turned.put(IpAddress.of("10.0.1.102"), List.of());
            return turned;
        };

        assertThat(group.holders().keySet()).containsExactlyElementsOf(TWO);
    }

    @ParameterizedTest
    @EnumSource
    void moveTo_whenTheVerifyingAnswerLacksSomething_isUnverified(Lack lack) {
        assigner.located = lack::of;

        GroupMoveException failed = catchThrowableOfType(GroupMoveException.class, () -> group.moveTo(b));

        assertThat(failed.failures().get(TWO.get(1))).isInstanceOf(NotVerifiedException.class);
        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
        assertThat(heard).contains("failed 10.0.1.101 NotVerified");
    }

    @ParameterizedTest
    @EnumSource
    void moveTo_whenTheReplyIsLostAndTheNextLookLacksSomething_isUnknownForBoth(Lack lack) {
        assigner.real.inject(Fault.loseReply().onCall(Call.ASSIGN));
        assigner.located = lack::of;

        GroupMoveException failed = catchThrowableOfType(GroupMoveException.class, () -> group.moveTo(b));

        assertThat(failed.failures()).containsOnlyKeys(TWO);
        assertThat(failed.failures().values()).hasOnlyElementsOfType(NotVerifiedException.class);
        assertThat(failed.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(heard).contains("failed 10.0.1.100 NotVerified", "failed 10.0.1.101 NotVerified");
    }

    @ParameterizedTest
    @EnumSource
    void allOrNothing_whenTheLookBeforeGivingBackLacksSomething_givesNothingBack(Lack lack) {
        String third = network.run(InstanceSpec.with(InterfaceSpec.in(subnet).secondary("10.0.1.102")))
                .id();
        IpAddress last = IpAddress.of("10.0.1.102");
        List<IpAddress> three = List.of(TWO.get(0), TWO.get(1), last);
        assigner.located = answer -> {
            if (!assigner.seen) {
                // The verification: two are there, and the third is somebody else's by now.
                assigner.seen = true;
                network.assignAddresses(eni(third), List.of(last), true);
                Map<IpAddress, List<Holder>> now = new HashMap<>(answer);
                now.put(last, List.of(Holder.of(HostId.of(third), "eni-0somebodynew")));
                return now;
            }
            return lack.of(answer);
        };

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class,
                () -> FloatingIpGroup.of(three)
                        .assigner(assigner)
                        .ticker(ticker)
                        .build()
                        .move()
                        .to(b)
                        .allOrNothing()
                        .execute());

        assertThat(failed.failures()).containsOnlyKeys(last);
        assertThat(failed.restored()).isEmpty();
        assertThat(failed.moved())
                .hasSize(2)
                .allSatisfy(moved ->
                        assertThat(moved.warnings()).singleElement().asString().contains("could not be given back"));
        assertThat(TWO)
                .allSatisfy(address -> assertThat(network.holders(address.toString())
                                .get(0)
                                .host()
                                .value())
                        .isEqualTo(b));
    }

    @Test
    void moveTo_whenTheSurveyIsNone_failsBeforeAnythingIsChangedAndIsTold() {
        assigner.surveyed = answer -> null;

        FloatingIpException failed = catchThrowableOfType(FloatingIpException.class, () -> group.moveTo(b));

        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(heard).contains("failed 10.0.1.100 Unavailable", "failed 10.0.1.101 Unavailable");
    }

    @Test
    void moveTo_whenTheSurveySaysNothingOfOne_failsBeforeAnythingIsChanged() {
        assigner.surveyed = answer -> PerAddress.<Survey>builder()
                .add(TWO.get(0), answer.value(TWO.get(0)))
                .build();

        FloatingIpException failed = catchThrowableOfType(FloatingIpException.class, () -> group.moveTo(b));

        assertThat(failed).hasMessageContaining("it says nothing of 10.0.1.101");
        assertThat(failed.effect()).isEqualTo(Effect.NONE);
    }

    @Test
    void moveTo_whenAnErrorIsThrown_isTheCauseOfWhatTheCallerGets() {
        assigner.surveyed = answer -> {
            throw new StackOverflowError("of the test");
        };

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> group.moveTo(b))
                .withRootCauseInstanceOf(StackOverflowError.class)
                .satisfies(failed -> assertThat(failed.effect()).isEqualTo(Effect.NONE));
        assertThat(heard)
                .contains(
                        "started [10.0.1.100, 10.0.1.101]",
                        "failed 10.0.1.100 Unavailable",
                        "failed 10.0.1.101 Unavailable");
    }

    @Test
    void evacuate_whenItsFirstReadingIsSlow_countsThatInWhatItTook() {
        assigner.surveyed = answer -> {
            ticker.advance(Duration.ofSeconds(1));
            return answer;
        };
        var began = ticker.now();

        var result = group.evacuate(a).to(b).execute();

        assertThat(result.results()).hasSize(2);
        assertThat(result.startedAt()).isEqualTo(began);
        assertThat(result.elapsed()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(result.results()).allSatisfy(each -> {
            assertThat(each.startedAt()).isEqualTo(began);
            assertThat(each.elapsed()).isEqualTo(result.elapsed());
            assertThat(each.steps().get(0).duration()).isEqualTo(Duration.ofSeconds(1));
            assertThat(each.steps().get(0).attempts()).isEqualTo(1);
        });
    }

    private String eni(String host) {
        return network.instance(host).orElseThrow().interfaces().get(0).id();
    }

    /** An assigner whose answers are bent by the test. */
    private static final class Bent extends ForwardingIpAssigner {

        final InMemoryIpAssigner real;
        boolean seen;
        UnaryOperator<Map<IpAddress, List<Holder>>> located = UnaryOperator.identity();
        UnaryOperator<PerAddress<Survey>> surveyed = UnaryOperator.identity();

        Bent(InMemoryIpAssigner real) {
            super(real);
            this.real = real;
        }

        @Override
        public Map<IpAddress, List<Holder>> locate(List<IpAddress> addresses) {
            return located.apply(super.locate(addresses));
        }

        @Override
        public PerAddress<Survey> survey(List<IpAddress> addresses, HostId target) {
            return surveyed.apply(super.survey(addresses, target));
        }
    }

    private record Heard(List<String> heard) implements MoveListener {

        @Override
        public void started(OperationStarted event) {
            heard.add("started " + event.operation().addresses());
        }

        @Override
        public void ended(OperationEnded event) {
            for (AddressOutcome each : event.outcomes()) {
                FloatingIpException failure = each.failure();
                heard.add(
                        failure == null
                                ? "moved " + each.address()
                                : "failed " + each.address() + " " + failure.type());
            }
        }
    }
}
