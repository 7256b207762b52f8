package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Finding;
import org.floatingip.spi.ForwardingHostNetworkConfigurator;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.floatingip.spi.SingleHostNetworkConfigurator;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.testkit.engine.Events;

/** What the contract of hosts finds: promises without a method, and decorators that lose something. */
class HostNetworkConfiguratorContractTest {

    /** What the contract below is run with. */
    private static Function<HostNetworkConfigurator, HostNetworkConfigurator> around = UnaryOperator.identity();

    static class Contract extends HostNetworkConfiguratorContract {

        @Override
        protected HostsFixture fixture() {
            InMemoryHosts hosts = InMemoryHosts.create();
            hosts.cutOff("i-0z");
            return new Fixture(hosts, around.apply(hosts));
        }
    }

    private record Fixture(HostNetworkConfigurator wrapped, HostNetworkConfigurator hosts) implements HostsFixture {

        @Override
        public Placement placement() {
            return Placement.builder(HostId.of("i-0a"), "eni-0a").build();
        }

        @Override
        public Placement unreachable() {
            return Placement.builder(HostId.of("i-0z"), "eni-0z").build();
        }

        @Override
        public List<String> addresses() {
            return List.of("10.0.1.12", "fd77:1::12");
        }
    }

    /** Three methods, as somebody writes them in half an hour, in front of other hosts. */
    private static class Plain extends SingleHostNetworkConfigurator {

        private final HostNetworkConfigurator hosts;

        Plain(HostNetworkConfigurator hosts) {
            this.hosts = hosts;
        }

        @Override
        public HostReport inspect(IpAddress address, Placement placement, Duration budget) {
            return hosts.inspect(List.of(address), placement, budget).get(address);
        }

        @Override
        public HostReport accept(IpAddress address, Placement placement, Duration budget) {
            return hosts.accept(List.of(address), placement, budget).get(address);
        }

        @Override
        public HostReport drop(IpAddress address, Holder holder, Duration budget) {
            return hosts.drop(List.of(address), holder, budget).get(address);
        }
    }

    private static Events run(Function<HostNetworkConfigurator, HostNetworkConfigurator> tested) {
        around = tested;
        return Runs.of(Contract.class);
    }

    @Test
    void contract_ofTheInMemoryHosts_isKeptWhole() {
        Events events = run(UnaryOperator.identity());

        assertThat(Runs.failed(events)).isEmpty();
        assertThat(Runs.skipped(events)).isEmpty();
    }

    @Test
    void contract_ofADecoratorThatForwards_isKeptWhole() {
        Events events = run(hosts -> new ForwardingHostNetworkConfigurator(hosts) {});

        assertThat(Runs.failed(events)).isEmpty();
        assertThat(Runs.skipped(events)).isEmpty();
    }

    @Test
    void contract_ofThePlainestConfigurator_saysWhatItSkips() {
        Events events = run(Plain::new);

        assertThat(Runs.failed(events))
                .as("it wraps one that can do more")
                .containsExactly("abilities_always_areTheSame()");
        assertThat(Runs.skipped(events))
                .containsExactlyInAnyOrder("severalAtOnce() is false", "diagnoses() is false", "leases() is false");
    }

    static List<Arguments> mistakes() {
        return List.of(
                mistake("promises a diagnosis", "diagnose_whenAllIsWell_findsNoProblem()", hosts -> new Plain(hosts) {
                    @Override
                    public boolean diagnoses() {
                        return true;
                    }
                }),
                mistake(
                        "drops the diagnosis",
                        "abilities_always_areTheSame()",
                        hosts -> new ForwardingHostNetworkConfigurator(hosts) {
                            @Override
                            public boolean diagnoses() {
                                return false;
                            }
                        }),
                mistake(
                        "finds nothing",
                        "diagnose_always_changesNothing()",
                        hosts -> new ForwardingHostNetworkConfigurator(hosts) {
                            @Override
                            public List<Finding> diagnose(IpAddress address, Placement placement, Duration budget) {
                                return List.of();
                            }
                        }),
                mistake(
                        "drops that it takes several",
                        "abilities_always_areTheSame()",
                        hosts -> new ForwardingHostNetworkConfigurator(hosts) {
                            @Override
                            public boolean severalAtOnce() {
                                return false;
                            }
                        }),
                mistake(
                        "accepts for good in place of for a time",
                        "acceptFor_whenNotAccepted_saysForHowLong()",
                        hosts -> new ForwardingHostNetworkConfigurator(hosts) {
                            @Override
                            public PerAddress<HostReport> acceptFor(
                                    List<IpAddress> addresses, Placement placement, Duration lease, Duration budget) {
                                return accept(addresses, placement, budget);
                            }
                        }),
                mistake(
                        "drops that it leases",
                        "abilities_always_areTheSame()",
                        hosts -> new ForwardingHostNetworkConfigurator(hosts) {
                            @Override
                            public boolean leases() {
                                return false;
                            }
                        }),
                mistake(
                        "inspects the first alone",
                        "inspect_ofSeveral_saysWhatItSaysOfEach()",
                        hosts -> new ForwardingHostNetworkConfigurator(hosts) {
                            @Override
                            public PerAddress<HostReport> inspect(
                                    List<IpAddress> addresses, Placement placement, Duration budget) {
                                return super.inspect(addresses.subList(0, 1), placement, budget);
                            }
                        }),
                mistake(
                        "has the first alone accepted",
                        "accept_whenNoneIsAccepted_changesEach()",
                        hosts -> new ForwardingHostNetworkConfigurator(hosts) {
                            @Override
                            public PerAddress<HostReport> accept(
                                    List<IpAddress> addresses, Placement placement, Duration budget) {
                                return super.accept(addresses.subList(0, 1), placement, budget);
                            }
                        }),
                mistake(
                        "has the first alone dropped",
                        "drop_whenAllAreAccepted_changesEach()",
                        hosts -> new ForwardingHostNetworkConfigurator(hosts) {
                            @Override
                            public PerAddress<HostReport> drop(
                                    List<IpAddress> addresses, Holder holder, Duration budget) {
                                return super.drop(addresses.subList(0, 1), holder, budget);
                            }
                        }));
    }

    private static Arguments mistake(
            String name, String foundBy, Function<HostNetworkConfigurator, HostNetworkConfigurator> mistaken) {
        return Arguments.of(name, foundBy, mistaken);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("mistakes")
    void contract_whenAConfiguratorIsWrong_fails(
            String name, String foundBy, Function<HostNetworkConfigurator, HostNetworkConfigurator> mistaken) {
        assertThat(Runs.failed(run(mistaken))).as(name).contains(foundBy);
    }
}
