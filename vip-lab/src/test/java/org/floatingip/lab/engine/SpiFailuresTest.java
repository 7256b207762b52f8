package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.GroupMoveResult;
import org.floatingip.MoveOutcome;
import org.floatingip.MoveResult;
import org.floatingip.SettleResult;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.lab.engine.EmbeddedScene.Doing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever somebody else's implementation of any method of the SPI throws or leaves out, in any operation: what leaves us is
 * one of ours, and what it says of the network is true.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpiFailuresTest {

    /** Methods that no operation of the engine calls: callers do, who get what they throw. */
    private static final Set<String> NOT_OURS_TO_CALL = Set.of("replace", "remove", "await", "next");

    /** What can be thrown, whatever the signature says: by Kotlin, Groovy, Lombok, a proxy, the JVM. */
    @SuppressWarnings("ImmutableEnumChecker") // lambdas that hold nothing
    enum Thrown {
        CHECKED(() -> new IOException("of the test")),
        INTERRUPT(() -> new InterruptedException("of the test")),
        UNCHECKED(() -> new IllegalStateException("of the test")),
        ASSERTION(() -> new AssertionError("of the test")),
        STACK_OVERFLOW(() -> new StackOverflowError("of the test")),
        OUT_OF_MEMORY(() -> new OutOfMemoryError("of the test")),
        LINKAGE(() -> new NoClassDefFoundError("of/the/Test")),
        NEITHER(() -> new Throwable("of the test"));

        final Supplier<Throwable> make;

        Thrown(Supplier<Throwable> make) {
            this.make = make;
        }
    }

    static Stream<String> methods() {
        return spi().keySet().stream().filter(method -> !NOT_OURS_TO_CALL.contains(method));
    }

    /** Those without whose answer an operation ends. An id that is missing is replaced: {@code MoveListenerTest}. */
    static Stream<String> answeringMethods() {
        return methods()
                .filter(method -> !method.equals("operationId"))
                .filter(method -> !method.equals("current")) // "nothing is recorded"
                .filter(method -> spi().get(method).stream()
                        .noneMatch(each -> each.getReturnType().isPrimitive()));
    }

    /** All methods of all interfaces of the SPI, by name. */
    private static Map<String, List<Method>> spi() {
        Map<String, List<Method>> methods = new TreeMap<>();
        new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("org.floatingip.spi")
                        .stream()
                        .filter(JavaClass::isInterface)
                        .map(JavaClass::reflect)
                        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                        .filter(method -> !method.isSynthetic()) // of whoever measures coverage
                        .forEach(method -> methods.computeIfAbsent(method.getName(), name -> new ArrayList<>())
                                .add(method));
        return methods;
    }

    @Test
    void methods_ofTheWholeSpi_areThoseThatWeKnowOf() {
        assertThat(spi().keySet())
                .containsAll(NOT_OURS_TO_CALL)
                .contains("traits", "locate", "survey", "assign", "release", "putBack", "ownAddresses")
                .contains("explain", "warnings", "diagnoseAddress", "diagnoseTarget")
                .contains("severalAtOnce", "diagnoses", "inspect", "accept", "drop", "diagnose")
                .contains("lookUp", "register", "reach", "sleep", "operationId", "advance", "current");
    }

    @ParameterizedTest
    @MethodSource("methods")
    void everyOperation_whenAMethodThrowsAnything_failsTypedAndTruthfully(String method) {
        int thrown = 0;
        for (Doing doing : Doing.values()) {
            for (Thrown what : Thrown.values()) {
                thrown += check(doing, method, what, 0, false);
                thrown += check(doing, method, what, 0, true);
            }
            // In the midst of the operation, where more is at stake: the clock is asked before anything is begun.
            for (int skipped : new int[] {1, 2, 3, 5, 8, 13, 21}) {
                thrown += check(doing, method, Thrown.CHECKED, skipped, false);
                thrown += check(doing, method, Thrown.ASSERTION, skipped, true);
            }
        }
        assertThat(thrown).describedAs("how often it was called, and threw").isPositive();
    }

    /**
     * One operation in a world of its own.
     *
     * @param skipped how many calls of the method go well before all others fail
     * @param after whether it throws after it has done its work
     * @return 1 if anything was thrown
     */
    private static int check(Doing doing, String method, Thrown what, int skipped, boolean after) {
        EmbeddedScene scene = new EmbeddedScene().before(doing);
        AtomicInteger calls = new AtomicInteger();
        scene.interpose((name, call) -> {
            boolean fails = name.equals(method) && calls.getAndIncrement() >= skipped;
            if (fails && !after) {
                throw what.make.get();
            }
            Object answer = call.make();
            if (fails) {
                throw what.make.get();
            }
            return answer;
        });
        String before = scene.truth();
        String where = doing + " with " + what + (after ? " after " : " in ") + method + ", " + skipped + " went well";
        try {
            Object unused = scene.run(doing);
        } catch (FloatingIpException e) {
            assertThat(e.steps()).describedAs(where).isNotNull();
            if (e.effect() == Effect.NONE && !(e instanceof GroupMoveException)) {
                assertThat(scene.truth()).describedAs(where + ": %s", e).isEqualTo(before);
            }
        } catch (Throwable e) {
            throw new AssertionError(where + ": raw " + e, e);
        } finally {
            boolean flag = Thread.interrupted();
            boolean interrupted = what == Thrown.INTERRUPT && calls.get() > skipped;
            assertThat(flag).describedAs(where + ": the interrupt flag").isEqualTo(interrupted);
        }
        return calls.get() > skipped ? 1 : 0;
    }

    @ParameterizedTest
    @EnumSource
    void moveTo_whenTheAssignmentIsMadeAndThrows_looksAndIsMoved(Thrown what) {
        if (what == Thrown.INTERRUPT) {
            return;
        }
        EmbeddedScene scene = new EmbeddedScene();
        scene.interpose((method, call) -> {
            Object answer = call.make();
            if (method.equals("assign")) {
                scene.settleDown();
                throw what.make.get();
            }
            return answer;
        });

        assertThat(((MoveResult) scene.run(Doing.MOVE)).outcome()).isEqualTo(MoveOutcome.MOVED);
    }

    @ParameterizedTest
    @EnumSource
    void moveTo_whenTheAssignmentThrows_saysThatItMayHaveHadItsEffectAndHowFarItCame(Thrown what) {
        EmbeddedScene scene = new EmbeddedScene();
        AtomicInteger calls = new AtomicInteger();
        scene.interpose((method, call) -> {
            if (method.equals("assign")) {
                calls.incrementAndGet();
                throw what.make.get();
            }
            return call.make();
        });

        FloatingIpException failed = failure(scene, Doing.MOVE);
        boolean interrupted = Thread.interrupted();

        assertThat(failed).isInstanceOf(NotVerifiedException.class);
        assertThat(failed.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(failed.steps()).isNotEmpty();
        assertThat(calls).hasValue(1);
        assertThat(interrupted).isEqualTo(what == Thrown.INTERRUPT);
    }

    @ParameterizedTest
    @EnumSource
    void moveTo_whenTheSurveyThrows_saysThatNothingWasChanged(Thrown what) {
        EmbeddedScene scene = new EmbeddedScene();
        scene.interpose((method, call) -> {
            if (method.equals("survey")) {
                throw what.make.get();
            }
            return call.make();
        });

        FloatingIpException failed = failure(scene, Doing.MOVE);
        boolean interrupted = Thread.interrupted();

        assertThat(failed)
                .isInstanceOf(what == Thrown.INTERRUPT ? OutOfTimeException.class : UnavailableException.class);
        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(failed.steps()).isNotEmpty();
        assertThat(failed).hasRootCauseInstanceOf(what.make.get().getClass());
        assertThat(interrupted).isEqualTo(what == Thrown.INTERRUPT);
    }

    @Test
    void moveTo_whenTheClockFailsAfterTheAssignment_saysThatItWasApplied() {
        EmbeddedScene scene = new EmbeddedScene();
        boolean[] assigned = {false};
        scene.interpose((method, call) -> {
            if (assigned[0] && method.equals("nanoTime")) {
                throw new IOException("of the test");
            }
            assigned[0] |= method.equals("assign");
            return call.make();
        });

        FloatingIpException failed = failure(scene, Doing.MOVE);

        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
        assertThat(failed).hasMessageContaining("nanoTime(..) of ").hasRootCauseInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @MethodSource("answeringMethods")
    void everyOperation_whenAMethodReturnsNull_saysWhichAndIsTyped(String method) {
        String said = method + "(..) of ";
        Set<Doing> told = new TreeSet<>();
        Set<Doing> asked = new TreeSet<>();
        for (Doing doing : Doing.values()) {
            EmbeddedScene scene = new EmbeddedScene().before(doing);
            scene.interpose((name, call) -> {
                if (name.equals(method)) {
                    asked.add(doing);
                    return null;
                }
                return call.make();
            });
            String all;
            try {
                all = told(scene.run(doing));
            } catch (FloatingIpException e) {
                all = everything(e);
            }
            if (all.contains(said) && all.contains(" returned null (a mock? use Scenario)")) {
                told.add(doing);
            }
        }
        assertThat(asked).isNotEmpty();
        // Whether an operation needs the answer is its own business; a name that is looked up after a move is a
        // warning.
        assertThat(told).describedAs("who says so, of %s", asked).containsAll(asked);
    }

    /** Likewise where it went well. */
    private static String told(Object result) {
        if (result instanceof MoveResult moved) {
            return moved.warnings() + " " + moved.steps();
        }
        if (result instanceof SettleResult settled) {
            return settled.warnings() + " " + settled.steps();
        }
        return result instanceof GroupMoveResult group
                ? group.results().stream().map(SpiFailuresTest::told).toList() + ""
                : result + "";
    }

    /** All that a caller gets to read of it. */
    private static String everything(Throwable e) {
        StringBuilder all = new StringBuilder();
        for (Throwable each = e; each != null; each = each.getCause()) {
            all.append(each).append('\n');
        }
        return all.toString();
    }

    @ParameterizedTest
    @EnumSource
    void everyOperation_withWhatMocksAnswer_isTyped(Doing doing) {
        EmbeddedScene scene = new EmbeddedScene().before(doing);
        scene.interpose((name, call) -> asAMock(name));
        String before = scene.truth();

        try {
            Object unused = scene.run(doing);
        } catch (FloatingIpException e) {
            assertThat(everything(e)).contains("returned null (a mock? use Scenario)");
        }
        assertThat(scene.truth()).isEqualTo(before);
    }

    /** What a mock answers that was told nothing: nothing, of the type that it has to be. */
    private static Object asAMock(String name) {
        Class<?> type = spi().get(name).get(0).getReturnType();
        if (type == long.class) {
            return 0L;
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == Duration.class) {
            return Duration.ZERO;
        }
        return Collection.class.isAssignableFrom(type) ? List.of() : type == Map.class ? Map.of() : null;
    }

    private static FloatingIpException failure(EmbeddedScene scene, Doing doing) {
        try {
            throw new AssertionError("it did not fail: " + scene.run(doing));
        } catch (FloatingIpException e) {
            return e;
        }
    }
}
