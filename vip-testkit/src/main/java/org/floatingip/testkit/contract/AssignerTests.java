package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;

/** Helpers of the contract's tests for an assigner and the network behind it. */
abstract class AssignerTests {

    /** The name of the trait when its tests are skipped. */
    static final String TAKEOVER = "a takeover() that is ATOMIC";

    /** Returns the network of the current test. */
    abstract AssignerFixture network();

    final IpAssigner assigner() {
        return network().assigner();
    }

    /** Skips the test, and reports it, if the assigner doesn't promise its trait. */
    static void needs(boolean promised, String trait) {
        assumeTrue(promised, () -> "traits() do not promise " + trait);
    }

    /** Returns the values of the traits' public methods. Their fields can't be read from here on a module path. */
    static Map<String, Object> said(Traits traits) {
        Map<String, Object> said = new TreeMap<>();
        for (Method method : Traits.class.getMethods()) {
            if (method.getDeclaringClass() == Traits.class
                    && method.getParameterCount() == 0
                    && !Modifier.isStatic(method.getModifiers())
                    && method.getReturnType() != Traits.Builder.class) {
                try {
                    said.put(method.getName(), method.invoke(traits));
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return said;
    }

    final void needsTakeover() {
        needs(assigner().traits().takeover() == Traits.Takeover.ATOMIC, TAKEOVER);
    }

    final void needsConditions() {
        needs(assigner().traits().conditional(), "conditional()");
    }

    final List<Holder> locate(IpAddress address) {
        Map<IpAddress, List<Holder>> found = assigner().locate(List.of(address));
        assertThat(found).as("what locate says of " + address).containsOnlyKeys(address);
        return Objects.requireNonNull(found.get(address));
    }

    /** Returns the only holder that is shown. */
    final Holder holderOf(IpAddress address) {
        List<Holder> holders = locate(address);
        assertThat(holders).as("who is shown to hold " + address).hasSize(1);
        return holders.get(0);
    }

    final Survey survey(IpAddress address, HostId target) {
        return assigner().survey(List.of(address), target).get(address);
    }

    /** Returns a transfer from the holder that is shown now. */
    final Transfer transfer(IpAddress address, HostId to) {
        Survey survey = survey(address, to);
        return Transfer.of(address, survey.holders(), survey.placement());
    }

    /** Returns a transfer that expects no holder. */
    final Transfer unseen(IpAddress address, HostId to) {
        return Transfer.of(address, List.of(), survey(address, to).placement());
    }

    final void assign(Transfer transfer) {
        assigner().assign(List.of(transfer));
    }

    final void release(IpAddress address, Holder holder) {
        assigner().release(List.of(address), holder);
    }

    /** Returns both addresses of the fixture. */
    final List<IpAddress> both() {
        return List.of(network().held(), network().free());
    }

    final void assertHeldBy(IpAddress address, HostId host) {
        assertThat(network().truth(address)).as("who really holds " + address).containsExactly(host);
        assertThat(locate(address))
                .as("who is shown to hold " + address)
                .singleElement()
                .satisfies(holder ->
                        assertThat(holder.isOn(host)).as(holder + " is " + host).isTrue());
    }

    final void assertHeldByNobody(IpAddress address) {
        assertThat(network().truth(address)).as("who really holds " + address).isEmpty();
        assertThat(locate(address)).as("who is shown to hold " + address).isEmpty();
    }

    /** Verifies that the call throws our exception of the given type, which says that nothing was changed. */
    static <E extends FloatingIpException> E refused(Class<E> type, ThrowingCallable call) {
        return failed(type, Effect.NONE, call);
    }

    /** Verifies that the call is refused for the given reason, and that the exception says what to do next. */
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

    /** Verifies that the change fails with one of our exceptions, which doesn't say that the change was made. */
    static void neverMade(ThrowingCallable change) {
        FloatingIpException failure = Assertions.catchThrowableOfType(FloatingIpException.class, change);
        assertThat(failure).as("a FloatingIpException").isNotNull();
        assertThat(failure.effect()).as("effect() of " + failure).isNotEqualTo(Effect.APPLIED);
    }

    /** Returns whether the change succeeded; any failure but the promised refusal fails the test. */
    static boolean succeeded(Runnable change) {
        try {
            change.run();
            return true;
        } catch (HolderChangedException e) {
            return false;
        }
    }
}
