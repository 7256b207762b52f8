package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.floatingip.HostUnreachableException;
import org.floatingip.IpAddress;
import org.floatingip.spi.GroupHostNetworkConfigurator;
import org.floatingip.spi.GroupHostReport;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every {@link GroupHostNetworkConfigurator} does beyond {@link HostNetworkConfiguratorContract}. */
@DisplayName("a configurator that tells a host of several addresses at once")
public abstract class GroupHostNetworkConfiguratorContract {

    private static final Duration BUDGET = Duration.ofSeconds(20);

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    private HostsFixture fixture;

    @SuppressWarnings("NullAway.Init")
    private GroupHostNetworkConfigurator hosts;

    /** For those that extend it. */
    protected GroupHostNetworkConfiguratorContract() {}

    /** Hosts for one test, with the configurator that is tested; closed after it. They may be the same ones again. */
    protected abstract HostsFixture fixture();

    @BeforeEach
    final void open() {
        fixture = fixture();
        assertThat(fixture.hosts()).isInstanceOf(GroupHostNetworkConfigurator.class);
        hosts = (GroupHostNetworkConfigurator) fixture.hosts();
        assertThat(fixture.addresses()).as("the fixture's addresses").hasSizeGreaterThan(1);
    }

    @AfterEach
    final void close() {
        try {
            hosts.refuseAll(all(), fixture.placement().asHolder(), BUDGET);
        } finally {
            fixture.close();
        }
    }

    private List<IpAddress> all() {
        return fixture.addresses().stream().map(IpAddress::of).toList();
    }

    private HostReport inspect(IpAddress address) {
        return hosts.inspect(address, fixture.placement(), BUDGET);
    }

    private GroupHostReport acceptAll(List<IpAddress> addresses) {
        return hosts.acceptAll(addresses, fixture.placement(), BUDGET);
    }

    private GroupHostReport refuseAll(List<IpAddress> addresses) {
        return hosts.refuseAll(addresses, fixture.placement().asHolder(), BUDGET);
    }

    /** Each of them, with the report that the method for one would have made. */
    private void assertReports(GroupHostReport answer, List<IpAddress> addresses, boolean accepts, boolean changed) {
        assertThat(answer.failures()).isEmpty();
        assertThat(answer.reports()).containsOnlyKeys(addresses).allSatisfy((address, report) -> {
            assertThat(report.accepts()).as("accepts() of " + report).isEqualTo(accepts);
            assertThat(report.changed()).as("changed() of " + report).isEqualTo(changed);
            assertThat(report.host()).isEqualTo(fixture.placement().host());
        });
    }

    @Test
    @DisplayName("all are accepted, each is said to have changed, and inspect shows it")
    void acceptAll_whenNoneIsAccepted_changesEach() {
        assertReports(acceptAll(all()), all(), true, true);

        assertThat(all())
                .allSatisfy(address -> assertThat(inspect(address).accepts())
                        .as(address + " is accepted")
                        .isTrue());
    }

    @Test
    @DisplayName("a second time nothing changes, and each says so")
    void acceptAll_whenAllAreAccepted_saysUnchanged() {
        acceptAll(all());

        assertReports(acceptAll(all()), all(), true, false);
    }

    @Test
    @DisplayName("what it says of an address is what it says of one that is told alone")
    void acceptAll_always_saysWhatAcceptSays() {
        IpAddress first = all().get(0);
        HostReport alone = hosts.accept(first, fixture.placement(), BUDGET);
        HostReport seen = inspect(first);
        hosts.refuse(first, fixture.placement().asHolder(), BUDGET);

        assertThat(acceptAll(all()).reports()).containsEntry(first, alone);
        assertThat(inspect(first)).isEqualTo(seen);
    }

    @Test
    @DisplayName("one that is accepted already is told apart from those that are not")
    void acceptAll_whenOneIsAccepted_changesTheOthers() {
        IpAddress first = all().get(0);
        hosts.accept(first, fixture.placement(), BUDGET);

        assertThat(acceptAll(all()).reports())
                .containsOnlyKeys(all())
                .allSatisfy(
                        (address, report) -> assertThat(report.accepts() && report.changed() != address.equals(first))
                                .as(report.toString())
                                .isTrue());
    }

    @Test
    @DisplayName("all are refused, each is said to have changed, and inspect shows what it showed before")
    void refuseAll_whenAllAreAccepted_changesEach() {
        List<HostReport> before = all().stream().map(this::inspect).toList();
        acceptAll(all());

        assertReports(refuseAll(all()), all(), false, true);

        assertThat(all().stream().map(this::inspect)).isEqualTo(before);
    }

    @Test
    @DisplayName("what is not accepted is refused without a change, and what was not asked for is left alone")
    void refuseAll_whenSomeAreAccepted_changesThoseThatWereAsked() {
        List<IpAddress> butLast = all().subList(0, all().size() - 1);
        IpAddress last = all().get(all().size() - 1);
        hosts.accept(last, fixture.placement(), BUDGET);

        assertReports(refuseAll(butLast), butLast, false, false);

        assertThat(inspect(last).accepts()).as(last + " is accepted").isTrue();
    }

    @Test
    @DisplayName("a host that can't be reached is an exception that names it: never an answer")
    void everyCall_whenTheHostCantBeReached_throws() {
        Placement away = fixture.unreachable();

        assertThatThrownBy(() -> hosts.acceptAll(all(), away, BUDGET))
                .isInstanceOfSatisfying(
                        HostUnreachableException.class,
                        e -> assertThat(e.host()).isEqualTo(away.host()));
        assertThatThrownBy(() -> hosts.refuseAll(all(), away.asHolder(), BUDGET))
                .isInstanceOf(HostUnreachableException.class);
    }
}
