package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.floatingip.GroupMoveResult;
import org.floatingip.MoveListener;
import org.floatingip.MoveOutcome;
import org.floatingip.MoveResult;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.ReleaseResult;
import org.floatingip.SettleResult;
import org.floatingip.event.OperationEnded;
import org.floatingip.event.OperationStarted;
import org.floatingip.event.StepEnded;
import org.floatingip.event.StepStarted;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.lab.engine.EmbeddedScene.Doing;
import org.floatingip.lab.engine.SpiFailuresTest.Thrown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a listener throws, wherever it is called: the move goes on, its caller gets what it came to, and others are told. */
class ListenerFailuresTest {

    /** Where a listener is called. */
    enum Place {
        CALLERS_THREAD,
        DIRECT_EXECUTOR,
        EXECUTOR_THAT_FAILS,
        THREAD_OF_ITS_OWN
    }

    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    /** Fails in each method, with something that its signature does not say. */
    private final class Failing implements MoveListener {

        private final Thrown what;

        private Failing(Thrown what) {
            this.what = what;
        }

        private void fail(String method) {
            heard.add(method);
            throw ListenerFailuresTest.<RuntimeException>sneaky(what.make.get());
        }

        @Override
        public void started(OperationStarted event) {
            fail("started");
        }

        @Override
        public void stepStarted(StepStarted event) {
            fail("stepStarted");
        }

        @Override
        public void stepEnded(StepEnded event) {
            fail("stepEnded");
        }

        @Override
        public void ended(OperationEnded event) {
            heard.add(event.outcome().toString());
            fail("ended");
        }

        /** What logs a listener by what it says of itself would fail once more. */
        @Override
        public String toString() {
            throw ListenerFailuresTest.<RuntimeException>sneaky(what.make.get());
        }
    }

    /** As Groovy and Kotlin throw: whatever it is, without a word of it in the signature. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void listener_methods_areTheseFour() {
        assertThat(Arrays.stream(MoveListener.class.getDeclaredMethods())
                        .filter(method -> !method.isSynthetic()) // of whoever measures coverage
                        .map(Method::getName))
                .containsExactlyInAnyOrder("started", "stepStarted", "stepEnded", "ended");
    }

    @ParameterizedTest
    @EnumSource
    void moveTo_whenAListenerThrowsAnything_isMovedAll(Thrown what) throws Exception {
        for (Place place : Place.values()) {
            EmbeddedScene scene = listenedTo(what, place);

            assertThat(((MoveResult) scene.run(Doing.MOVE)).outcome()).isEqualTo(MoveOutcome.MOVED);
            check(what, place, "started", "stepStarted", "stepEnded", "ended", "MOVED");

            EmbeddedScene again = listenedTo(what, place);
            assertThat(((GroupMoveResult) again.run(Doing.GROUP)).results())
                    .allMatch(result -> result.outcome() == MoveOutcome.MOVED)
                    .hasSize(2);
            check(what, place, "started", "stepStarted", "stepEnded", "ended", "MOVED");

            EmbeddedScene release = listenedTo(what, place);
            assertThat(release.run(Doing.RELEASE)).isInstanceOf(ReleaseResult.class);
            check(what, place, "started", "stepStarted", "stepEnded", "ended", "RELEASED");

            EmbeddedScene settle = listenedTo(what, place).before(Doing.SETTLE);
            assertThat(((SettleResult) settle.run(Doing.SETTLE)).complete()).isTrue();
            check(what, place, "started", "stepStarted", "stepEnded", "ended", "SETTLED");
        }
    }

    @ParameterizedTest
    @EnumSource
    void moveTo_whenItFailsAndAListenerThrowsAnything_failsAsWithoutIt(Thrown what) throws Exception {
        for (Place place : Place.values()) {
            EmbeddedScene refused = listenedTo(what, place);
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> refused.db().moveTo("i-0nowhere"))
                    .is(refusal(RefusalReason.UNKNOWN_TARGET));
            check(what, place, "started", "stepStarted", "stepEnded", "ended", "REFUSED");

            EmbeddedScene failed = listenedTo(what, place);
            failed.interpose((method, call) -> {
                if (method.equals("assign")) {
                    throw new IllegalStateException("of the test");
                }
                return call.make();
            });
            assertThatExceptionOfType(NotVerifiedException.class).isThrownBy(() -> failed.run(Doing.MOVE));
            check(what, place, "started", "stepStarted", "stepEnded", "ended", "FAILED");
        }
    }

    private EmbeddedScene listenedTo(Thrown what, Place place) {
        heard.clear();
        EmbeddedScene scene = new EmbeddedScene();
        MoveListener failing = new Failing(what);
        scene.listener(
                failing,
                switch (place) {
                    case CALLERS_THREAD -> null;
                    case DIRECT_EXECUTOR -> Runnable::run;
                    case EXECUTOR_THAT_FAILS ->
                        task -> {
                            task.run();
                            throw ListenerFailuresTest.<RuntimeException>sneaky(what.make.get());
                        };
                    case THREAD_OF_ITS_OWN ->
                        task -> {
                            ExecutorService thread = Executors.newSingleThreadExecutor();
                            thread.execute(task);
                            thread.shutdown();
                            try {
                                assertThat(thread.awaitTermination(10, TimeUnit.SECONDS))
                                        .isTrue();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        };
                });
        scene.listener(
                new MoveListener() {
                    @Override
                    public void stepEnded(StepEnded event) {
                        heard.add("the other's step");
                    }
                },
                null);
        return scene;
    }

    private void check(Thrown what, Place place, String... methods) {
        assertThat(Thread.interrupted())
                .describedAs("the flag of the caller's thread, which a listener cleared there")
                .isEqualTo(what == Thrown.INTERRUPT && place != Place.THREAD_OF_ITS_OWN);
        assertThat(heard).describedAs("%s", place).contains(methods).contains("the other's step");
    }
}
