package org.floatingip.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.FilterReply;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.FloatingIpGroup;
import org.floatingip.MoveListener;
import org.floatingip.MoveResult;
import org.floatingip.RefusedException;
import org.floatingip.StandbyMove;
import org.floatingip.event.OperationEnded;
import org.floatingip.event.OperationInfo;
import org.floatingip.event.OperationStarted;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.spi.MDCAdapter;

/** What stands in the log of those who embed the library, by a real backend: docs/observe.md. */
class OperationLogTest {

    private static final String KEY = "vip.operation";

    private final Scenario scenario = Scenario.builder()
            .host("i-0a")
            .holding("10.0.1.12")
            .holding("10.0.1.13")
            .host("i-0b")
            .build();
    private final Logger logger = (Logger) LoggerFactory.getLogger("org.floatingip.operation");
    private final Captured captured = new Captured();

    /** Keeps each event as it was when it came, with the context of its thread. */
    private static final class Captured extends AppenderBase<ILoggingEvent> {

        private final List<ILoggingEvent> events = Collections.synchronizedList(new ArrayList<>());

        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            events.add(event);
        }

        private List<String> lines() {
            return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
        }

        private List<String> at(Level level) {
            return events.stream()
                    .filter(event -> event.getLevel().equals(level))
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
        }
    }

    @BeforeEach
    void capture() {
        captured.setContext(logger.getLoggerContext());
        captured.start();
        logger.addAppender(captured);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
    }

    @AfterEach
    void leaveAsItWas() {
        logger.detachAppender(captured);
        logger.setLevel(null);
        logger.setAdditive(true);
        MDC.clear();
        scenario.close();
    }

    private FloatingIp db() {
        return scenario.floatingIp("10.0.1.12");
    }

    private FloatingIpGroup group() {
        return FloatingIpGroup.at("10.0.1.12", "10.0.1.13")
                .assigner(scenario.assigner())
                .hosts(scenario.hosts())
                .ticker(scenario.ticker())
                .build();
    }

    /** Without what differs from network to network. */
    private List<String> lines() {
        return captured.lines().stream().map(OperationLogTest::plain).toList();
    }

    private static String plain(String line) {
        return line.replaceAll("eni-[0-9a-f]+", "eni").replaceAll("in [0-9.]+ m?s", "in T");
    }

    /** docs/observe.md shows what somebody sees. */
    @Test
    void page_always_showsLinesAsTheyAre() throws IOException {
        db().moveTo("i-0b");
        db().moveTo("i-0b");
        db().release("i-0b");

        String page = Files.readString(Path.of("..", "docs", "observe.md"));
        assertThat(page.lines().filter(line -> line.startsWith("[op-")).map(OperationLogTest::plain))
                .containsExactlyElementsOf(lines());
        assertThat(page).contains("`org.floatingip.operation`", "%X{" + KEY);
    }

    // ---- one line

    @Test
    void moveTo_atInfo_isOneLineOfAddressFromToOutcomeTimeAndId() {
        MoveResult moved = db().moveTo("i-0b");

        assertThat(lines())
                .containsExactly("[op-1] move of 10.0.1.12 to i-0b in T: moved from i-0a (eni) to i-0b (eni)");
        assertThat(captured.lines().get(0)).containsPattern(" in [0-9]+\\.[0-9] m?s: ");
        assertThat(moved.operationId()).isEqualTo("op-1");
        assertThat(captured.events).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.INFO);
            assertThat(event.getMDCPropertyMap()).containsEntry(KEY, "op-1");
        });
    }

    @Test
    void moveTo_whereItIsThere_isOneLine() {
        db().moveTo("i-0a");

        assertThat(lines()).containsExactly("[op-1] move of 10.0.1.12 to i-0a in T: held by i-0a (eni) already");
    }

    @Test
    void moveTo_whenRefused_isOneLineAtInfoWithoutAStackTrace() {
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> db().moveTo("i-0nowhere"));

        assertThat(lines())
                .containsExactly("[op-1] move of 10.0.1.12 to i-0nowhere in T: refused: " + refused.type() + ": "
                        + refused.getMessage());
        assertThat(captured.events).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.INFO);
            assertThat(event.getThrowableProxy()).isNull();
        });
        assertThat(refused.operationId()).isEqualTo("op-1");
    }

    @Test
    void moveTo_whenFailed_isOneLineAtInfoWithItsEffect() {
        scenario.assigner().inject(Fault.loseReply().onCall(Call.ASSIGN));
        scenario.assigner().inject(Fault.unavailable().onCall(Call.LOOK).always());

        assertThatThrownBy(() -> db().moveTo("i-0b")).isInstanceOf(FloatingIpException.class);

        assertThat(captured.lines()).singleElement().asString().contains("failed, effect ");
        assertThat(captured.events.get(0).getThrowableProxy()).isNull();
    }

    @Test
    void moveTo_whereAHostIsLeft_saysWhichAndWarns() {
        scenario.hosts().cutOff("i-0a");

        db().moveTo("i-0b");

        assertThat(captured.lines())
                .singleElement()
                .asString()
                .contains("moved from i-0a", ", still to settle: i-0a", "; warning: ");
    }

    @Test
    void operations_onSeveralAddresses_areOneLineEach() {
        FloatingIpGroup two = group();

        two.moveTo("i-0b");
        two.evacuate("i-0b").to("i-0a").execute();
        two.evacuate("i-0b").to("i-0a").execute();
        two.settle("i-0b");
        two.release("i-0a");

        assertThat(lines())
                .containsExactly(
                        "[op-1] move of 2 addresses to i-0b in T: 10.0.1.12, 10.0.1.13 moved from i-0a (eni) to i-0b"
                                + " (eni)",
                        "[op-2] evacuation of 2 addresses from i-0b to i-0a in T: 10.0.1.12, 10.0.1.13 moved from i-0b"
                                + " (eni) to i-0a (eni)",
                        "[op-3] evacuation of 2 addresses from i-0b to i-0a in T: nothing to do",
                        "[op-4] settle of 2 addresses from i-0b in T: 10.0.1.12, 10.0.1.13 settled",
                        "[op-5] release of 2 addresses from i-0a in T: 10.0.1.12, 10.0.1.13 released from i-0a (eni)");
    }

    @Test
    void moveTo_whereSomeOfAGroupFail_saysOfEachWhatBecameOfIt() {
        scenario.hosts().cutOff("i-0b");

        assertThatThrownBy(() -> group().moveTo("i-0b")).isInstanceOf(GroupMoveException.class);

        assertThat(captured.lines())
                .singleElement()
                .asString()
                .startsWith("[op-1] move of 2 addresses to i-0b in ")
                .contains("10.0.1.12, 10.0.1.13 failed, effect NONE: OutOfTime: ", "cut off");
    }

    @Test
    void standby_whenExecuted_isOneLineAndItsPreparationNone() {
        StandbyMove standby = scenario.floatingIpBuilder("10.0.1.12").build().standby("i-0b");
        standby.makeReady();
        standby.refresh();
        assertThat(captured.lines()).isEmpty();
        scenario.assigner().inject(Fault.refuse("PrivateIpAddressLimitExceeded").onCall(Call.ASSIGN));

        standby.orMove().execute();

        assertThat(lines())
                .containsExactly("[op-1] standby of 10.0.1.12 to i-0b in T: moved from i-0a (eni) to i-0b (eni)");
    }

    @Test
    void readings_atInfo_areNoLine() {
        FloatingIp db = db();

        db.holder();
        db.move().to("i-0b").plan();
        db.doctor("i-0a", "i-0b");

        assertThat(captured.lines()).isEmpty();
    }

    @Test
    void moveTo_whateverAServiceSays_staysOneLine() {
        scenario.assigner().inject(Fault.refuse("Odd", "no\n[op-7] move of 10.0.1.99 to i-0x\u2028\u001b[31m"));

        assertThatThrownBy(() -> db().moveTo("i-0b")).isInstanceOf(FloatingIpException.class);

        assertThat(captured.lines())
                .singleElement()
                .asString()
                .contains("no [op-7] move")
                .doesNotContain("\n", "\u2028", "\u001b");
    }

    // ---- steps

    @Test
    void moveTo_atDebug_isALineForEachStepWithItsAddressAndId() {
        logger.setLevel(Level.DEBUG);

        db().moveTo("i-0b");

        assertThat(captured.at(Level.INFO)).hasSize(1);
        List<String> steps = captured.at(Level.DEBUG);
        assertThat(steps.get(0)).isEqualTo("[op-1] move of 10.0.1.12 to i-0b begins");
        assertThat(steps.subList(1, steps.size()))
                .hasSizeGreaterThan(3)
                .allSatisfy(line -> assertThat(line).startsWith("[op-1] 10.0.1.12 +"))
                .anySatisfy(line -> assertThat(line).contains(" assigned done in "));
        assertThat(captured.events)
                .allSatisfy(event -> assertThat(event.getMDCPropertyMap()).containsEntry(KEY, "op-1"));
    }

    @Test
    void readings_atDebug_areStepsWithoutAnId() {
        logger.setLevel(Level.DEBUG);

        db().move().to("i-0b").plan();

        assertThat(captured.lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).startsWith("10.0.1.12 +"));
        assertThat(captured.events)
                .allSatisfy(event -> assertThat(event.getMDCPropertyMap()).doesNotContainKey(KEY));
    }

    @Test
    void moveTo_whenTheLevelIsOff_isNoLine() {
        logger.setLevel(Level.WARN);

        db().moveTo("i-0b");

        assertThat(captured.lines()).isEmpty();
    }

    // ---- the logging context

    @Test
    void context_afterAnOperation_isAsItWasBefore() {
        db().moveTo("i-0b");
        assertThat(MDC.get(KEY)).isNull();

        MDC.put(KEY, "mine");
        MDC.put("request", "4711");
        db().moveTo("i-0a");
        assertThatThrownBy(() -> db().moveTo("i-0nowhere")).isInstanceOf(RefusedException.class);

        assertThat(MDC.getCopyOfContextMap()).containsOnlyKeys(KEY, "request").containsEntry(KEY, "mine");
        assertThat(captured.events.get(1).getMDCPropertyMap())
                .containsEntry(KEY, "op-2")
                .containsEntry("request", "4711");
    }

    @Test
    void context_whereAListenerIsCalled_hasTheIdOnWhateverThread() throws Exception {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        MoveListener listener = new MoveListener() {
            @Override
            public void started(OperationStarted event) {
                seen.add("started " + MDC.get(KEY));
            }

            @Override
            public void ended(OperationEnded event) {
                seen.add("ended " + MDC.get(OperationInfo.MDC_KEY));
            }
        };
        ExecutorService pool = Executors.newSingleThreadExecutor();
        pool.submit(() -> MDC.put(KEY, "the pool's own")).get();

        scenario.floatingIpBuilder("10.0.1.12").listener(listener).build().moveTo("i-0b");
        scenario.floatingIpBuilder("10.0.1.12").listener(listener, pool).build().moveTo("i-0a");
        String after = pool.submit(() -> MDC.get(KEY)).get();
        pool.shutdown();

        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).containsExactly("started op-1", "ended op-1", "started op-2", "ended op-2");
        assertThat(after).isEqualTo("the pool's own");
    }

    @Test
    void context_ofAnOperationInAListener_isThatOfTheInnerAndThenOfTheOuterAgain() {
        logger.setLevel(Level.DEBUG);
        FloatingIp other = scenario.floatingIp("10.0.1.13");

        scenario.floatingIpBuilder("10.0.1.12")
                .listener(
                        new MoveListener() {
                            @Override
                            public void started(OperationStarted event) {
                                other.moveTo("i-0b");
                            }
                        },
                        Runnable::run)
                .build()
                .moveTo("i-0b");

        assertThat(captured.events)
                .allSatisfy(event -> assertThat(event.getFormattedMessage())
                        .startsWith("[" + event.getMDCPropertyMap().get(KEY) + "] "));
        assertThat(captured.at(Level.INFO)).hasSize(2);
    }

    // ---- a log that fails

    @Test
    void moveTo_whenTheLogFails_isMadeAllTheSame() {
        LoggerContext context = logger.getLoggerContext();
        List<String> lost = new ArrayList<>();
        TurboFilter failing = new TurboFilter() {
            @Override
            public FilterReply decide(
                    Marker marker, Logger by, Level level, String format, Object[] parameters, Throwable thrown) {
                // Asking for the level goes well, and writing the line does not.
                if (format != null && by.getName().equals("org.floatingip.operation")) {
                    lost.add(format);
                    throw new IllegalStateException("the disk is full");
                }
                return FilterReply.NEUTRAL;
            }
        };
        context.addTurboFilter(failing);
        try {
            assertThat(db().moveTo("i-0b").moved()).isTrue();
            assertThat(lost).isNotEmpty();
        } finally {
            context.resetTurboFilterList();
        }
    }

    @Test
    void moveTo_whenTheLoggingContextFails_isMadeAllTheSame() throws Exception {
        Field field = MDC.class.getDeclaredField("MDC_ADAPTER");
        field.setAccessible(true);
        Object before = field.get(null);
        List<String> asked = new ArrayList<>();
        Object failing = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {MDCAdapter.class}, (proxy, method, arguments) -> {
                    asked.add(method.getName());
                    throw new IllegalStateException("no context");
                });
        field.set(null, failing);
        try {
            assertThat(db().moveTo("i-0b").moved()).isTrue();
        } finally {
            field.set(null, before);
        }
        assertThat(asked).isNotEmpty();
    }
}
