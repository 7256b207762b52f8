package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.floatingip.IpAddress;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tests for configurators that handle several addresses in one call. */
abstract class SeveralOnHostTests extends HostTests {

    private final HostTests contract;

    SeveralOnHostTests(HostTests contract) {
        this.contract = contract;
    }

    @Override
    final HostsFixture there() {
        return contract.there();
    }

    @BeforeEach
    final void skipWhatIsNotPromised() {
        assumeTrue(hosts().severalAtOnce(), "severalAtOnce() is false");
    }

    private PerAddress<HostReport> acceptAll(List<IpAddress> addresses) {
        return hosts().accept(addresses, placement(), BUDGET);
    }

    private PerAddress<HostReport> dropAll(List<IpAddress> addresses) {
        return hosts().drop(addresses, placement().asHolder(), BUDGET);
    }

    @Test
    @DisplayName("inspect of several says of each what it says of one alone")
    void inspect_ofSeveral_saysWhatItSaysOfEach() {
        IpAddress first = all().get(0);
        accept(first);

        PerAddress<HostReport> answer = hosts().inspect(all(), placement(), BUDGET);

        assertThat(answer.failures()).isEmpty();
        assertThat(answer.values())
                .containsOnlyKeys(all())
                .allSatisfy((address, report) -> assertThat(report).isEqualTo(inspect(address)));
    }

    @Test
    @DisplayName("all are accepted, each is said to have changed, and inspect shows it")
    void accept_whenNoneIsAccepted_changesEach() {
        assertReports(acceptAll(all()), all(), true, true);

        assertThat(all())
                .allSatisfy(address -> assertThat(inspect(address).accepts())
                        .as(address + " is accepted")
                        .isTrue());
    }

    @Test
    @DisplayName("a second time nothing changes, and each says so")
    void accept_whenAllAreAccepted_saysUnchanged() {
        acceptAll(all());

        assertReports(acceptAll(all()), all(), true, false);
    }

    @Test
    @DisplayName("what it says of an address is what it says of one that is told alone")
    void accept_always_saysWhatItSaysOfOne() {
        IpAddress first = all().get(0);
        HostReport alone = accept(first);
        HostReport seen = inspect(first);
        drop(first);

        assertThat(acceptAll(all()).values()).containsEntry(first, alone);
        assertThat(inspect(first)).isEqualTo(seen);
    }

    @Test
    @DisplayName("one that is accepted already is told apart from those that are not")
    void accept_whenOneIsAccepted_changesTheOthers() {
        IpAddress first = all().get(0);
        accept(first);

        assertThat(acceptAll(all()).values())
                .containsOnlyKeys(all())
                .allSatisfy(
                        (address, report) -> assertThat(report.accepts() && report.changed() != address.equals(first))
                                .as(report.toString())
                                .isTrue());
    }

    @Test
    @DisplayName("all are dropped, each is said to have changed, and inspect shows what it showed before")
    void drop_whenAllAreAccepted_changesEach() {
        List<HostReport> before = all().stream().map(this::inspect).toList();
        acceptAll(all());

        assertReports(dropAll(all()), all(), false, true);

        assertThat(all().stream().map(this::inspect)).isEqualTo(before);
    }

    @Test
    @DisplayName("what is not accepted is dropped without a change, and what was not asked for is left alone")
    void drop_whenSomeAreAccepted_changesThoseThatWereAsked() {
        List<IpAddress> butLast = all().subList(0, all().size() - 1);
        IpAddress last = all().get(all().size() - 1);
        accept(last);

        assertReports(dropAll(butLast), butLast, false, false);

        assertThat(inspect(last).accepts()).as(last + " is accepted").isTrue();
    }

    @Test
    @DisplayName("a host that can't be reached is an exception that names it: never an answer")
    void everyCall_whenTheHostCantBeReached_throws() {
        Placement away = there().unreachable();

        assertUnreachable(() -> hosts().inspect(all(), away, BUDGET));
        assertUnreachable(() -> hosts().accept(all(), away, BUDGET));
        assertUnreachable(() -> hosts().drop(all(), away.asHolder(), BUDGET));
    }
}
