package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.FloatingIpGroup;
import org.floatingip.GroupMoveResult;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.MoveListener;
import org.floatingip.MoveResult;
import org.floatingip.MoveStep;
import org.floatingip.RefusalReason;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.event.OperationEnded;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.GroupRefusedException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.HostUnreachableException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.spi.ForwardingIpAssigner;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Placement;
import org.floatingip.spi.SingleHostNetworkConfigurator;
import org.floatingip.spi.Ticker;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.Incident;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.junit.jupiter.api.Test;

/** Groups where something is left over, shared, or the same as something else. Host {@code a} holds five addresses. */
class GroupEdgesTest {

    private static final List<String> FIVE =
            List.of("10.0.1.100", "10.0.1.101", "10.0.1.102", "10.0.1.103", "10.0.1.104");

    private final VirtualTicker ticker = VirtualTicker.create();
    private final InMemoryVpc network = InMemoryVpc.builder().ticker(ticker).build();
    private final String vpc = network.createVpc("10.0.0.0/16").id();
    private final String subnet =
            network.createSubnet(vpc, "10.0.1.0/24", "us-east-1a").id();
    private final String a = network.run(InstanceSpec.with(InterfaceSpec.in(subnet)
                            .secondary(FIVE.get(0))
                            .secondary(FIVE.get(1))
                            .secondary(FIVE.get(2))
                            .secondary(FIVE.get(3))
                            .secondary(FIVE.get(4)))
                    .and(InterfaceSpec.in(subnet))
                    .type("m5.large"))
            .id();
    private final String b = host();
    private final String c = host();
    private final InMemoryHosts hosts = InMemoryHosts.create();
    private final InMemoryIpAssigner assigner = InMemoryIpAssigner.of(network);

    private String host() {
        return network.run(InstanceSpec.with(InterfaceSpec.in(subnet)).type("m5.large"))
                .id();
    }

    private FloatingIpGroup.Builder group(String... addresses) {
        return FloatingIpGroup.at(addresses).assigner(assigner).ticker(ticker);
    }

    private FloatingIpGroup.Builder five() {
        return FloatingIpGroup.of(FIVE).assigner(assigner).ticker(ticker);
    }

    private String eni(String host, int index) {
        return network.instance(host).orElseThrow().interfaces().get(index).id();
    }

    private String holder(String address) {
        return network.holders(address).isEmpty()
                ? "nobody"
                : network.holders(address).get(0).host().value();
    }

    private void free(String... addresses) {
        for (String address : addresses) {
            network.unassignAddresses(eni(a, 0), List.of(IpAddress.of(address)));
        }
    }

    private static IpAddress ip(int index) {
        return IpAddress.of(FIVE.get(index));
    }

    @Test
    void allOrNothing_whenOneIsLostBeforeTheFirstChange_doesNotAssignTheOthersEither() {
        free(FIVE.get(0), FIVE.get(1), FIVE.get(2));
        assigner.inject(Fault.none().onCall(Call.ASSIGN).first(Incident.thirdPartyTakes(FIVE.get(1), c)));

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class,
                () -> group(FIVE.get(0), FIVE.get(1), FIVE.get(2))
                        .build()
                        .move()
                        .to(b)
                        .allOrNothing()
                        .execute());

        assertThat(assigner.count(Call.ASSIGN)).as("assignments").isEqualTo(1);
        assertThat(assigner.count(Call.RELEASE)).as("releases").isZero();
        assertThat(failed.failures()).containsOnlyKeys(ip(1));
        assertThat(failed.failures().get(ip(1))).isInstanceOf(HolderChangedException.class);
        assertThat(failed.restored()).containsExactly(ip(0), ip(2));
        assertThat(holder(FIVE.get(0))).isEqualTo("nobody");
    }

    @Test
    void allOrNothing_whenTheLookBeforeGivingBackIsAnOldOne_givesBackAllTheSame() {
        Holder before = network.holders(FIVE.get(0)).get(0);
        StaleAfterVerification stale = new StaleAfterVerification(assigner, ip(0), before, ip(1), 2);

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class,
                () -> FloatingIpGroup.at(FIVE.get(0), FIVE.get(1))
                        .assigner(stale)
                        .ticker(ticker)
                        .build()
                        .move()
                        .to(b)
                        .allOrNothing()
                        .execute());

        assertThat(failed.restored()).containsExactly(ip(0));
        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(holder(FIVE.get(0))).as("and so it is").isEqualTo(a);
    }

    @Test
    void allOrNothing_whenSomebodyElseGaveItBack_isRestoredWithoutAnotherCall() {
        StaleAfterVerification never = new StaleAfterVerification(
                assigner, ip(0), network.holders(FIVE.get(0)).get(0), ip(1), Integer.MAX_VALUE);
        assigner.inject(Fault.none().onCall(Call.LOOK).skip(2).first(Incident.thirdPartyTakes(FIVE.get(0), eni(a, 0))));

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class,
                () -> FloatingIpGroup.at(FIVE.get(0), FIVE.get(1))
                        .assigner(never)
                        .ticker(ticker)
                        .build()
                        .move()
                        .to(b)
                        .allOrNothing()
                        .execute());

        assertThat(failed.restored()).containsExactly(ip(0));
        assertThat(assigner.count(Call.ASSIGN)).isEqualTo(1);
    }

    @Test
    void moveTo_whenTheTargetDiesBeforeItIsUndone_isTriedOnceForAll() {
        assigner.inject(Fault.deny().onCall(Call.ASSIGN).then(() -> hosts.cutOff(b)));

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class, () -> five().hosts(hosts).build().moveTo(b));

        assertThat(failed.failures()).hasSize(5);
        assertThat(hosts.history().stream().filter(line -> line.contains("drop")))
                .as("%s", hosts.history())
                .hasSize(1);
    }

    @Test
    void allOrNothing_whenWhatWasGivenBackCantBeUndoneOnTheTarget_saysSo() {
        assigner.inject(Fault.none()
                .onCall(Call.ASSIGN)
                .first(Incident.thirdPartyTakes(FIVE.get(1), c))
                .then(() -> hosts.cutOff(b)));
        free(FIVE.get(0), FIVE.get(1));

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class,
                () -> group(FIVE.get(0), FIVE.get(1))
                        .hosts(hosts)
                        .build()
                        .move()
                        .to(b)
                        .allOrNothing()
                        .execute());

        assertThat(failed.restored()).containsExactly(ip(0));
        assertThat(hosts.accepts(b, FIVE.get(0))).as("left behind").isTrue();
        assertThat(failed.getSuppressed()).singleElement().isInstanceOf(HostUnreachableException.class);
    }

    /** The request that got no answer may come through after the address was given back, and take it away once more. */
    @Test
    void allOrNothing_whenWhatIsGivenBackHadAnAttemptWithoutAnAnswer_doesNotSayThatItIsRestored() {
        assigner.inject(Fault.loseRequest().onCall(Call.ASSIGN));
        assigner.inject(Fault.throttle().onCall(Call.ASSIGN));
        assigner.inject(Fault.deny().onCall(Call.ASSIGN).skip(1));
        free(FIVE.get(1));

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class,
                () -> group(FIVE.get(0), FIVE.get(1))
                        .build()
                        .move()
                        .to(b)
                        .allOrNothing()
                        .execute());

        assertThat(failed.restored()).doesNotContain(ip(0));
        assertThat(failed.failures().get(ip(0)))
                .isInstanceOf(NotVerifiedException.class)
                .hasMessageContaining("given back")
                .hasMessageContaining("may still arrive");
        assertThat(failed.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(holder(FIVE.get(0))).isEqualTo(a);
    }

    @Test
    void moveTo_whenOneFailureStandsForSeveral_hasTheLadderOfTheFirst() {
        hosts.cutOff(b);

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class, () -> five().hosts(hosts).build().moveTo(b));

        assertThat(failed.failures().get(ip(0)).steps())
                .filteredOn(step -> step.kind() == StepKind.HOST_READY)
                .singleElement()
                .extracting(MoveStep::outcome)
                .as("%s", failed.failures().get(ip(0)).steps())
                .isEqualTo(StepOutcome.FAILED);
    }

    @Test
    void evacuate_whenTheTargetIsAnInterfaceOfTheHost_isRefused() {
        GroupRefusedException there = catchThrowableOfType(
                GroupRefusedException.class,
                () -> five().build().evacuate(a).to(eni(a, 0)).execute());
        GroupRefusedException beside = catchThrowableOfType(
                GroupRefusedException.class,
                () -> five().build().evacuate(a).to(eni(a, 1)).execute());

        assertThat(there).hasMessageContaining(a);
        assertThat(there.refusals()).hasSize(5);
        assertThat(beside.refusals()).hasSize(5);
        assertThat(assigner.count(Call.ASSIGN)).isZero();
    }

    @Test
    void evacuate_whenTheTargetIsTheHostOfTheInterface_isRefused() {
        network.assignAddresses(eni(a, 1), List.of(ip(0)), true);

        GroupRefusedException refused = catchThrowableOfType(
                GroupRefusedException.class,
                () -> five().build().evacuate(eni(a, 0)).to(a).execute());

        assertThat(refused.refusals()).hasSize(4);
    }

    @Test
    void evacuate_whenFromOneInterfaceToAnotherOfTheSameHost_moves() {
        GroupMoveResult result =
                five().build().evacuate(eni(a, 0)).to(eni(a, 1)).execute();

        assertThat(result.results()).hasSize(5).allMatch(MoveResult::moved);
        assertThat(network.holders(FIVE.get(4)).get(0).interfaceId()).isEqualTo(eni(a, 1));
    }

    @Test
    void moveTo_whenOneIsAnIpv6Address_refusesThatOneByName() {
        GroupRefusedException refused = catchThrowableOfType(
                GroupRefusedException.class,
                () -> group(FIVE.get(0), "2001:db8::1").build().moveTo(b));

        assertThat(refused.refusals()).containsOnlyKeys(IpAddress.of("2001:db8::1"));
        assertThat(refused.refusals().values()).are(refusal(RefusalReason.UNSUPPORTED_ADDRESS));
    }

    @Test
    void moveTo_whenTheRoomIsTakenMeanwhile_isAnInterfaceThatIsFull() {
        List<IpAddress> others = new ArrayList<>();
        for (int i = 200; i < 208; i++) {
            others.add(IpAddress.of("10.0.1." + i));
        }
        assigner.inject(Fault.none().onCall(Call.ASSIGN).first(() -> network.assignAddresses(eni(b, 0), others, true)));

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class, () -> five().build().moveTo(b));

        assertThat(failed.failures().values()).are(refusal(RefusalReason.INTERFACE_FULL));
    }

    @Test
    void listener_always_hearsTheResultThatTheCallerGets() {
        List<MoveResult> heard = new ArrayList<>();
        AtomicLong moment = new AtomicLong();
        Ticker running = new Ticker() {
            @Override
            public java.time.Instant now() {
                return ticker.now();
            }

            @Override
            public long nanoTime() {
                return ticker.nanoTime() + moment.incrementAndGet();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                ticker.sleep(duration);
            }
        };

        GroupMoveResult result = five().ticker(running)
                .listener(new MoveListener() {
                    @Override
                    public void ended(OperationEnded event) {
                        event.outcomes().forEach(each -> heard.add(each.moved()));
                    }
                })
                .build()
                .moveTo(b);

        assertThat(heard).containsExactlyElementsOf(result.results());
    }

    @Test
    void moveTo_whenTheHostSideAnswersNothing_failsBeforeAnythingIsChanged() {
        HostNetworkConfigurator mute = new SingleHostNetworkConfigurator() {
            @Override
            public HostReport inspect(IpAddress address, Placement placement, Duration budget) {
                return null;
            }

            @Override
            public HostReport accept(IpAddress address, Placement placement, Duration budget) {
                return null;
            }

            @Override
            public HostReport drop(IpAddress address, Holder holder, Duration budget) {
                return null;
            }
        };

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class, () -> five().hosts(mute).build().moveTo(b));

        assertThat(failed.failures()).hasSize(5);
        assertThat(failed.failures().values())
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(FloatingIpException.class));
        assertThat(assigner.count(Call.ASSIGN)).isZero();
    }

    @Test
    void probe_whenOneAddressDoesNotAnswer_leavesTimeForTheOthers() {
        GroupMoveResult result = five().timeoutSeconds(5)
                .probe((address, budget) -> {
                    if (address.equals(ip(0)) || budget.compareTo(Duration.ofMillis(100)) < 0) {
                        ticker.advance(budget);
                        throw new java.io.IOException("no answer in " + budget.toMillis() + " ms");
                    }
                    return "it answers";
                })
                .build()
                .moveTo(b);

        assertThat(result.warnings()).singleElement().asString().contains(FIVE.get(0));
    }

    /**
     * One address at a time: one look for {@code old} shows what was before, and {@code denied} can't be assigned.
     */
    private static final class StaleAfterVerification extends ForwardingIpAssigner {

        private final IpAddress old;
        private final Holder before;
        private final IpAddress denied;
        private final int stale;
        private int looks;

        StaleAfterVerification(IpAssigner real, IpAddress old, Holder before, IpAddress denied, int stale) {
            super(new WithTraits(real, Traits.plain()));
            this.old = old;
            this.before = before;
            this.denied = denied;
            this.stale = stale;
        }

        @Override
        public Map<IpAddress, List<Holder>> locate(List<IpAddress> addresses) {
            Map<IpAddress, List<Holder>> now = new LinkedHashMap<>(super.locate(addresses));
            if (now.containsKey(old) && ++looks == stale) {
                now.put(old, List.of(before));
            }
            return now;
        }

        @Override
        public void assign(List<Transfer> batch) {
            if (batch.get(0).address().equals(denied)) {
                throw new PermissionDeniedException("ec2:AssignPrivateIpAddresses", null);
            }
            super.assign(batch);
        }
    }
}
