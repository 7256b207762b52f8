package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.floatingip.HostUnreachableException;
import org.floatingip.IpAddress;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every {@link HostNetworkConfigurator} does. Each test is made with each of the fixture's addresses. */
@DisplayName("a configurator of hosts")
public abstract class HostNetworkConfiguratorContract {

    private static final Duration BUDGET = Duration.ofSeconds(10);

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    private HostsFixture fixture;

    /** For those that extend it. */
    protected HostNetworkConfiguratorContract() {}

    /** Hosts for one test, with the configurator that is tested; closed after it. They may be the same ones again. */
    protected abstract HostsFixture fixture();

    @BeforeEach
    final void open() {
        fixture = fixture();
    }

    @AfterEach
    final void close() {
        try {
            fixture.addresses().forEach(this::refuse);
        } finally {
            fixture.close();
        }
    }

    private HostReport inspect(String address) {
        return fixture.hosts().inspect(IpAddress.of(address), fixture.placement(), BUDGET);
    }

    private HostReport accept(String address) {
        return fixture.hosts().accept(IpAddress.of(address), fixture.placement(), BUDGET);
    }

    private HostReport refuse(String address) {
        return fixture.hosts().refuse(IpAddress.of(address), fixture.placement().asHolder(), BUDGET);
    }

    private static void assertReport(HostReport report, boolean accepts, boolean changed) {
        assertThat(report.accepts()).as("accepts() of " + report).isEqualTo(accepts);
        assertThat(report.changed()).as("changed() of " + report).isEqualTo(changed);
    }

    @Test
    @DisplayName("inspect says that a host does not accept an address that it was never told to")
    void inspect_whenNothingWasDone_saysNo() {
        for (String address : fixture.addresses()) {
            HostReport report = inspect(address);

            assertReport(report, false, false);
            assertThat(report.host()).isEqualTo(fixture.placement().host());
            assertThat(report.detail()).isNotBlank();
        }
    }

    @Test
    @DisplayName("accept makes the host accept the address, says that it changed that, and inspect shows it")
    void accept_whenNotAccepted_changesIt() {
        for (String address : fixture.addresses()) {
            HostReport report = accept(address);

            assertReport(report, true, true);
            assertThat(report.host()).isEqualTo(fixture.placement().host());
            assertReport(inspect(address), true, false);
        }
    }

    @Test
    @DisplayName("accept a second time changes nothing, and says so")
    void accept_whenAcceptedAlready_saysUnchanged() {
        for (String address : fixture.addresses()) {
            accept(address);
            String before = inspect(address).detail();

            assertReport(accept(address), true, false);
            assertThat(inspect(address).detail()).isEqualTo(before);
        }
    }

    @Test
    @DisplayName("refuse makes the host refuse the address, says that it changed that, and inspect shows it")
    void refuse_whenAccepted_changesIt() {
        for (String address : fixture.addresses()) {
            String before = inspect(address).detail();
            accept(address);

            assertReport(refuse(address), false, true);
            assertReport(inspect(address), false, false);
            assertThat(inspect(address).detail()).isEqualTo(before);
        }
    }

    @Test
    @DisplayName("refuse of an address that is not accepted changes nothing, and says so")
    void refuse_whenNotAccepted_saysUnchanged() {
        for (String address : fixture.addresses()) {
            assertReport(refuse(address), false, false);
        }
    }

    @Test
    @DisplayName("addresses are kept apart: refusing one leaves the others")
    void refuse_whenAnotherIsAccepted_leavesThatAlone() {
        assertThat(fixture.addresses()).as("the fixture's addresses").hasSizeGreaterThan(1);
        fixture.addresses().forEach(this::accept);
        String first = fixture.addresses().get(0);

        refuse(first);

        for (String address : fixture.addresses()) {
            assertThat(inspect(address).accepts()).as(address).isEqualTo(!address.equals(first));
        }
    }

    @Test
    @DisplayName("a host that can't be reached is an exception that names it, and may pass: never an answer")
    void everyCall_whenTheHostCantBeReached_throws() {
        IpAddress address = IpAddress.of(fixture.addresses().get(0));
        Placement away = fixture.unreachable();
        HostNetworkConfigurator hosts = fixture.hosts();

        assertThatThrownBy(() -> hosts.inspect(address, away, BUDGET))
                .isInstanceOfSatisfying(HostUnreachableException.class, e -> {
                    assertThat(e.host()).isEqualTo(away.host());
                    assertThat(e.retryable()).isTrue();
                });
        assertThatThrownBy(() -> hosts.accept(address, away, BUDGET)).isInstanceOf(HostUnreachableException.class);
        assertThatThrownBy(() -> hosts.refuse(address, away.asHolder(), BUDGET))
                .isInstanceOf(HostUnreachableException.class);
    }
}
