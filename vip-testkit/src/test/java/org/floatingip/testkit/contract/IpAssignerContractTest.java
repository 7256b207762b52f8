package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.floatingip.Dependent;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.doctor.Finding;
import org.floatingip.spi.ForwardingIpAssigner;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.testkit.engine.Events;

/** What the contract finds: promises without a method, and decorators that lose something. */
class IpAssignerContractTest {

    /** What the contract below is run with. */
    private static Supplier<AssignerFixture> fixture = () -> new InMemoryFixture(UnaryOperator.identity());

    static class Contract extends IpAssignerContract {

        @Override
        protected AssignerFixture fixture() {
            return fixture.get();
        }
    }

    private static Events run(Function<IpAssigner, IpAssigner> around) {
        return run(() -> new InMemoryFixture(around));
    }

    /** Nothing of what it wraps may be lost. */
    private static Events runDecorator(Function<IpAssigner, IpAssigner> around) {
        return run(() -> new InMemoryFixture.Decorated(around));
    }

    private static Events run(Supplier<AssignerFixture> tested) {
        fixture = tested;
        return Runs.of(Contract.class);
    }

    private static IpAssigner plain(IpAssigner network, Traits traits) {
        return new PlainAssigner(network, traits, PlainAssigner::displacing);
    }

    // ---- what is kept and what is skipped

    @Test
    void contract_ofTheInMemoryAssigner_isKeptWhole() {
        Events events = run(UnaryOperator.identity());

        assertThat(Runs.failed(events)).isEmpty();
        assertThat(Runs.skipped(events)).containsExactly("traits() do not promise a mostPerCall() below 1000");
    }

    @Test
    void contract_ofThePlainestAssigner_saysWhatItSkips() {
        Events events = run(network -> plain(network, Traits.plain()));

        assertThat(Runs.failed(events)).isEmpty();
        assertThat(Runs.skipped(events))
                .containsExactlyInAnyOrder(
                        "traits() do not promise conditional()",
                        "traits() do not promise mostPerCall() above 1",
                        "traits() do not promise putsBack()",
                        "traits() do not promise knowsHosts()",
                        "traits() do not promise diagnoses()",
                        "explain() says nothing");
    }

    @Test
    void contract_ofANetworkWithoutTakeover_asksForNone() {
        Traits traits =
                Traits.builder().takeover(Traits.Takeover.NONE).conditional().build();

        Events events = run(network -> new PlainAssigner(network, traits, PlainAssigner::keeping));

        assertThat(Runs.failed(events)).isEmpty();
        assertThat(Runs.skipped(events)).contains("traits() do not promise a takeover() that is ATOMIC");
    }

    @Test
    void contract_ofADecoratorThatForwards_isKeptWhole() {
        Events events = runDecorator(network -> new ForwardingIpAssigner(network) {});

        assertThat(Runs.failed(events)).isEmpty();
    }

    // ---- promises without a method

    static List<Arguments> promises() {
        return List.of(
                Arguments.of(Traits.builder().conditional().build(), "assign_whenSomebodyCameSince_refuses()"),
                Arguments.of(Traits.builder().mostPerCall(2).build(), "release_whenItHoldsAll_takesThem()"),
                Arguments.of(Traits.builder().conditional().putsBack().build(), "putBack_afterAHandover_putsItBack()"),
                Arguments.of(Traits.builder().knowsHosts().build(), "ownAddresses_ofSeveralHosts_areTheirOwn()"),
                Arguments.of(Traits.builder().diagnoses().build(), "diagnoseTarget_ofAHost_namesIt()"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("promises")
    void contract_whenATraitIsPromisedWithoutItsMethod_fails(Traits traits, String foundBy) {
        assertThat(Runs.failed(run(network -> plain(network, traits)))).contains(foundBy);
    }

    @Test
    void contract_whenTheNetworkDoesNotTakeOver_fails() {
        assertThat(Runs.failed(run(network -> new PlainAssigner(network, Traits.plain(), PlainAssigner::keeping))))
                .contains("assign_whenHeld_movesIt()");
    }

    // ---- decorators that lose something

    static List<Arguments> decorators() {
        return List.of(
                decorator(
                        "drops the traits", "traits_always_areTheSame()", network -> new ForwardingIpAssigner(network) {
                            @Override
                            public Traits traits() {
                                return Traits.plain();
                            }
                        }),
                decorator(
                        "drops how many a call takes",
                        "assign_ofTooMany_isIllegal()",
                        network -> new ForwardingIpAssigner(network) {
                            @Override
                            public Traits traits() {
                                return super.traits().toBuilder().mostPerCall(1).build();
                            }
                        }),
                decorator(
                        "locates the first alone",
                        "locate_ofSeveral_hasAnEntryForEach()",
                        network -> new ForwardingIpAssigner(network) {
                            @Override
                            public Map<IpAddress, List<Holder>> locate(List<IpAddress> addresses) {
                                return super.locate(addresses.subList(0, 1));
                            }
                        }),
                decorator(
                        "surveys the first alone",
                        "survey_ofSeveral_saysWhatItSaysOfEach()",
                        network -> new ForwardingIpAssigner(network) {
                            @Override
                            public PerAddress<Survey> survey(List<IpAddress> addresses, HostId target) {
                                return super.survey(addresses.subList(0, 1), target);
                            }
                        }),
                decorator(
                        "assigns one after the other",
                        "assign_whenSomebodyCameForOne_movesNone()",
                        network -> new ForwardingIpAssigner(network) {
                            @Override
                            public void assign(List<Transfer> batch) {
                                batch.forEach(transfer -> super.assign(List.of(transfer)));
                            }
                        }),
                decorator(
                        "releases one after the other",
                        "release_whenAnotherHoldsOne_takesNone()",
                        network -> new ForwardingIpAssigner(network) {
                            @Override
                            public void release(List<IpAddress> addresses, Holder holder) {
                                addresses.forEach(address -> super.release(List.of(address), holder));
                            }
                        }),
                decorator(
                        "releases the first alone",
                        "release_whenItHoldsAll_takesThem()",
                        network -> new ForwardingIpAssigner(network) {
                            @Override
                            public void release(List<IpAddress> addresses, Holder holder) {
                                super.release(addresses.subList(0, 1), holder);
                            }
                        }),
                decorator(
                        "puts nothing back",
                        "putBack_afterAHandover_putsItBack()",
                        network -> new ForwardingIpAssigner(network) {
                            @Override
                            public void putBack(IpAddress address, Placement placement, List<Dependent> dependents) {}
                        }),
                decorator(
                        "knows the first host alone",
                        "ownAddresses_ofSeveralHosts_areTheirOwn()",
                        network -> new ForwardingIpAssigner(network) {
                            @Override
                            public Map<HostId, IpAddress> ownAddresses(List<HostId> hosts) {
                                return super.ownAddresses(hosts.subList(0, 1));
                            }
                        }),
                decorator(
                        "explains nothing",
                        "explain_whenTheNetworkCantBeAsked_explainsAllTheSame()",
                        network -> new ForwardingIpAssigner(network) {
                            @Override
                            public List<PlannedCall> explain(
                                    List<Transfer> batch, MoveStrategy strategy, List<Dependent> cutOff) {
                                return List.of();
                            }
                        }),
                decorator(
                        "explains the first alone",
                        "explain_ofSeveral_hasAsManyChangesAsOfOne()",
                        network -> new ForwardingIpAssigner(network) {
                            @Override
                            public List<PlannedCall> explain(
                                    List<Transfer> batch, MoveStrategy strategy, List<Dependent> cutOff) {
                                return super.explain(batch.subList(0, 1), strategy, cutOff);
                            }
                        }),
                decorator(
                        "makes up warnings",
                        "warnings_whenTheNetworkCantBeAsked_areLeftOut()",
                        network -> new ForwardingIpAssigner(network) {
                            @Override
                            public List<String> warnings(List<Transfer> batch) {
                                return List.of("it is Sunday");
                            }
                        }),
                decorator(
                        "finds nothing of addresses",
                        "diagnose_always_changesNothing()",
                        network -> new ForwardingIpAssigner(network) {
                            @Override
                            public List<Finding> diagnoseAddress(IpAddress address, Survey survey) {
                                return List.of();
                            }
                        }),
                decorator(
                        "finds nothing of hosts",
                        "diagnoseTarget_ofAHost_namesIt()",
                        network -> new ForwardingIpAssigner(network) {
                            @Override
                            public List<Finding> diagnoseTarget(IpAddress address, Survey survey) {
                                return List.of();
                            }
                        }));
    }

    private static Arguments decorator(String name, String foundBy, Function<IpAssigner, IpAssigner> around) {
        return Arguments.of(name, foundBy, around);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("decorators")
    void contract_whenADecoratorLosesSomething_fails(
            String name, String foundBy, Function<IpAssigner, IpAssigner> around) {
        assertThat(Runs.failed(runDecorator(around))).as(name).contains(foundBy);
    }
}
