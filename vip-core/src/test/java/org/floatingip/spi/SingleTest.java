package org.floatingip.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveStrategy;
import org.floatingip.RefusedException;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.HostUnreachableException;
import org.floatingip.failure.UnavailableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is written for one address answers for several. */
class SingleTest {

    private static final IpAddress ONE = IpAddress.of("10.0.1.12");
    private static final IpAddress TWO = IpAddress.of("10.0.1.13");
    private static final List<IpAddress> BOTH = List.of(ONE, TWO);
    private static final HostId TARGET = HostId.of("b");
    private static final Holder HOLDER = Holder.of(HostId.of("a"), "eth0");
    private static final Placement PLACEMENT = Placement.builder(TARGET, "eth0").build();
    private static final Duration BUDGET = Duration.ofSeconds(1);

    private final List<String> calls = new ArrayList<>();
    private @Nullable RuntimeException failsForTwo;

    private void call(String method, IpAddress address) {
        calls.add(method + " " + address);
        if (failsForTwo != null && address.equals(TWO)) {
            throw failsForTwo;
        }
    }

    private final IpAssigner assigner = new SingleIpAssigner() {
        @Override
        public List<Holder> locate(IpAddress address) {
            call("locate", address);
            return List.of(HOLDER);
        }

        @Override
        public Survey survey(IpAddress address, HostId target) {
            call("survey", address);
            return Survey.of(List.of(HOLDER), PLACEMENT);
        }

        @Override
        public void assign(Transfer transfer) {
            call("assign", transfer.address());
        }

        @Override
        public void release(IpAddress address, Holder holder) {
            call("release", address);
        }
    };

    private final HostNetworkConfigurator hosts = new SingleHostNetworkConfigurator() {
        @Override
        public HostReport inspect(IpAddress address, Placement placement, Duration budget) {
            call("inspect", address);
            return HostReport.of(TARGET, true, false, "it is there");
        }

        @Override
        public HostReport accept(IpAddress address, Placement placement, Duration budget) {
            call("accept", address);
            return HostReport.of(TARGET, true, true, "it is there now");
        }

        @Override
        public HostReport drop(IpAddress address, Holder holder, Duration budget) {
            call("drop", address);
            return HostReport.of(holder.host(), false, true, "it is gone");
        }
    };

    @Test
    void reading_ofSeveral_asksForOneAfterTheOther() {
        assertThat(assigner.locate(BOTH).keySet()).containsExactly(ONE, TWO);
        assertThat(assigner.survey(BOTH, TARGET).values()).containsOnlyKeys(ONE, TWO);
        assertThat(calls).containsExactly("locate " + ONE, "locate " + TWO, "survey " + ONE, "survey " + TWO);
    }

    @Test
    void survey_whenOneIsRefused_saysSoOfThatAlone() {
        failsForTwo = RefusedException.unsupportedAddress(TWO, "as the test says", null);

        PerAddress<Survey> survey = assigner.survey(BOTH, TARGET);

        assertThat(survey.values()).containsOnlyKeys(ONE);
        assertThat(survey.failure(TWO)).isSameAs(failsForTwo);
    }

    @Test
    void reading_whenTheNetworkFailsForOne_failsForAll() {
        failsForTwo = UnavailableException.withoutEffect("asking", "as the test says", null);

        assertThatThrownBy(() -> assigner.locate(BOTH)).isSameAs(failsForTwo);
        assertThatThrownBy(() -> assigner.survey(BOTH, TARGET)).isSameAs(failsForTwo);
    }

    @Test
    void change_ofSeveral_isNotMadeByHalves() {
        List<Transfer> both =
                List.of(Transfer.of(ONE, List.of(HOLDER), PLACEMENT), Transfer.of(TWO, List.of(HOLDER), PLACEMENT));

        assertThatIllegalArgumentException().isThrownBy(() -> assigner.assign(both));
        assertThatIllegalArgumentException().isThrownBy(() -> assigner.release(BOTH, HOLDER));
        assertThat(calls).isEmpty();
        assigner.assign(both.subList(0, 1));
        assigner.release(List.of(TWO), HOLDER);
        assertThat(calls).containsExactly("assign " + ONE, "release " + TWO);
    }

    @Test
    void whatIsNotPromised_whenItIsCalledAllTheSame_saysWhichTraitIsMissing() {
        assertThat(assigner.traits()).hasToString("Traits[]");
        assertThatIllegalStateException()
                .isThrownBy(() -> assigner.putBack(ONE, PLACEMENT, List.of()))
                .withMessageContaining("putsBack()");
        assertThatIllegalStateException()
                .isThrownBy(() -> assigner.ownAddresses(List.of(TARGET)))
                .withMessageContaining("knowsHosts()");
        assertThat(assigner.explain(List.of(), MoveStrategy.TAKEOVER, List.of()))
                .isEmpty();
        assertThat(assigner.warnings(List.of(Transfer.of(ONE, List.of(), PLACEMENT))))
                .isEmpty();
    }

    @Test
    void hosts_whenOneAddressFails_sayOfEachHowItFared() {
        failsForTwo = new HostConfigurationException(TARGET, "as the test says", null);

        for (PerAddress<HostReport> answer : List.of(
                hosts.inspect(BOTH, PLACEMENT, BUDGET),
                hosts.accept(BOTH, PLACEMENT, BUDGET),
                hosts.drop(BOTH, HOLDER, BUDGET))) {
            assertThat(answer.values()).containsOnlyKeys(ONE);
            assertThat(answer.failure(TWO)).isSameAs(failsForTwo);
        }
        assertThat(hosts.severalAtOnce()).isFalse();
        assertThat(hosts.diagnoses()).isFalse();
        assertThat(hosts.diagnose(ONE, PLACEMENT, BUDGET)).isEmpty();
    }

    @Test
    void hosts_whenTheHostCantBeReached_failForAll() {
        failsForTwo = new HostUnreachableException(TARGET, "as the test says", null);

        assertThatThrownBy(() -> hosts.accept(BOTH, PLACEMENT, BUDGET)).isSameAs(failsForTwo);
        assertThatThrownBy(() -> hosts.drop(BOTH, HOLDER, BUDGET)).isSameAs(failsForTwo);
        assertThatThrownBy(() -> hosts.inspect(BOTH, PLACEMENT, BUDGET)).isSameAs(failsForTwo);
    }
}
