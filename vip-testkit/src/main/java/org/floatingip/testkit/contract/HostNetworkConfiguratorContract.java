package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.floatingip.IpAddress;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.Placement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Tests that every {@link HostNetworkConfigurator} passes, each with each address of the fixture. Further tests are for
 * configurators that handle several addresses in one call, that lease, or that diagnose; for others these tests are reported as
 * skipped.
 */
@DisplayName("a configurator of hosts")
@SuppressWarnings("exports") // see module-info
public abstract class HostNetworkConfiguratorContract extends HostTests {

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    private HostsFixture fixture;

    /** For subclasses. */
    protected HostNetworkConfiguratorContract() {}

    /** Returns hosts and the tested configurator, for one test; closed after it. The hosts may be the same for all tests. */
    protected abstract HostsFixture fixture();

    @Override
    final HostsFixture there() {
        return fixture;
    }

    @BeforeEach
    final void open() {
        fixture = fixture();
    }

    @AfterEach
    final void close() {
        try {
            all().forEach(this::drop);
        } finally {
            fixture.close();
        }
    }

    @Test
    @DisplayName("what it can do is always the same, and that of the configurator that it wraps, if it wraps one")
    void abilities_always_areTheSame() {
        assertThat(hosts().severalAtOnce()).isEqualTo(fixture.wrapped().severalAtOnce());
        assertThat(hosts().diagnoses()).isEqualTo(fixture.wrapped().diagnoses());
        assertThat(hosts().leases()).isEqualTo(fixture.wrapped().leases());
    }

    @Test
    @DisplayName("inspect says that a host does not accept an address that it was never told to")
    void inspect_whenNothingWasDone_saysNo() {
        for (IpAddress address : all()) {
            assertReport(inspect(address), false, false);
        }
    }

    @Test
    @DisplayName("accept makes the host accept the address, says that it changed that, and inspect shows it")
    void accept_whenNotAccepted_changesIt() {
        for (IpAddress address : all()) {
            assertReport(accept(address), true, true);
            assertReport(inspect(address), true, false);
        }
    }

    @Test
    @DisplayName("accept a second time changes nothing, and says so")
    void accept_whenAcceptedAlready_saysUnchanged() {
        for (IpAddress address : all()) {
            accept(address);
            String before = inspect(address).detail();

            assertReport(accept(address), true, false);
            assertThat(inspect(address).detail()).isEqualTo(before);
        }
    }

    @Test
    @DisplayName("drop makes the host drop the address, says that it changed that, and inspect shows it")
    void drop_whenAccepted_changesIt() {
        for (IpAddress address : all()) {
            String before = inspect(address).detail();
            accept(address);

            assertReport(drop(address), false, true);
            assertReport(inspect(address), false, false);
            assertThat(inspect(address).detail()).isEqualTo(before);
        }
    }

    @Test
    @DisplayName("drop of an address that is not accepted changes nothing, and says so")
    void drop_whenNotAccepted_saysUnchanged() {
        for (IpAddress address : all()) {
            assertReport(drop(address), false, false);
        }
    }

    @Test
    @DisplayName("addresses are kept apart: dropping one leaves the others")
    void drop_whenAnotherIsAccepted_leavesThatAlone() {
        all().forEach(this::accept);
        IpAddress first = all().get(0);

        drop(first);

        for (IpAddress address : all()) {
            assertThat(inspect(address).accepts()).as(address.toString()).isEqualTo(!address.equals(first));
        }
    }

    @Test
    @DisplayName("a host that can't be reached is an exception that names it, and may pass: never an answer")
    void everyCall_whenTheHostCantBeReached_throws() {
        List<IpAddress> one = all().subList(0, 1);
        Placement away = fixture.unreachable();

        assertUnreachable(() -> hosts().inspect(one, away, BUDGET));
        assertUnreachable(() -> hosts().accept(one, away, BUDGET));
        assertUnreachable(() -> hosts().drop(one, away.asHolder(), BUDGET));
    }

    @Nested
    @DisplayName("that tells a host of several addresses by one call: severalAtOnce()")
    class Several extends SeveralOnHostTests {
        Several() {
            super(HostNetworkConfiguratorContract.this);
        }
    }

    @Nested
    @DisplayName("whose hosts accept an address for a time: leases()")
    class Leasing extends LeasingHostTests {
        Leasing() {
            super(HostNetworkConfiguratorContract.this);
        }
    }

    @Nested
    @DisplayName("that says what is wrong before a move is: diagnoses()")
    class Diagnosing extends DiagnosingHostTests {
        Diagnosing() {
            super(HostNetworkConfiguratorContract.this);
        }
    }
}
