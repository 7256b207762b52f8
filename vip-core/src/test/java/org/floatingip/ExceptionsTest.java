package org.floatingip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsRecord;
import org.floatingip.dns.DnsRecordChange;
import org.floatingip.dns.PartlyRegisteredException;
import org.floatingip.failure.CredentialsException;
import org.floatingip.failure.Denial;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.GroupRefusedException;
import org.floatingip.failure.GroupReleaseException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.HostUnreachableException;
import org.floatingip.failure.LeftUnheldException;
import org.floatingip.failure.NotReassociatedException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.StaleEpochException;
import org.floatingip.failure.StalePlanException;
import org.floatingip.failure.StaleStandbyException;
import org.floatingip.failure.SupersededException;
import org.floatingip.failure.ThrottledException;
import org.floatingip.failure.UnavailableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One table of all that the library throws; a new type that is missing from it fails the build. */
class ExceptionsTest {

    private static final IpAddress IP = IpAddress.of("10.0.1.12");
    private static final IpAddress ANOTHER = IpAddress.of("10.0.1.13");
    private static final IpAddress THIRD = IpAddress.of("10.0.1.14");
    private static final HostId B = HostId.of("i-0b");
    private static final Holder ON_A = Holder.of(HostId.of("i-0a"), "eni-0a");
    private static final Holder ON_C = Holder.of(HostId.of("i-0c"), "eni-0c");
    private static final MoveStep STEP = MoveStep.builder(StepKind.PLANNED)
            .outcome(StepOutcome.FAILED)
            .startedAt(Instant.EPOCH)
            .build();

    /**
     * An exception made of a cause and of lists that were cleared behind its back, and what it should say.
     *
     * @param data the values of its own accessors, by name
     * @param says what the message says, in this order
     */
    record Sample(
            FloatingIpException exception,
            Effect effect,
            boolean retryable,
            Map<String, Object> data,
            List<String> says) {

        static Sample of(
                FloatingIpException exception,
                Effect effect,
                boolean retryable,
                Map<String, Object> data,
                String... says) {
            return new Sample(exception, effect, retryable, comparable(data), List.of(says));
        }

        @Override
        public String toString() {
            return exception.getClass().getSimpleName() + " with effect " + effect;
        }
    }

    static List<Sample> samples() {
        IOException cause = new IOException("the network's own words");
        Stream<Sample> onlyWithACause = Stream.of(
                Sample.of(
                        UnavailableException.unexpected(Effect.NONE, "reading", cause),
                        Effect.NONE,
                        false,
                        Map.of("action", "reading"),
                        "reading failed unexpectedly",
                        "the network's own words"),
                Sample.of(
                        UnavailableException.unexpected(Effect.UNKNOWN, "assigning", cause),
                        Effect.UNKNOWN,
                        false,
                        Map.of("action", "assigning"),
                        "assigning failed unexpectedly",
                        "the network's own words",
                        "check who holds the address"));
        return Stream.concat(samplesMadeOf(cause).stream(), onlyWithACause).toList();
    }

    static List<Sample> samplesMadeOf(@Nullable Throwable cause) {
        Claim claim = Claim.of(IP, 7, B);
        Claim standing = Claim.of(IP, 8, HostId.of("i-0c"));
        List<String> words = new ArrayList<>(List.of("one", "two"));
        List<Holder> holders = new ArrayList<>(List.of(ON_A, ON_C));
        List<String> keptWords = List.copyOf(words);
        List<Holder> keptHolders = List.copyOf(holders);
        List<Dependent> dependents = new ArrayList<>(List.of(Dependent.of("eipalloc-0a", "Elastic IP 203.0.113.7")));
        List<Dependent> keptDependents = List.copyOf(dependents);

        DnsRecord record = DnsRecord.address("db.example.com", 60, "10.0.1.12");
        DnsChange done = DnsChange.pending(List.of(DnsRecordChange.of(null, record)), List.of("C1"), Instant.EPOCH);

        MoveResult onB = MoveResult.builder()
                .address(IP)
                .outcome(MoveOutcome.MOVED)
                .to(Holder.of(B, "eni-0b"))
                .startedAt(Instant.EPOCH)
                .build();
        MoveResult wasOnB = MoveResult.builder()
                .address(IP)
                .outcome(MoveOutcome.ALREADY_HELD)
                .to(Holder.of(B, "eni-0b"))
                .startedAt(Instant.EPOCH)
                .build();
        RefusedException full = RefusedException.interfaceFull("eni-0b", "2 addresses", null);
        FloatingIpException throttled = new ThrottledException("Assign", null);
        FloatingIpException lost = new NotVerifiedException(Effect.UNKNOWN, ANOTHER, "on i-0b", null, "odd", null);
        List.of(full, throttled, lost).forEach(nested -> nested.setStackTrace(new StackTraceElement[0]));
        List<MoveResult> moved = new ArrayList<>(List.of(onB));
        List<ReleaseResult> released =
                new ArrayList<>(List.of(ReleaseResult.of(IP, ON_A, Instant.EPOCH, Duration.ofMillis(5), List.of())));
        List<IpAddress> others = new ArrayList<>(List.of(THIRD));

        GroupMoveException partial = new GroupMoveException(B, moved, Map.of(ANOTHER, lost), others, cause);
        partial.recordAddress(THIRD, List.of(), keptWords);
        NotReassociatedException notReassociated =
                new NotReassociatedException(Effect.APPLIED, IP, ON_A, dependents, "somebody else has it.", cause);
        notReassociated.recordMoved(onB);

        List<Sample> samples = new ArrayList<>(RefusedExceptionTest.samples(cause));
        samples.addAll(List.of(
                Sample.of(
                        new GroupRefusedException(B, Map.of(IP, full), cause),
                        Effect.NONE,
                        false,
                        Map.of("refusals", Map.of(IP, full)),
                        "1 of the addresses can't go to i-0b, so nothing was changed.",
                        "10.0.1.12: interface eni-0b has no room"),
                Sample.of(
                        partial,
                        Effect.UNKNOWN,
                        lost.retryable(),
                        Map.of(
                                "target",
                                B,
                                "moved",
                                List.of(onB),
                                "failures",
                                Map.of(ANOTHER, lost),
                                "restored",
                                List.of(THIRD)),
                        "1 of 3 addresses did not get to i-0b",
                        "10.0.1.13: ",
                        "On i-0b: 10.0.1.12.",
                        "Not moved, or given back: 10.0.1.14.",
                        "can be made again"),
                Sample.of(
                        new GroupMoveException(B, List.of(wasOnB), Map.of(ANOTHER, throttled), List.of(), cause),
                        Effect.NONE,
                        true,
                        Map.of(
                                "target",
                                B,
                                "moved",
                                List.of(wasOnB),
                                "failures",
                                Map.of(ANOTHER, throttled),
                                "restored",
                                List.of()),
                        "1 of 2 addresses did not get to i-0b",
                        "10.0.1.13: "),
                Sample.of(
                        new GroupReleaseException(ON_A.host(), released, Map.of(ANOTHER, lost), cause),
                        Effect.UNKNOWN,
                        lost.retryable(),
                        Map.of(
                                "from",
                                ON_A.host(),
                                "released",
                                List.copyOf(released),
                                "failures",
                                Map.of(ANOTHER, lost)),
                        "1 of 2 addresses were not released from i-0a",
                        "10.0.1.13: ",
                        "Released: 10.0.1.12.",
                        "release those that are left"),
                Sample.of(
                        new GroupReleaseException(ON_A.host(), List.of(), Map.of(ANOTHER, throttled), cause),
                        Effect.NONE,
                        true,
                        Map.of("from", ON_A.host(), "released", List.of(), "failures", Map.of(ANOTHER, throttled)),
                        "1 of 1 addresses were not released from i-0a",
                        "10.0.1.13: "),
                Sample.of(
                        new PartlyRegisteredException(done, 3, true, cause),
                        Effect.APPLIED,
                        true,
                        Map.of("done", done),
                        "1 of 3 records are registered",
                        "see the cause",
                        "register the same records again"),
                Sample.of(
                        new CredentialsException("the token is expired", cause),
                        Effect.NONE,
                        false,
                        Map.of("problem", "the token is expired"),
                        "credentials",
                        "the token is expired",
                        "Provide valid credentials, then try again"),
                Sample.of(
                        new HostUnreachableException(B, "no route", cause),
                        Effect.NONE,
                        true,
                        Map.of("host", B, "why", "no route"),
                        "host i-0b can't be reached",
                        "no route",
                        "then try again"),
                Sample.of(
                        new HostConfigurationException(B, "read-only file system", cause),
                        Effect.NONE,
                        false,
                        Map.of("host", B, "why", "read-only file system"),
                        "host i-0b can't be configured",
                        "read-only file system",
                        "Mend the host"),
                Sample.of(
                        new StaleStandbyException(IP, B, "its interface is gone.", cause),
                        Effect.NONE,
                        false,
                        Map.of("address", IP, "target", B, "why", "its interface is gone."),
                        "the standby of 10.0.1.12 on i-0b is stale",
                        "its interface is gone.",
                        "Refresh it"),
                Sample.of(
                        new LeftUnheldException(Effect.APPLIED, IP, ON_A, B, cause),
                        Effect.APPLIED,
                        false,
                        Map.of("address", IP, "from", ON_A, "target", B),
                        "10.0.1.12 was taken from i-0a (eni-0a)",
                        "could neither be given to i-0b nor back",
                        "orUnheld"),
                Sample.of(
                        notReassociated,
                        Effect.APPLIED,
                        false,
                        Map.of("address", IP, "holder", ON_A, "dependents", keptDependents, "moved", onB),
                        "Elastic IP 203.0.113.7 (eipalloc-0a) was cut off from 10.0.1.12",
                        "somebody else has it. 10.0.1.12 is held by i-0a (eni-0a)",
                        "associate eipalloc-0a with 10.0.1.12 of eni-0a by hand"),
                Sample.of(
                        new StalePlanException(IP, words, cause),
                        Effect.NONE,
                        false,
                        Map.of("address", IP, "differences", keptWords),
                        "the plan for 10.0.1.12 is stale",
                        "one; two",
                        "Make a new plan"),
                Sample.of(
                        new StaleEpochException(Effect.NONE, claim, standing, cause),
                        Effect.NONE,
                        false,
                        Map.of("address", IP, "claim", claim, "standing", standing),
                        "10.0.1.12 was claimed for i-0c by epoch 8, which is later than epoch 7 for i-0b",
                        "Stop, and let the host drop the address",
                        "nothing was changed"),
                Sample.of(
                        new HolderChangedException(IP, B, holders, cause),
                        Effect.NONE,
                        false,
                        Map.of("address", IP, "expected", B, "holders", keptHolders),
                        "10.0.1.12 is not held by i-0b",
                        "by i-0a (eni-0a) and i-0c (eni-0c)",
                        "Check who should hold it, then try again"),
                Sample.of(
                        new NotVerifiedException(Effect.APPLIED, IP, "on i-0b", holders, "10 s passed", cause),
                        Effect.APPLIED,
                        false,
                        Map.of("address", IP, "observed", keptHolders),
                        "not verified: 10.0.1.12 should be on i-0b",
                        "last seen on i-0a (eni-0a) and i-0c (eni-0c) (10 s passed)",
                        "check who holds it, then run the same operation again"),
                Sample.of(
                        new OutOfTimeException("reading", Duration.ofSeconds(10), false, cause),
                        Effect.NONE,
                        true,
                        Map.of("timeout", Duration.ofSeconds(10)),
                        "the timeout of 10.0 s passed",
                        "while reading"),
                Sample.of(
                        new PermissionDeniedException("ec2:AssignPrivateIpAddresses", cause),
                        Effect.NONE,
                        false,
                        Map.of("action", "ec2:AssignPrivateIpAddresses", "denial", Denial.unstated()),
                        "not permitted",
                        "ec2:AssignPrivateIpAddresses",
                        "Allow that action to the credentials in use, then try again"),
                Sample.of(
                        new SupersededException(Effect.UNKNOWN, IP, B, holders, cause),
                        Effect.UNKNOWN,
                        false,
                        Map.of("address", IP, "target", B, "observed", keptHolders),
                        "10.0.1.12 was moved by somebody else while it was on its way to i-0b",
                        "now on i-0a (eni-0a) and i-0c (eni-0c), and was left there",
                        "Find out who moves it"),
                Sample.of(
                        new ThrottledException("DescribeNetworkInterfaces", cause),
                        Effect.NONE,
                        true,
                        Map.of("action", "DescribeNetworkInterfaces"),
                        "DescribeNetworkInterfaces was throttled",
                        "too many calls",
                        "Try again later"),
                Sample.of(
                        UnavailableException.notTheService("DescribeInstances", "HTTP 200, an HTML page", cause),
                        Effect.NONE,
                        false,
                        Map.of("action", "DescribeInstances"),
                        "DescribeInstances was not answered by the service",
                        "HTTP 200, an HTML page",
                        "captive portal",
                        "nothing was changed"),
                Sample.of(
                        new PermissionDeniedException("ec2:AssociateAddress", "Share it", cause),
                        Effect.NONE,
                        false,
                        Map.of("action", "ec2:AssociateAddress", "denial", Denial.unstated()),
                        "not permitted: ec2:AssociateAddress",
                        "Share it, then try again"),
                Sample.of(
                        UnavailableException.withoutEffect("DescribeInstances", "connection refused", cause),
                        Effect.NONE,
                        true,
                        Map.of("action", "DescribeInstances"),
                        "DescribeInstances failed",
                        "connection refused",
                        "Check the network and the endpoint"),
                Sample.of(
                        UnavailableException.partly("ReplaceRoute", "rtb-1 leads to eni-0b, rtb-2 not", false, cause),
                        Effect.UNKNOWN,
                        false,
                        Map.of("action", "ReplaceRoute"),
                        "ReplaceRoute was done in part",
                        "rtb-1 leads to eni-0b, rtb-2 not",
                        "try the same again"),
                Sample.of(
                        UnavailableException.effectUnknown("AssignPrivateIpAddresses", "broken reply", cause),
                        Effect.UNKNOWN,
                        true,
                        Map.of("action", "AssignPrivateIpAddresses"),
                        "AssignPrivateIpAddresses got no answer",
                        "broken reply",
                        "check who holds the address")));
        words.clear();
        holders.clear();
        moved.clear();
        others.clear();
        dependents.clear();
        return samples;
    }

    /** Compiled main classes of this module that can have instances and are of the given type. */
    static Set<Class<?>> concreteClasses(Class<?> type) {
        try {
            Path root = Path.of(FloatingIpException.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Set<Class<?>> found = new HashSet<>();
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".class") && !f.endsWith("module-info.class"))
                        .toList()) {
                    String name = root.relativize(file).toString().replaceAll("[/\\\\]", ".");
                    Class<?> candidate = Class.forName(
                            name.substring(0, name.length() - ".class".length()),
                            false,
                            FloatingIpException.class.getClassLoader());
                    if (type.isAssignableFrom(candidate) && !Modifier.isAbstract(candidate.getModifiers())) {
                        found.add(candidate);
                    }
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static final Set<String> INHERITED = Stream.of(FloatingIpException.class.getMethods())
            .map(Method::getName)
            .collect(Collectors.toSet());

    /** What the accessors that a type adds to {@link FloatingIpException} give. */
    static Map<String, Object> data(FloatingIpException exception) throws ReflectiveOperationException {
        Map<String, Object> data = new TreeMap<>();
        for (Method method : exception.getClass().getDeclaredMethods()) {
            int modifiers = method.getModifiers();
            if (Modifier.isPublic(modifiers)
                    && !Modifier.isStatic(modifiers)
                    && method.getParameterCount() == 0
                    && !INHERITED.contains(method.getName())) {
                data.put(method.getName(), method.invoke(exception));
            }
        }
        return comparable(data);
    }

    /** The same with exceptions as texts: they have no equality of their own. */
    private static Map<String, Object> comparable(Map<String, Object> data) {
        Map<String, Object> all = new TreeMap<>();
        data.forEach((name, value) -> all.put(name, value instanceof Map<?, ?> map ? texts(map) : value));
        return all;
    }

    private static Map<String, String> texts(Map<?, ?> map) {
        Map<String, String> all = new TreeMap<>();
        map.forEach((key, value) -> all.put(key.toString(), value.toString()));
        return all;
    }

    @Test
    void samples_whenATypeIsAdded_haveIt() {
        Set<Class<?>> sampled =
                samples().stream().map(sample -> sample.exception().getClass()).collect(Collectors.toSet());

        assertThat(sampled).isEqualTo(concreteClasses(FloatingIpException.class));
        assertThat(sampled).allSatisfy(type -> assertThat(type).isPublic());
        sampled.remove(RefusedException.class); // the one that others extend
        assertThat(sampled).allSatisfy(type -> assertThat(type).isFinal());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void constructor_whenItsListsChangeAfterwards_keptCopiesOfAllItWasGiven(Sample sample) throws Exception {
        FloatingIpException exception = sample.exception();

        assertThat(exception.effect()).isEqualTo(sample.effect());
        assertThat(exception.retryable()).isEqualTo(sample.retryable());
        assertThat(exception).cause().isExactlyInstanceOf(IOException.class).hasMessage("the network's own words");
        assertThat(data(exception)).containsExactlyInAnyOrderEntriesOf(sample.data());
        assertThat(data(exception).values()).allSatisfy(value -> {
            if (value instanceof List<?> list) {
                assertThat(list).isUnmodifiable();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("samples")
    void getMessage_always_saysWhatAndWhyAndWhatNext(Sample sample) {
        assertThat(sample.exception().getMessage())
                .containsSubsequence(sample.says())
                .endsWith(".")
                .doesNotContain("null");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void getMessage_whenEffectIsNone_saysThatNothingChangedAndOnlyThen(Sample sample) {
        String nothing = "(?is).*(nothing was changed|changed nothing).*";
        if (sample.effect() == Effect.NONE) {
            assertThat(sample.exception().getMessage()).matches(nothing);
        } else {
            assertThat(sample.exception().getMessage()).doesNotMatch(nothing);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void recordSteps_whenTheListChangesAfterwards_keptACopy(Sample sample) {
        FloatingIpException exception = sample.exception();
        assertThat(exception.steps()).isEmpty();

        List<MoveStep> steps = new ArrayList<>(List.of(STEP));
        exception.recordSteps(steps);
        steps.clear();
        assertThat(exception.steps()).containsExactly(STEP).isUnmodifiable();

        exception.recordSteps(List.of());
        assertThat(exception.steps()).isEmpty();
    }

    @Test
    void operationId_untilItIsRecorded_isEmptyAndNoPartOfTheMessage() {
        FloatingIpException exception = new ThrottledException("Assign", null);
        String message = exception.getMessage();
        assertThat(exception.operationId()).isEmpty();

        exception.recordOperationId("op-1");

        assertThat(exception.operationId()).isEqualTo("op-1");
        assertThat(exception).hasMessage(message);
    }

    @Test
    void notVerified_whenNothingWasSeen_hasNoObservation() {
        var unseen = new NotVerifiedException(Effect.UNKNOWN, IP, "on i-0b", null, "interrupted", null);
        var nobody = new NotVerifiedException(Effect.UNKNOWN, IP, "on i-0b", List.of(), "interrupted", null);

        assertThat(unseen.observed()).isNull();
        assertThat(unseen).hasMessageContaining("but nothing could be seen (interrupted)");
        assertThat(nobody.observed()).isEmpty();
        assertThat(nobody).hasMessageContaining("last seen on nobody (interrupted)");
    }

    @Test
    void stepsOf_whenNothingWasRecorded_areThoseOfTheResultOrTheFailure() {
        MoveStep step = MoveStep.builder(StepKind.PLANNED)
                .outcome(StepOutcome.DONE)
                .startedAt(Instant.EPOCH)
                .build();
        MoveResult moved = MoveResult.builder()
                .address(IP)
                .outcome(MoveOutcome.MOVED)
                .to(Holder.of(B, "eni-0b"))
                .startedAt(Instant.EPOCH)
                .steps(List.of(step))
                .warnings(List.of("odd"))
                .build();
        ThrottledException throttled = new ThrottledException("Assign", null);
        throttled.recordSteps(List.of(step));
        GroupMoveException some =
                new GroupMoveException(B, List.of(moved), Map.of(ANOTHER, throttled), List.of(THIRD), null);

        assertThat(some.stepsOf(IP)).containsExactly(step);
        assertThat(some.warningsOf(IP)).containsExactly("odd");
        assertThat(some.stepsOf(ANOTHER)).containsExactly(step);
        assertThat(some.stepsOf(THIRD)).isEmpty();

        some.recordAddress(THIRD, List.of(step), List.of("left"));

        assertThat(some.stepsOf(THIRD.toString())).containsExactly(step);
        assertThat(some.warningsOf(THIRD.toString())).containsExactly("left");
    }

    @Test
    void getMessage_whenItIsNotKnownWhoHoldsTheAddress_asksToLook() {
        var lost = new NotReassociatedException(
                Effect.UNKNOWN,
                IP,
                null,
                List.of(Dependent.of("eipalloc-0a", "Elastic IP 203.0.113.7")),
                "nobody knows",
                null);

        assertThat(lost.holder()).isNull();
        assertThat(lost)
                .hasMessageContaining("nobody knows. Check who holds 10.0.1.12, then associate eipalloc-0a with"
                        + " 10.0.1.12 by hand");
    }

    @Test
    void getMessage_whenAListIsEmpty_saysNobodyOrNone() {
        assertThat(new HolderChangedException(IP, B, List.of(), null)).hasMessageContaining("but by nobody.");
        assertThat(RefusedException.subnetMismatch(IP, "subnet-1", B, List.of(), null))
                .hasMessageContaining("i-0b is in no subnet.");
        assertThat(RefusedException.addressOutsideSubnets(IP, List.of(), null)).hasMessageContaining("(it has none)");
    }

    @Test
    void rejected_whenTheReasonEndsInAFullStop_addsNone() {
        assertThat(RefusedException.rejected("Assign", ServiceError.of("Odd", "You may not.", null), null))
                .hasMessage("Assign was refused: Odd: You may not. Mend what it names, then try again; nothing was"
                        + " changed.");
    }

    @Test
    void outOfTime_whenInterruptedAfterAFailureOfOurs_saysBoth() {
        var last = new ThrottledException("DescribeInstances", null);
        var exception = new OutOfTimeException("reading", Duration.ofSeconds(10), true, last);

        assertThat(exception)
                .hasMessageStartingWith("interrupted while reading; nothing was changed.")
                .hasMessageEndingWith(" Last failure: " + last.getMessage())
                .hasMessageNotContaining("timeout");
    }

    // ---- what the service said

    private static final ServiceError DENIED = ServiceError.of(
            "UnauthorizedOperation",
            "You are not authorized to perform this operation. User: arn:aws:iam::1:user/ops is not authorized to"
                    + " perform: ec2:AssignPrivateIpAddresses with an explicit deny in a service control policy",
            "7a57-0a");

    @Test
    void serviceError_whenNoServiceAnswered_isNull() {
        assertThat(new ThrottledException("Assign", null).serviceError()).isNull();
        assertThat(UnavailableException.withoutEffect("Assign", "odd", new IOException("odd"))
                        .serviceError())
                .isNull();
    }

    @Test
    void serviceError_whenRecorded_isInTheMessageWithItsRequest() {
        FloatingIpException denied = new PermissionDeniedException("ec2:AssignPrivateIpAddresses", null);
        denied.recordServiceError(DENIED);

        assertThat(denied.serviceError()).isEqualTo(DENIED);
        assertThat(denied)
                .hasMessageStartingWith("not permitted: ec2:AssignPrivateIpAddresses. Allow that action")
                .hasMessageEndingWith("nothing was changed by it. The service's own words: " + DENIED + ".");
    }

    @Test
    void serviceError_whenTheMessageSaysItAlready_addsTheRequestAlone() {
        FloatingIpException odd =
                RefusedException.rejected("Assign", ServiceError.of("Odd", "You may not.", null), null);
        odd.recordServiceError(ServiceError.of("Odd", "You may not.", "7a57-0a"));

        assertThat(odd)
                .hasMessage("Assign was refused: Odd: You may not. Mend what it names, then try again; nothing was"
                        + " changed (request id 7a57-0a).");
    }

    @Test
    void serviceError_whenTheEngineMadeItsOwnExceptionOfIt_goesAlong() throws Exception {
        FloatingIpException denied = new PermissionDeniedException("ec2:DescribeNetworkInterfaces", null);
        denied.recordServiceError(DENIED);
        FloatingIpException told = new NotVerifiedException(Effect.UNKNOWN, IP, "on i-0b", null, "odd", denied);

        assertThat(told.serviceError()).isEqualTo(DENIED);
        assertThat(told).hasMessageContaining("explicit deny in a service control policy (request id 7a57-0a)");
        FloatingIpException read = ValuesTest.serialised(told);
        assertThat(read.serviceError()).isEqualTo(DENIED);
        assertThat(read).hasMessage(told.getMessage());
    }

    @Test
    void serviceError_whenTheCausesAreARing_ends() {
        IOException one = new IOException("one");
        IOException other = new IOException("other", one);
        one.initCause(other);

        assertThat(new ThrottledException("Assign", one).serviceError()).isNull();
    }

    @SuppressWarnings("NullAway") // what a caller without the checker gets
    @Test
    void constructor_whenASubtypeOfOthersGivesNull_namesWhatIsMissing() {
        assertThatNullPointerException()
                .isThrownBy(() -> new ForeignException(null, "odd"))
                .withMessage("effect");
        assertThatNullPointerException()
                .isThrownBy(() -> new ForeignException(Effect.NONE, null))
                .withMessage("message");
        assertThat(new ForeignException(Effect.UNKNOWN, "odd").retryable()).isFalse();
    }

    private static final class ForeignException extends FloatingIpException {

        private static final long serialVersionUID = 1L;

        ForeignException(Effect effect, String message) {
            super(effect, message, null);
        }
    }

    @Test
    void staleEpoch_whereverItIsInAFailure_isFound() {
        StaleEpochException stale =
                new StaleEpochException(Effect.NONE, Claim.of(IP, 7, B), Claim.of(IP, 8, HostId.of("i-0c")), null);
        NotVerifiedException caused = new NotVerifiedException(Effect.UNKNOWN, IP, "on i-0b", null, "stale", stale);

        assertThat(StaleEpochException.in(stale)).isSameAs(stale);
        assertThat(StaleEpochException.in(caused)).isSameAs(stale);
        assertThat(StaleEpochException.in(
                        new GroupMoveException(B, List.of(), Map.of(IP, caused), List.of(ANOTHER), null)))
                .isSameAs(stale);
        assertThat(StaleEpochException.in(new ThrottledException("ec2:AssignPrivateIpAddresses", null)))
                .isNull();
    }
}
