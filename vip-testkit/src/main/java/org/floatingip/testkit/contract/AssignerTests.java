package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the contracts of assigners have in common: a fixture for each test, and words for what they do with it. */
abstract class AssignerTests<A extends IpAssigner, F extends AssignerFixture> {

    private final Class<A> type;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    F network;

    @SuppressWarnings("NullAway.Init")
    A assigner;

    AssignerTests(Class<A> type) {
        this.type = type;
    }

    /** A network of its own for one test, with the assigner that is tested; closed after it. */
    protected abstract F fixture();

    @BeforeEach
    final void open() {
        network = fixture();
        assertThat(network.assigner()).isInstanceOf(type);
        assigner = type.cast(network.assigner());
    }

    @AfterEach
    final void close() {
        network.close();
    }

    final Transfer transfer(IpAddress address, HostId to) {
        Survey survey = assigner.survey(address, to);
        return Transfer.of(address, survey.holders(), survey.placement());
    }

    final void assertHeldBy(IpAddress address, HostId host) {
        assertThat(network.truth(address)).as("who really holds " + address).containsExactly(host);
        assertThat(assigner.locate(address))
                .as("who is shown to hold " + address)
                .singleElement()
                .satisfies(holder ->
                        assertThat(holder.isOn(host)).as(holder + " is " + host).isTrue());
    }

    final void assertHeldByNobody(IpAddress address) {
        assertThat(network.truth(address)).as("who really holds " + address).isEmpty();
        assertThat(assigner.locate(address))
                .as("who is shown to hold " + address)
                .isEmpty();
    }

    /** It throws one of our exceptions of that type, which says that nothing was changed. */
    static <E extends FloatingIpException> E refused(Class<E> type, ThrowingCallable call) {
        return failed(type, Effect.NONE, call);
    }

    /** It throws a refusal of that reason, which says what to do next. */
    static RefusedException refused(RefusalReason reason, ThrowingCallable call) {
        RefusedException refused = refused(RefusedException.class, call);
        assertThat(refused.reason()).as("reason() of " + refused).isEqualTo(reason);
        assertThat(refused.remedy()).as("remedy() of " + refused).isNotBlank();
        return refused;
    }

    static <E extends FloatingIpException> E failed(Class<E> type, Effect effect, ThrowingCallable call) {
        E failure = Assertions.catchThrowableOfType(type, call);
        AbstractThrowableAssert<?, ?> check = assertThat(failure);
        check.as("a " + type.getSimpleName()).isNotNull();
        check.hasMessageMatching("(?s).{10,}");
        assertThat(failure.effect()).as("effect() of " + failure).isEqualTo(effect);
        return failure;
    }
}
