package org.floatingip.testkit.junit;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.floatingip.testkit.Scenario;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/**
 * Gives each test a {@link Scenario} of its own, injects the scenario and its parts, closes it afterwards, and shows its history
 * if the test fails.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final VipExtension vip = VipExtension.of(Scenario.builder()
 *         .host("i-0a").holding("10.0.1.12").holding("10.0.1.13")
 *         .host("i-0b"));
 * }</pre>
 *
 * <p>It resolves parameters of test methods, of {@code @BeforeEach} and {@code @AfterEach} methods, and of the constructor if
 * each test has an instance of its own (JUnit's default). A parameter can be the {@link Scenario}, its network, DNS, hosts,
 * assigner, registrar or clock, the {@link org.floatingip.FloatingIp} if there is exactly one, its group, or its endpoint, which
 * is then started. The SPI types of these parts work too.
 *
 * <p>A parameter with an annotation of another library, such as Spring's {@code @Autowired} or Mockito's {@code @Mock}, is left
 * to that library's extension; so are all parameters of a constructor with such an annotation. Nullness annotations ({@code
 * @NonNull}, {@code @Nullable}) do not count.
 *
 * <p>The history of a failed test begins with the test method: first the state at that time, then each event since. The whole
 * history is {@link Scenario#history()}.
 *
 * <p>It is published as the report entry {@value #REPORT_ENTRY}, and added to the failure as a suppressed {@link
 * ScenarioHistory}; unless the failure's message contains it already, as those of {@code VipAssertions} do. An aborted test shows
 * none.
 */
@SuppressWarnings("exports") // see module-info
public final class VipExtension
        implements ParameterResolver,
                BeforeTestExecutionCallback,
                AfterEachCallback,
                TestExecutionExceptionHandler,
                LifecycleMethodExecutionExceptionHandler {

    /** The key of the report entry with the history of a failed test: {@value}. */
    public static final String REPORT_ENTRY = "vip.history";

    /** By their simple names, since many libraries have them. */
    private static final Set<String> SAYING_NOTHING_OF_ITS_SOURCE = Set.of("NonNull", "Nonnull", "NotNull", "Nullable");

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(VipExtension.class);

    private final Supplier<Scenario> scenarios;

    /** Whether a test is strict: if an annotation registers the extension, the annotation decides. */
    private final Predicate<ExtensionContext> strict;

    /** For {@link FloatingIpTest}: uses {@link Scenario#create()}. */
    public VipExtension() {
        this(Scenario::create, VipExtension::isAnnotatedAsStrict);
    }

    private VipExtension(Supplier<Scenario> scenarios, Predicate<ExtensionContext> strict) {
        this.scenarios = scenarios;
        this.strict = strict;
    }

    /** Creates an extension whose tests each have a scenario of the given builder. */
    public static VipExtension of(Scenario.Builder builder) {
        return new VipExtension(Objects.requireNonNull(builder, "builder")::build, context -> false);
    }

    /** Returns a strict copy of this extension; see {@link FloatingIpTest#strictFaults()}. */
    public VipExtension strictFaults() {
        return new VipExtension(scenarios, context -> true);
    }

    private static boolean isAnnotatedAsStrict(ExtensionContext context) {
        for (ExtensionContext each = context;
                each != null;
                each = each.getParent().orElse(null)) {
            Optional<FloatingIpTest> said = each.getElement()
                    .flatMap(element -> AnnotationSupport.findAnnotation(element, FloatingIpTest.class));
            if (said.isPresent()) {
                return said.get().strictFaults();
            }
        }
        return false;
    }

    /** The constructor's parameters belong to the test that the instance is created for. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return ScenarioParts.has(parameter.getParameter().getType()) && !isSomebodyElses(parameter);
    }

    /** If two extensions resolve one parameter, the test fails; the annotation decides whose parameter it is. */
    private static boolean isSomebodyElses(ParameterContext parameter) {
        return asks(parameter.getAnnotatedElement())
                || (parameter.getDeclaringExecutable() instanceof Constructor<?> constructor && asks(constructor));
    }

    private static boolean asks(AnnotatedElement element) {
        return Stream.of(element.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(type -> !type.getName().startsWith("java.")
                        && !SAYING_NOTHING_OF_ITS_SOURCE.contains(type.getSimpleName()));
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException("a scenario lives as long as one test: inject "
                    + parameter.getParameter().getType().getSimpleName()
                    + " into @BeforeEach or the test method, not where several tests share it");
        }
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        Scenario scenario = store.get(this, Scenario.class);
        if (scenario == null) {
            scenario = scenarios.get();
            store.put(this, scenario);
        }
        return ScenarioParts.of(scenario, parameter.getParameter().getType());
    }

    /** Begins the history here: earlier events are setup. */
    @Override
    public void beforeTestExecution(ExtensionContext context) {
        Scenario scenario = context.getStore(NAMESPACE).get(this, Scenario.class);
        if (scenario != null) {
            scenario.begin();
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw withHistory(context, failure);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw withHistory(context, failure);
    }

    @Override
    public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw withHistory(context, failure);
    }

    private <T extends Throwable> T withHistory(ExtensionContext context, T failure) {
        Scenario scenario = context.getStore(NAMESPACE).get(this, Scenario.class);
        if (scenario != null && !(failure instanceof TestAbortedException)) {
            ScenarioHistory history = ScenarioHistory.of(scenario);
            context.publishReportEntry(REPORT_ENTRY, history.text());
            if (!String.valueOf(failure.getMessage()).contains(history.text())) {
                failure.addSuppressed(history);
            }
        }
        return failure;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Scenario scenario = context.getStore(NAMESPACE).get(this, Scenario.class);
        if (scenario == null) {
            return;
        }
        try {
            // A test that failed, or was aborted, may well have ended before it came to what it scripted.
            if (strict.test(context) && context.getExecutionException().isEmpty()) {
                scenario.checkFaults();
            }
        } catch (AssertionError e) {
            throw withHistory(context, e);
        } finally {
            context.getStore(NAMESPACE).remove(this, Scenario.class);
            scenario.close();
        }
    }
}
