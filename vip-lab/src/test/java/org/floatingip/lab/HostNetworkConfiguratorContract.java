package org.floatingip.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.floatingip.HostUnreachableException;
import org.floatingip.IpAddress;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link HostNetworkConfigurator} does: in memory, on this machine, and over SSH. */
abstract class HostNetworkConfiguratorContract {

    static final String IPV4 = LinuxLab.SUBNET + "12";
    static final String IPV6 = "fd77:1::12";

    private static final Duration BUDGET = Duration.ofSeconds(10);

    /** What is tested. */
    abstract HostNetworkConfigurator hosts();

    /** A host that accepts neither of the two addresses at the beginning of a test. */
    abstract Placement placement();

    /** A host that can't be reached. */
    abstract Placement unreachable();

    @AfterEach
    void clean() {
        refuse(IPV4);
        refuse(IPV6);
    }

    private HostReport inspect(String address) {
        return hosts().inspect(IpAddress.of(address), placement(), BUDGET);
    }

    private HostReport accept(String address) {
        return hosts().accept(IpAddress.of(address), placement(), BUDGET);
    }

    private HostReport refuse(String address) {
        return hosts().refuse(IpAddress.of(address), placement().asHolder(), BUDGET);
    }

    @DisplayName("inspect says that a host does not accept an address that it was never told to")
    @ParameterizedTest
    @ValueSource(strings = {IPV4, IPV6})
    void inspect_whenNothingWasDone_saysNo(String address) {
        HostReport report = inspect(address);

        assertThat(report.accepts()).isFalse();
        assertThat(report.changed()).isFalse();
        assertThat(report.host()).isEqualTo(placement().host());
        assertThat(report.detail()).isNotBlank();
    }

    @DisplayName("accept makes the host accept the address, says that it changed that, and inspect shows it")
    @ParameterizedTest
    @ValueSource(strings = {IPV4, IPV6})
    void accept_whenNotAccepted_changesIt(String address) {
        HostReport report = accept(address);

        assertThat(report.accepts()).as(report.toString()).isTrue();
        assertThat(report.changed()).isTrue();
        assertThat(report.host()).isEqualTo(placement().host());
        assertThat(inspect(address).accepts()).isTrue();
        assertThat(inspect(address).changed()).isFalse();
    }

    @DisplayName("accept a second time changes nothing, and says so")
    @ParameterizedTest
    @ValueSource(strings = {IPV4, IPV6})
    void accept_whenAcceptedAlready_saysUnchanged(String address) {
        accept(address);
        String before = inspect(address).detail();

        HostReport again = accept(address);

        assertThat(again.accepts()).isTrue();
        assertThat(again.changed()).isFalse();
        assertThat(inspect(address).detail()).isEqualTo(before);
    }

    @DisplayName("refuse makes the host refuse the address, says that it changed that, and inspect shows it")
    @ParameterizedTest
    @ValueSource(strings = {IPV4, IPV6})
    void refuse_whenAccepted_changesIt(String address) {
        String before = inspect(address).detail();
        accept(address);

        HostReport report = refuse(address);

        assertThat(report.accepts()).isFalse();
        assertThat(report.changed()).isTrue();
        assertThat(inspect(address).detail()).isEqualTo(before);
        assertThat(inspect(address).accepts()).isFalse();
    }

    @DisplayName("refuse of an address that is not accepted changes nothing, and says so")
    @ParameterizedTest
    @ValueSource(strings = {IPV4, IPV6})
    void refuse_whenNotAccepted_saysUnchanged(String address) {
        HostReport report = refuse(address);

        assertThat(report.accepts()).isFalse();
        assertThat(report.changed()).isFalse();
    }

    @DisplayName("addresses are kept apart: refusing one leaves the other")
    @Test
    void refuse_whenAnotherIsAccepted_leavesThatAlone() {
        accept(IPV4);
        accept(IPV6);

        refuse(IPV4);

        assertThat(inspect(IPV4).accepts()).isFalse();
        assertThat(inspect(IPV6).accepts()).isTrue();
    }

    @DisplayName("a host that can't be reached is an exception that names it, and may pass: never an answer")
    @Test
    void inspect_whenTheHostCantBeReached_throws() {
        Placement away = unreachable();

        assertThatThrownBy(() -> hosts().inspect(IpAddress.of(IPV4), away, BUDGET))
                .isInstanceOfSatisfying(HostUnreachableException.class, e -> {
                    assertThat(e.host()).isEqualTo(away.host());
                    assertThat(e.retryable()).isTrue();
                });
        assertThatThrownBy(() -> hosts().accept(IpAddress.of(IPV4), away, BUDGET))
                .isInstanceOf(HostUnreachableException.class);
        assertThatThrownBy(() -> hosts().refuse(IpAddress.of(IPV4), away.asHolder(), BUDGET))
                .isInstanceOf(HostUnreachableException.class);
    }
}
