package org.floatingip.lab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.InstanceofCheck;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.floatingip.FloatingIpException;
import org.floatingip.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The direction of dependencies and the kinds of packages, as docs/decisions/0001 lays them down. */
class ArchitectureTest {

    private static final List<String> MODULES = List.of(
            "vip-core",
            "vip-aws",
            "vip-dynamodb",
            "vip-linux-net",
            "vip-micrometer",
            "vip-testkit",
            "vip-cli",
            "vip-spring-boot-starter");

    private static final Pattern TYPE =
            Pattern.compile("(?m)^(public |final |abstract |sealed |non-sealed )*(class|@?interface|enum|record) ");

    /** What users and implementers of the core see. */
    private static final String[] API = {
        "org.floatingip",
        "org.floatingip.event",
        "org.floatingip.failure",
        "org.floatingip.fence",
        "org.floatingip.dns",
        "org.floatingip.doctor",
        "org.floatingip.spi"
    };

    private static final String[] CORE = with(API, "org.floatingip.internal..");

    /** The testkit without what needs JUnit or AssertJ. */
    private static final String[] TESTKIT = {
        "org.floatingip.testkit",
        "org.floatingip.testkit.network",
        "org.floatingip.testkit.assigner",
        "org.floatingip.testkit.dns",
        "org.floatingip.testkit.fault",
        "org.floatingip.testkit.aws",
        "org.floatingip.testkit.hosts",
        "org.floatingip.testkit.fence",
        "org.floatingip.testkit.internal.."
    };

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.floatingip");

    @Test
    void everyModule_isSeenByTheseRules() {
        assertThat(ALL.contain("org.floatingip.FloatingIp")).isTrue();
        assertThat(ALL.contain("org.floatingip.aws.Ec2IpAssigner")).isTrue();
        assertThat(ALL.contain("org.floatingip.dynamodb.DynamoDbEpochLedger")).isTrue();
        assertThat(ALL.contain("org.floatingip.testkit.network.InMemoryVpc")).isTrue();
        assertThat(ALL.contain("org.floatingip.linux.IfupdownConfigurator")).isTrue();
        assertThat(ALL.contain("org.floatingip.micrometer.MoveObservations")).isTrue();
        assertThat(ALL.contain("org.floatingip.cli.Vip")).isTrue();
        assertThat(ALL.contain("org.floatingip.boot.FloatingIps")).isTrue();
    }

    @Test
    void core_dependsOnTheJdkAndTwoLibraries() {
        classes()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(with(CORE, "java..", "javax.sql", "org.slf4j", "org.jspecify.annotations"))
                .check(ALL);
    }

    /** What the SPI throws or leaves out is made ours in these places: decisions/0035. */
    @Test
    void engine_callsTheSpiInAFewPlacesAlone() {
        DescribedPredicate<JavaMethodCall> ofTheSpi = DescribedPredicate.describe(
                "of an interface of the SPI",
                call -> call.getTargetOwner().isInterface()
                        && call.getTargetOwner().getPackageName().equals("org.floatingip.spi"));

        noClasses()
                .that()
                .resideInAPackage("org.floatingip.internal..")
                .and()
                .haveNameNotMatching(".*\\.(Network|Hosts|Registrar|Clock|Fence|Probing)")
                .should()
                .callMethodWhere(ofTheSpi)
                .check(ALL);
    }

    /** What somebody else's implementation can do is said by its traits: a type is lost by whoever wraps it. */
    @Test
    void core_neverAsksForATypeOfTheSpi() {
        List<InstanceofCheck> checks = ALL.stream()
                .filter(JavaClass.Predicates.resideInAnyPackage(CORE))
                .flatMap(type -> type.getInstanceofChecks().stream())
                .toList();

        assertThat(checks)
                .extracting(check -> check.getRawType().getSimpleName())
                .contains("HolderChangedException");
        assertThat(checks)
                .filteredOn(check ->
                        check.getRawType().getPackageName().equals("org.floatingip.spi") && isSomebodyElses(check))
                .isEmpty();
    }

    /** Whether others implement it: no value of ours. */
    private static boolean isSomebodyElses(InstanceofCheck check) {
        return !check.getRawType().getModifiers().contains(JavaModifier.FINAL);
    }

    static Stream<List<String>> strangers() {
        List<String> siblings = List.of(
                "org.floatingip.aws..",
                "org.floatingip.dynamodb..",
                "org.floatingip.linux..",
                "org.floatingip.micrometer..",
                "org.floatingip.testkit..");
        List<String> users = List.of("org.floatingip.cli..", "org.floatingip.boot..");
        return Stream.concat(siblings.stream(), users.stream())
                .flatMap(one -> Stream.concat(siblings.stream().filter(other -> !users.contains(one)), users.stream())
                        .filter(other -> !other.equals(one))
                        .map(other -> List.of(one, other)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("strangers")
    void siblings_doNotKnowEachOther(List<String> pair) {
        noClasses()
                .that()
                .resideInAPackage(pair.get(0))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(pair.get(1))
                .allowEmptyShould(true)
                .check(ALL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.floatingip.aws.internal",
                "org.floatingip.linux.internal",
                "org.floatingip.testkit.internal",
                "org.floatingip.cli.internal",
                "org.floatingip.boot.internal"
            })
    void internalPackages_areReachedFromTheirOwnModuleAlone(String internal) {
        classes()
                .that()
                .resideInAPackage(internal + "..")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage(internal.replace(".internal", ".."))
                .check(ALL);
    }

    /** An application has them or not: whoever else names one of them fails to load where it is missing. */
    @ParameterizedTest
    @CsvSource({
        "org.floatingip.aws.., AwsAutoConfiguration",
        "org.floatingip.linux.., LinuxAutoConfiguration",
        "org.floatingip.micrometer.., MicrometerAutoConfiguration",
        "com.zaxxer.hikari.., EvictionAutoConfiguration|Pools",
        "org.springframework.integration.., LeaderAutoConfiguration|LeaderTenure",
        "org.floatingip.testkit.., ScenarioAutoConfiguration|CurrentScenario",
    })
    void starter_namesWhatIsOptional_inOnePlace(String optional, String place) {
        noClasses()
                .that()
                .resideInAPackage("org.floatingip.boot..")
                .and()
                .haveNameNotMatching(".*\\.(" + place + ")(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(optional)
                .check(ALL);
    }

    @Test
    void theCoreOfTheTestkit_knowsNoTestLibrary() {
        noClasses()
                .that()
                .resideInAnyPackage(TESTKIT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.junit..",
                        "org.opentest4j..",
                        "org.assertj..",
                        "org.floatingip.testkit.junit",
                        "org.floatingip.testkit.assertj",
                        "org.floatingip.testkit.contract")
                .check(ALL);
    }

    @Test
    void coreInternals_areReachedFromTheCoreAlone() {
        classes()
                .that()
                .resideInAPackage("org.floatingip.internal..")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage(CORE)
                .check(ALL);
    }

    /**
     * The rooms of a module, apart from its root, which everybody knows.
     *
     * @param halves packages that belong to the room of another
     */
    private static SliceAssignment rooms(String root, Map<String, String> halves) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                if (!type.getPackageName().startsWith(root + ".")) {
                    return SliceIdentifier.ignore();
                }
                String room = type.getPackageName().substring(root.length());
                return SliceIdentifier.of(halves.getOrDefault(room, room));
            }

            @Override
            public String getDescription() {
                return "rooms of " + root;
            }
        };
    }

    @Test
    void roomsOfTheCore_formNoCircle() {
        slices().assignedFrom(rooms("org.floatingip", Map.of()))
                .should()
                .beFreeOfCycles()
                .check(ALL.that(JavaClass.Predicates.resideInAnyPackage(CORE)));
    }

    /** What stands in {@code .internal} itself is the model's, what in {@code .internal.fault} the faults'. */
    @Test
    void roomsOfTheTestkit_formNoCircle() {
        SliceAssignment rooms =
                rooms("org.floatingip.testkit", Map.of(".internal", ".network", ".internal.fault", ".fault"));
        slices().assignedFrom(rooms)
                .should()
                .beFreeOfCycles()
                .check(ALL.that(JavaClass.Predicates.resideInAnyPackage(TESTKIT)));
    }

    /**
     * Handles begin the engine's work; whatever else users see is a value, and knows no more than words and lines. One asks the
     * engine: the reading of a plan's text, whether a move could have given such a plan.
     */
    @Test
    void valuesOfTheCore_knowNeitherHandlesNorTheEngine() {
        DescribedPredicate<JavaClass> handles = DescribedPredicate.describe(
                "handles",
                type -> type.getPackageName().equals("org.floatingip")
                        && type.getName()
                                .replace("org.floatingip.", "")
                                .matches(
                                        "(FloatingIp|FloatingIpGroup|CommonBuilder|Tenure|\\w*Request|\\w*StandbyMove)(\\$.*)?"));
        noClasses()
                .that()
                .resideInAnyPackage(API)
                .and(DescribedPredicate.not(handles))
                .and()
                .doNotHaveSimpleName("PlanForm")
                .should()
                .dependOnClassesThat(handles)
                .orShould()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("org.floatingip.internal..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(
                                "org.floatingip.internal.text", "org.floatingip.internal.plan"))))
                .check(ALL);
    }

    @Test
    void publicApiOfTheCore_showsTheJdkAndTheCoreAlone() {
        methods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(API)
                .should(showOnly("java.", "javax.sql.", "org.floatingip."))
                .check(ALL);
    }

    private static ArchCondition<JavaMethod> showOnly(String... prefixes) {
        return new ArchCondition<>("show only types of " + List.of(prefixes)) {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                Stream.concat(method.getRawParameterTypes().stream(), Stream.of(method.getRawReturnType()))
                        .map(JavaClass::getBaseComponentType)
                        .filter(type ->
                                !type.isPrimitive() && Stream.of(prefixes).noneMatch(type.getName()::startsWith))
                        .forEach(type -> events.add(SimpleConditionEvent.violated(
                                method, method.getFullName() + " shows " + type.getName())));
            }
        };
    }

    @Test
    void exceptions_areOursAndSerialisableAndFinalAtTheLeaves() {
        classes()
                .that()
                .areAssignableTo(FloatingIpException.class)
                .and()
                .doNotHaveModifier(JavaModifier.ABSTRACT)
                .and()
                .doNotBelongToAnyOf(RefusedException.class) // no leaf: refusals that programs handle extend it
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(ALL);
    }

    @Test
    void values_areSerialisable() {
        DescribedPredicate<JavaClass> values = DescribedPredicate.describe(
                "values that results, plans and exceptions are made of",
                type -> type.getModifiers().contains(JavaModifier.PUBLIC)
                        && !type.isInterface()
                        && !type.isNestedClass()
                        && type.getMethods().stream()
                                .anyMatch(method -> method.getName().equals("equals")));
        classes()
                .that()
                .resideInAnyPackage(API)
                .and(values)
                .should()
                .beAssignableTo(Serializable.class)
                .check(ALL);
        fields().that()
                .areDeclaredInClassesThat()
                .areAssignableTo(Serializable.class)
                .should()
                .notHaveRawType(Optional.class)
                .check(ALL);
    }

    @Test
    void libraries_neitherPrintNorReadSystemPropertiesNorDiscover() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.floatingip.cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "getProperty", String.class)
                .orShould()
                .callMethod(System.class, "getProperty", String.class, String.class)
                .orShould()
                .callMethod(System.class, "setProperty", String.class, String.class)
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ServiceLoader.class)
                .check(ALL);
    }

    /** Which proxy a request goes through, if any, is decided in one place: docs/decisions/0087. */
    @Test
    void httpClients_areMadeInOnePlace() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.floatingip.aws.internal.HttpClients")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("software.amazon.awssdk.http.apache5..", "java.net.http..")
                .check(ALL);
    }

    @Test
    void time_comesFromTheTickerAlone() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.floatingip.spi.SystemTicker")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(ALL);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void publicTypes_areDocumented(String module) throws IOException {
        Path sources = Path.of("..", module, "src/main/java");
        try (Stream<Path> files = Files.walk(sources)) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> !file.endsWith("package-info.java") && !file.endsWith("module-info.java"))
                            .filter(file -> !documented(file)))
                    .as("types without a Javadoc comment in " + module)
                    .isEmpty();
        }
    }

    static Stream<String> modules() {
        return MODULES.stream();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void packages_sayWhatBelongsInThem(String module) throws IOException {
        Path sources = Path.of("..", module, "src/main/java");
        try (Stream<Path> folders = Files.walk(sources)) {
            assertThat(folders.filter(Files::isDirectory)
                            .filter(ArchitectureTest::holdsCode)
                            .filter(folder -> !Files.exists(folder.resolve("package-info.java"))))
                    .as("packages without package-info.java in " + module)
                    .isEmpty();
        }
    }

    private static boolean holdsCode(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java") && !file.endsWith("module-info.java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a Javadoc comment stands before the file's first type. */
    private static boolean documented(Path file) {
        try {
            String text = Files.readString(file);
            int comment = text.indexOf("\n/**");
            Matcher type = TYPE.matcher(text);
            assertThat(type.find()).as("a type in " + file).isTrue();
            return comment >= 0 && comment < type.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
