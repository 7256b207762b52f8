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

/** Words for what the tests of a contract do with an assigner, and with the network behind it. */
abstract class AssignerTests {

    /** The trait, as it is called where it is skipped. */
    static final String TAKEOVER = "a takeover() that is ATOMIC";

    /** The network of the test that runs. */
    abstract AssignerFixture network();

    final IpAssigner assigner() {
        return network().assigner();
    }

    /** Skips the test, visibly, where it is of a trait that the assigner does not promise. */
    static void needs(boolean promised, String trait) {
        assumeTrue(promised, () -> "traits() do not promise " + trait);
    }

    /** What the public methods of traits say: on a module path its fields can't be read from here. */
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

    /** The only one that is shown. */
    final Holder holderOf(IpAddress address) {
        List<Holder> holders = locate(address);
        assertThat(holders).as("who is shown to hold " + address).hasSize(1);
        return holders.get(0);
    }

    final Survey survey(IpAddress address, HostId target) {
        return assigner().survey(List.of(address), target).get(address);
    }

    /** As it is seen now. */
    final Transfer transfer(IpAddress address, HostId to) {
        Survey survey = survey(address, to);
        return Transfer.of(address, survey.holders(), survey.placement());
    }

    /** As if nobody were seen to hold it. */
    final Transfer unseen(IpAddress address, HostId to) {
        return Transfer.of(address, List.of(), survey(address, to).placement());
    }

    final void assign(Transfer transfer) {
        assigner().assign(List.of(transfer));
    }

    final void release(IpAddress address, Holder holder) {
        assigner().release(List.of(address), holder);
    }

    /** Both of the fixture's addresses. */
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

    /** Fails with one of our exceptions, and does not say that it was made. */
    static void neverMade(ThrowingCallable change) {
        FloatingIpException failure = Assertions.catchThrowableOfType(FloatingIpException.class, change);
        assertThat(failure).as("a FloatingIpException").isNotNull();
        assertThat(failure.effect()).as("effect() of " + failure).isNotEqualTo(Effect.APPLIED);
    }

    /** Whether it succeeded; anything but the promised refusal is a failure. */
    static boolean succeeded(Runnable change) {
        try {
            change.run();
            return true;
        } catch (HolderChangedException e) {
            return false;
        }
    }
}
