package org.floatingip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.jqno.equalsverifier.EqualsVerifier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;
import org.floatingip.dns.DnsRecordChange;
import org.floatingip.dns.JvmDnsCache;
import org.floatingip.doctor.Diagnosis;
import org.floatingip.doctor.Finding;
import org.floatingip.failure.Denial;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What all values have in common; what one of them alone does with its input has its own test. */
class ValuesTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final IpAddress IP = IpAddress.of("10.0.1.12");
    private static final Holder ON_A = Holder.of(HostId.of("i-0a"), "eni-0a");
    private static final Holder ON_B = Holder.of(HostId.of("i-0b"), "eni-0b");
    private static final Holder ON_C = Holder.of(HostId.of("i-0c"), "eni-0c");
    private static final Placement TO_B = toB().build();
    private static final MoveStep STEP = step().build();
    private static final Finding FULL = Finding.problem("room", "i-0b", "it is full", "release one");
    private static final DnsRecord RECORD = DnsRecord.address("db.example.com", 60, "10.0.1.12");
    private static final DnsRecord OLD_RECORD = DnsRecord.address("db.example.com", 300, "10.0.1.10");

    private static MoveStep.Builder step() {
        return step(StepKind.ASSIGNED);
    }

    private static MoveStep.Builder step(StepKind kind) {
        return MoveStep.builder(kind)
                .outcome(StepOutcome.DONE)
                .startedAt(START)
                .offset(Duration.ofNanos(812_345))
                .duration(Duration.ofNanos(4_100_000))
                .attempts(1)
                .detail("asked once");
    }

    private static MoveResult.Builder moved() {
        return MoveResult.builder()
                .address(IP)
                .outcome(MoveOutcome.MOVED)
                .displaced(List.of(ON_A))
                .to(ON_B)
                .startedAt(START)
                .elapsed(Duration.ofNanos(8_149_999))
                .steps(List.of(STEP));
    }

    private static Placement.Builder toB() {
        return Placement.builder(HostId.of("i-0b"), "eni-0b")
                .macAddress("02:00:00:00:00:0b")
                .subnetId("subnet-1");
    }

    static MovePlan.Builder plan() {
        return MovePlan.builder()
                .address(IP)
                .strategy(MoveStrategy.HANDOVER)
                .target(HostId.of("i-0b"))
                .expectedHolder(HostId.of("i-0a"))
                .orUnheld(true)
                .reassociate(true)
                .dependents(List.of(Dependent.of("eipalloc-0a", "Elastic IP 203.0.113.7")))
                .holders(List.of(ON_A))
                .placement(toB().reason("the only one").build())
                .calls(List.of(
                        PlannedCall.reading("look, and \u00e9 = 100 % sure", "ec2:Look"),
                        PlannedCall.mutating("take\nit", "ec2:Take")))
                .warnings(List.of("the holder is stopped", "a, b = c"))
                .plannedAt(START);
    }

    /** The same plan as one of two. */
    static GroupMovePlan.Builder groupPlan() {
        MovePlan one = plan().build();
        return GroupMovePlan.builder()
                .strategy(one.strategy())
                .target(one.target())
                .expectedHolder(one.expectedHolder())
                .orUnheld(one.orUnheld())
                .reassociate(one.reassociate())
                .allOrNothing(true)
                .calls(one.calls())
                .plannedAt(one.plannedAt())
                .add(one.address(), one.holders(), one.placement(), one.dependents(), one.warnings())
                .add(
                        IpAddress.of("10.0.1.13"),
                        List.of(),
                        one.placement(),
                        List.of(),
                        List.of("the holder is stopped"));
    }

    /** A value, and others that differ from it in one thing each. */
    record Value(Supplier<Object> make, List<Object> others) {

        static Value of(Supplier<Object> make, Object... others) {
            return new Value(make, List.of(others));
        }

        @Override
        public String toString() {
            return make.get().getClass().getSimpleName();
        }
    }

    static List<Value> values() {
        Duration elapsed = Duration.ofMillis(5);
        IpAddress otherIp = IpAddress.of("10.0.1.13");
        List<Holder> holders = List.of(ON_A);
        List<MoveStep> steps = List.of(STEP);
        Placement toC = Placement.builder(HostId.of("i-0c"), "eni-0c").build();
        List<DnsRecordChange> records = List.of(DnsRecordChange.of(OLD_RECORD, RECORD));
        return List.of(
                Value.of(() -> IpAddress.of("10.0.1.12"), otherIp, IpAddress.of("::a00:10c")),
                Value.of(
                        () -> CidrBlock.of("10.0.1.0/24"),
                        CidrBlock.of("10.0.0.0/24"),
                        CidrBlock.of("10.0.1.0/25"),
                        CidrBlock.of("::/24")),
                Value.of(() -> HostId.of("i-0a"), HostId.of("i-0A")),
                Value.of(
                        () -> Claim.of(IP, 7, HostId.of("i-0b")),
                        Claim.of(otherIp, 7, HostId.of("i-0b")),
                        Claim.of(IP, 8, HostId.of("i-0b")),
                        Claim.of(IP, 7, HostId.of("i-0a"))),
                Value.of(
                        () -> ServiceError.of("AuthFailure", "no", "7a57"),
                        ServiceError.of("authfailure", "no", "7a57"),
                        ServiceError.of("AuthFailure", "yes", "7a57"),
                        ServiceError.of("AuthFailure", "no", null)),
                Value.of(
                        () -> Denial.of("with an explicit deny in a session policy: arn:aws:iam::1:policy/p"),
                        Denial.of("with an explicit deny in a permissions boundary: arn:aws:iam::1:policy/p"),
                        Denial.of("with an explicit deny in a session policy: arn:aws:iam::1:policy/q"),
                        Denial.of("because no session policy allows it"),
                        Denial.unstated(),
                        Denial.notYours()),
                Value.of(
                        () -> Holder.of(HostId.of("i-0a"), "eni-0a"),
                        Holder.of(HostId.of("i-0b"), "eni-0a"),
                        Holder.of(HostId.of("i-0a"), "eni-0b"),
                        Holder.ofPrimary(HostId.of("i-0a"), "eni-0a")),
                Value.of(
                        () -> step().build(),
                        step(StepKind.UNASSIGNED).build(),
                        step().outcome(StepOutcome.UNKNOWN).build(),
                        step().startedAt(START.plusNanos(1)).build(),
                        step().offset(Duration.ZERO).build(),
                        step().duration(Duration.ZERO).build(),
                        step().attempts(2).build(),
                        step().detail("").build()),
                Value.of(
                        () -> Finding.problem("room", "i-0b", "it is full", "release one"),
                        Finding.warning("room", "i-0b", "it is full", "release one"),
                        Finding.problem("subnet", "i-0b", "it is full", "release one"),
                        Finding.problem("room", "i-0c", "it is full", "release one"),
                        Finding.problem("room", "i-0b", "it is not", "release one"),
                        Finding.problem("room", "i-0b", "it is full", "release two")),
                Value.of(
                        () -> Diagnosis.of(IP, List.of(HostId.of("i-0b")), List.of(FULL), START, elapsed),
                        Diagnosis.of(otherIp, List.of(HostId.of("i-0b")), List.of(FULL), START, elapsed),
                        Diagnosis.of(IP, List.of(), List.of(FULL), START, elapsed),
                        Diagnosis.of(IP, List.of(HostId.of("i-0b")), List.of(), START, elapsed),
                        Diagnosis.of(IP, List.of(HostId.of("i-0b")), List.of(FULL), START.plusNanos(1), elapsed),
                        Diagnosis.of(IP, List.of(HostId.of("i-0b")), List.of(FULL), START, Duration.ZERO)),
                Value.of(
                        () -> moved().build(),
                        moved().operationId("op-1").build(),
                        moved().address(otherIp).build(),
                        moved().outcome(MoveOutcome.ALREADY_HELD).build(),
                        moved().displaced(List.of()).build(),
                        moved().to(ON_C).build(),
                        moved().startedAt(START.plusNanos(1)).build(),
                        moved().elapsed(Duration.ZERO).build(),
                        moved().steps(List.of()).build(),
                        moved().warnings(List.of("i-0a may still accept it")).build(),
                        moved().unsettled(List.of(ON_A)).build(),
                        moved().dnsChange(DnsChange.unchanged(List.of(DnsRecordChange.of(
                                        DnsRecord.address("db.example.com", 60, "10.0.1.12"), null))))
                                .build()),
                Value.of(
                        () -> GroupMoveResult.of(ON_B.host(), List.of(moved().build()), START, elapsed),
                        GroupMoveResult.of(HostId.of("i-0c"), List.of(moved().build()), START, elapsed),
                        GroupMoveResult.of(ON_B.host(), List.of(), START, elapsed),
                        GroupMoveResult.of(ON_B.host(), List.of(moved().build()), START.plusNanos(1), elapsed),
                        GroupMoveResult.of(ON_B.host(), List.of(moved().build()), START, Duration.ZERO),
                        GroupMoveResult.of(ON_B.host(), List.of(moved().build()), START, elapsed)
                                .withOperationId("op-1")),
                Value.of(
                        () -> groupPlan().build(),
                        groupPlan().target(HostId.of("i-0c")).build(),
                        groupPlan().strategy(MoveStrategy.TAKEOVER).build(),
                        groupPlan().expectedHolder(null).build(),
                        groupPlan().orUnheld(false).build(),
                        groupPlan().reassociate(false).build(),
                        groupPlan().epoch(7L).build(),
                        groupPlan().evacuated(HostId.of("i-0a")).build(),
                        groupPlan().allOrNothing(false).build(),
                        groupPlan().calls(List.of()).build(),
                        groupPlan().plannedAt(START.plusNanos(1)).build(),
                        groupPlan()
                                .add(IpAddress.of("10.0.1.14"), List.of(), TO_B, List.of(), List.of())
                                .build()),
                Value.of(
                        () -> SettleResult.of(IP, List.of(ON_A), List.of(ON_C), List.of("dead"), START, elapsed, steps),
                        SettleResult.of(otherIp, List.of(ON_A), List.of(ON_C), List.of("dead"), START, elapsed, steps),
                        SettleResult.of(IP, List.of(), List.of(ON_C), List.of("dead"), START, elapsed, steps),
                        SettleResult.of(IP, List.of(ON_A), List.of(), List.of("dead"), START, elapsed, steps),
                        SettleResult.of(IP, List.of(ON_A), List.of(ON_C), List.of(), START, elapsed, steps),
                        SettleResult.of(
                                IP, List.of(ON_A), List.of(ON_C), List.of("dead"), START.plusNanos(1), elapsed, steps),
                        SettleResult.of(IP, List.of(ON_A), List.of(ON_C), List.of("dead"), START, Duration.ZERO, steps),
                        SettleResult.of(IP, List.of(ON_A), List.of(ON_C), List.of("dead"), START, elapsed, List.of()),
                        SettleResult.of(IP, List.of(ON_A), List.of(ON_C), List.of("dead"), START, elapsed, steps)
                                .withOperationId("op-1")),
                Value.of(
                        () -> ReleaseResult.of(IP, ON_A, START, elapsed, steps),
                        ReleaseResult.of(otherIp, ON_A, START, elapsed, steps),
                        ReleaseResult.of(IP, ON_B, START, elapsed, steps),
                        ReleaseResult.of(IP, ON_A, START.plusNanos(1), elapsed, steps),
                        ReleaseResult.of(IP, ON_A, START, Duration.ZERO, steps),
                        ReleaseResult.of(IP, ON_A, START, elapsed, List.of()),
                        ReleaseResult.of(IP, ON_A, START, elapsed, steps).withOperationId("op-1")),
                Value.of(
                        () -> toB().build(),
                        Placement.builder(HostId.of("i-0c"), "eni-0b")
                                .macAddress("02:00:00:00:00:0b")
                                .subnetId("subnet-1")
                                .build(),
                        Placement.builder(HostId.of("i-0b"), "eni-0c")
                                .macAddress("02:00:00:00:00:0b")
                                .subnetId("subnet-1")
                                .build(),
                        toB().macAddress(null).build(),
                        toB().subnetId(null).build(),
                        toB().reason("the only one").build()),
                Value.of(
                        () -> HostReport.of(HostId.of("i-0b"), true, true, "added"),
                        HostReport.of(HostId.of("i-0a"), true, true, "added"),
                        HostReport.of(HostId.of("i-0b"), false, true, "added"),
                        HostReport.of(HostId.of("i-0b"), true, false, "added"),
                        HostReport.of(HostId.of("i-0b"), true, true, ""),
                        HostReport.of(HostId.of("i-0b"), true, true, "added").asStanding(),
                        HostReport.of(HostId.of("i-0b"), true, true, "added").withLease(Duration.ofSeconds(3))),
                Value.of(
                        () -> PlannedCall.mutating("take it", "ec2:Take"),
                        PlannedCall.reading("take it", "ec2:Take"),
                        PlannedCall.mutating("give it", "ec2:Take"),
                        PlannedCall.mutating("take it", "ec2:Give")),
                Value.of(
                        () -> plan().build(),
                        plan().address(otherIp).build(),
                        plan().strategy(MoveStrategy.TAKEOVER).build(),
                        plan().target(HostId.of("i-0c")).build(),
                        plan().expectedHolder(null).build(),
                        plan().orUnheld(false).build(),
                        plan().reassociate(false).build(),
                        plan().dependents(List.of()).build(),
                        plan().epoch(7L).build(),
                        plan().holders(List.of()).build(),
                        plan().placement(toC).build(),
                        plan().calls(List.of()).build(),
                        plan().warnings(List.of()).build(),
                        plan().plannedAt(START.plusNanos(1)).build()),
                Value.of(
                        () -> Dependent.of("eipalloc-0a", "Elastic IP 203.0.113.7"),
                        Dependent.of("eipalloc-0b", "Elastic IP 203.0.113.7"),
                        Dependent.of("eipalloc-0a", "Elastic IP 203.0.113.8")),
                Value.of(
                        () -> Survey.of(holders, TO_B),
                        Survey.of(List.of(), TO_B),
                        Survey.of(holders, toC),
                        Survey.of(holders, TO_B).withWarnings(List.of("the target is stopped")),
                        Survey.of(holders, TO_B)
                                .withDependents(List.of(Dependent.of("eipalloc-0a", "Elastic IP 203.0.113.7")))),
                Value.of(
                        () -> Transfer.of(IP, holders, TO_B),
                        Transfer.of(otherIp, holders, TO_B),
                        Transfer.of(IP, List.of(), TO_B),
                        Transfer.of(IP, holders, toC)),
                Value.of(() -> DnsName.of("db.example.com"), DnsName.of("db.example.org")),
                Value.of(
                        () -> RECORD,
                        DnsRecord.address("db.example.org", 60, "10.0.1.12"),
                        DnsRecord.cname("db.example.com", 60, "db.a.example.com"),
                        RECORD.withTtlSeconds(61),
                        DnsRecord.address("db.example.com", 60, "10.0.1.12", "10.0.1.13")),
                Value.of(
                        () -> DnsRecordChange.of(OLD_RECORD, RECORD),
                        DnsRecordChange.of(null, RECORD),
                        DnsRecordChange.of(OLD_RECORD, null),
                        DnsRecordChange.of(OLD_RECORD, OLD_RECORD)),
                Value.of(
                        () -> DnsChange.pending(records, List.of("C1"), START).inSync(START.plusSeconds(9)),
                        DnsChange.unchanged(records),
                        DnsChange.pending(records, List.of("C1"), START),
                        DnsChange.pending(records, List.of("C1"), START).inSync(START.plusSeconds(8)),
                        DnsChange.pending(records, List.of("C2"), START).inSync(START.plusSeconds(9)),
                        DnsChange.pending(records, List.of("C1"), START.plusNanos(1))
                                .inSync(START.plusSeconds(9)),
                        DnsChange.pending(List.of(), List.of("C1"), START).inSync(START.plusSeconds(9))),
                Value.of(() -> JvmDnsCache.of("60"), JvmDnsCache.of("61"), JvmDnsCache.of("-1")));
    }

    static Set<Class<?>> valueTypes() {
        return ExceptionsTest.concreteClasses(Serializable.class).stream()
                .filter(type -> !Throwable.class.isAssignableFrom(type) && !Enum.class.isAssignableFrom(type))
                .collect(Collectors.toSet());
    }

    @Test
    void values_whenAValueTypeIsAdded_haveIt() {
        assertThat(values().stream().map(value -> value.make().get().getClass()).collect(Collectors.toSet()))
                .isEqualTo(valueTypes());
    }

    /** Finds what a sample can't: a field that equals or hashCode leaves out, or that isn't final. */
    @ParameterizedTest
    @MethodSource("valueTypes")
    void equals_forEachValueType_keepsItsContract(Class<?> type) {
        EqualsVerifier.forClass(type).verify();
    }

    @ParameterizedTest
    @MethodSource("values")
    void equals_whenOneThingDiffers_isFalse(Value value) {
        Object one = value.make().get();

        assertThat(one)
                .isEqualTo(value.make().get())
                .hasSameHashCodeAs(value.make().get());
        assertThat(value.others()).isNotEmpty().allSatisfy(other -> {
            assertThat(one).isNotEqualTo(other);
            assertThat(other).isNotEqualTo(one);
        });
        assertThat(value.others()).anySatisfy(other -> assertThat(other).doesNotHaveSameHashCodeAs(one));
        assertThat(one).isNotEqualTo(null).isNotEqualTo(one.toString());
    }

    @ParameterizedTest
    @MethodSource("values")
    void serialise_whenRead_isEqualAndReadsTheSame(Value value) throws Exception {
        for (Object one : Stream.concat(Stream.of(value.make().get()), value.others().stream())
                .toList()) {
            assertThat(serialised(one))
                    .isEqualTo(one)
                    .hasToString(one.toString())
                    .isNotSameAs(one);
        }
    }

    static List<ExceptionsTest.Sample> exceptions() {
        return ExceptionsTest.samples();
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void serialise_whenAnExceptionIsRead_hasAllThatItHad(ExceptionsTest.Sample sample) throws Exception {
        FloatingIpException written = sample.exception();
        written.recordSteps(List.of(STEP));

        FloatingIpException read = serialised(written);

        assertThat(read).hasSameClassAs(written).hasMessage(written.getMessage());
        assertThat(read).cause().hasSameClassAs(written.getCause()).hasMessage("the network's own words");
        assertThat(read.effect()).isEqualTo(sample.effect());
        assertThat(read.retryable()).isEqualTo(sample.retryable());
        assertThat(read.steps()).containsExactly(STEP);
        assertThat(ExceptionsTest.data(read)).containsExactlyInAnyOrderEntriesOf(sample.data());
    }

    @SuppressWarnings("unchecked")
    static <T> T serialised(T value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }

    static Stream<Arguments> texts() {
        Holder primary = Holder.ofPrimary(HostId.of("i-0a"), "eni-0a");
        return Stream.of(
                arguments(STEP, "+0.8 ms assigned done in 4.1 ms: asked once"),
                arguments(
                        MoveStep.builder(StepKind.VERIFIED)
                                .outcome(StepOutcome.SKIPPED)
                                .startedAt(START)
                                .build(),
                        "+0.0 ms verified skipped in 0.0 ms"),
                arguments(moved().build(), "moved 10.0.1.12 from i-0a (eni-0a) to i-0b (eni-0b) in 8.1 ms"),
                arguments(
                        moved().displaced(List.of()).build(), "moved 10.0.1.12 from nobody to i-0b (eni-0b) in 8.1 ms"),
                arguments(
                        moved().displaced(List.of(ON_A, ON_C)).build(),
                        "moved 10.0.1.12 from i-0a (eni-0a) and i-0c (eni-0c) to i-0b (eni-0b) in 8.1 ms"),
                arguments(
                        moved().outcome(MoveOutcome.ALREADY_HELD)
                                .displaced(List.of())
                                .to(primary)
                                .build(),
                        "10.0.1.12 is already held by i-0a (eni-0a, primary) (seen in 8.1 ms)"),
                arguments(
                        ReleaseResult.of(IP, ON_A, START, Duration.ofMillis(12_340), List.of()),
                        "released 10.0.1.12 from i-0a (eni-0a) in 12.3 s"),
                arguments(Claim.of(IP, 7, HostId.of("i-0b")), "10.0.1.12 for i-0b by epoch 7"),
                arguments(TO_B, "i-0b (eni-0b) in subnet-1"),
                arguments(toB().subnetId(null).build(), "i-0b (eni-0b)"),
                arguments(
                        Dependent.of("eipalloc-0a", "Elastic IP 203.0.113.7"), "Elastic IP 203.0.113.7 (eipalloc-0a)"),
                arguments(
                        Survey.of(List.of(ON_A), TO_B), "held by [i-0a (eni-0a)], can go to i-0b (eni-0b) in subnet-1"),
                arguments(Survey.of(List.of(), TO_B), "held by nobody, can go to i-0b (eni-0b) in subnet-1"),
                arguments(
                        Transfer.of(IP, List.of(ON_A), TO_B),
                        "10.0.1.12 from [i-0a (eni-0a)] to i-0b (eni-0b) in subnet-1"),
                arguments(Transfer.of(IP, List.of(), TO_B), "10.0.1.12 from nobody to i-0b (eni-0b) in subnet-1"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void toString_forEachValue_isOneLineForPeople(Object value, String text) {
        assertThat(value).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0 ms",
        "49999, 0.0 ms",
        "400000, 0.4 ms",
        "999900000, 999.9 ms",
        "999960000, 1.0 s",
        "9223372036854775807, 9223372036.9 s",
        "1000000000, 1.0 s",
        "12345000000, 12.3 s",
        "90000000000, 90.0 s"
    })
    void toString_whenDurationGrows_changesFromMillisecondsToSeconds(long nanos, String text) {
        assertThat(step().duration(Duration.ofNanos(nanos)).build().toString()).contains(" in " + text + ":");
    }

    @Test
    void moveStep_whenOnlyTheRequiredIsGiven_hasZeroAndEmptyElsewhere() {
        MoveStep step = MoveStep.builder(StepKind.PLANNED)
                .outcome(StepOutcome.FAILED)
                .startedAt(START)
                .build();

        assertThat(step.kind()).isEqualTo(StepKind.PLANNED);
        assertThat(step.outcome()).isEqualTo(StepOutcome.FAILED);
        assertThat(step.startedAt()).isEqualTo(START);
        assertThat(step.offset()).isZero();
        assertThat(step.duration()).isZero();
        assertThat(step.attempts()).isZero();
        assertThat(step.detail()).isEmpty();
    }

    @Test
    void moveStep_whenAllIsGiven_hasIt() {
        assertThat(STEP.offset()).isEqualTo(Duration.ofNanos(812_345));
        assertThat(STEP.duration()).isEqualTo(Duration.ofNanos(4_100_000));
        assertThat(STEP.attempts()).isEqualTo(1);
        assertThat(STEP.detail()).isEqualTo("asked once");
    }

    @Test
    void moveResult_whenOnlyTheRequiredIsGiven_hasZeroAndEmptyElsewhere() {
        MoveResult result = MoveResult.builder()
                .address(IP)
                .outcome(MoveOutcome.MOVED)
                .to(ON_B)
                .startedAt(START)
                .build();

        assertThat(result.operationId()).isEmpty();
        assertThat(result.address()).isEqualTo(IP);
        assertThat(result.outcome()).isEqualTo(MoveOutcome.MOVED);
        assertThat(result.to()).isEqualTo(ON_B);
        assertThat(result.startedAt()).isEqualTo(START);
        assertThat(result.displaced()).isEmpty();
        assertThat(result.from()).isEmpty();
        assertThat(result.elapsed()).isZero();
        assertThat(result.steps()).isEmpty();
    }

    @Test
    void from_whenMovedOrAlreadyHeld_isTheFirstDisplacedOrTheTarget() {
        MoveResult moved = moved().displaced(List.of(ON_C, ON_A)).build();
        MoveResult held =
                moved().displaced(List.of()).outcome(MoveOutcome.ALREADY_HELD).build();

        assertThat(moved.moved()).isTrue();
        assertThat(moved.from()).contains(ON_C);
        assertThat(moved.displaced()).containsExactly(ON_C, ON_A);
        assertThat(held.moved()).isFalse();
        assertThat(held.from()).contains(ON_B);
        assertThat(held.displaced()).isEmpty();
    }

    @Test
    void releaseResult_whenBuilt_hasItsParts() {
        ReleaseResult result = ReleaseResult.of(IP, ON_A, START, Duration.ofMillis(5), List.of(STEP));

        assertThat(result.operationId()).isEmpty();
        assertThat(result.withOperationId("op-1").operationId()).isEqualTo("op-1");
        assertThat(result.address()).isEqualTo(IP);
        assertThat(result.from()).isEqualTo(ON_A);
        assertThat(result.startedAt()).isEqualTo(START);
        assertThat(result.elapsed()).isEqualTo(Duration.ofMillis(5));
        assertThat(result.steps()).containsExactly(STEP);
    }

    @Test
    void placement_whenOnlyTheRequiredIsGiven_hasNeitherMacNorSubnet() {
        Placement bare = Placement.builder(HostId.of("i-0b"), "eni-0b").build();

        assertThat(bare.macAddress()).isNull();
        assertThat(bare.subnetId()).isNull();
        assertThat(TO_B.host()).isEqualTo(HostId.of("i-0b"));
        assertThat(TO_B.interfaceId()).isEqualTo("eni-0b");
        assertThat(TO_B.macAddress()).isEqualTo("02:00:00:00:00:0b");
        assertThat(TO_B.subnetId()).isEqualTo("subnet-1");
        assertThat(TO_B.asHolder()).isEqualTo(ON_B);
    }

    @Test
    void builder_whenChangedAfterBuild_leavesWhatItBuiltAlone() {
        MoveStep.Builder step = step();
        MoveStep builtStep = step.build();
        step.detail("other");
        MoveResult.Builder result = moved();
        MoveResult builtResult = result.build();
        result.to(ON_C).displaced(List.of());
        Placement.Builder placement = toB();
        Placement builtPlacement = placement.build();
        placement.subnetId("other");

        assertThat(builtStep).isEqualTo(step().build());
        assertThat(builtResult).isEqualTo(moved().build());
        assertThat(builtPlacement).isEqualTo(toB().build());
    }

    @Test
    void lists_whenChangedAfterwards_wereCopied() {
        List<Holder> holders = new ArrayList<>(List.of(ON_A));
        List<MoveStep> steps = new ArrayList<>(List.of(STEP));
        MoveResult moved = moved().displaced(holders).steps(steps).build();
        ReleaseResult released = ReleaseResult.of(IP, ON_A, START, Duration.ZERO, steps);
        Survey survey = Survey.of(holders, TO_B);
        Transfer transfer = Transfer.of(IP, holders, TO_B);
        holders.clear();
        steps.clear();

        assertThat(List.of(moved.displaced(), survey.holders(), transfer.seen()))
                .allSatisfy(list -> assertThat(list).containsExactly(ON_A).isUnmodifiable());
        assertThat(List.of(moved.steps(), released.steps()))
                .allSatisfy(list -> assertThat(list).containsExactly(STEP).isUnmodifiable());
        assertThat(survey.placement()).isEqualTo(TO_B);
        assertThat(transfer.placement()).isEqualTo(TO_B);
        assertThat(transfer.address()).isEqualTo(IP);
    }

    private static Arguments needs(String name, ThrowingCallable call) {
        return arguments(name, call);
    }

    @SuppressWarnings("NullAway") // what a caller without the checker gets
    static Stream<Arguments> missing() {
        MoveStep.Builder noOutcome = MoveStep.builder(StepKind.PLANNED).startedAt(START);
        MoveStep.Builder noStart = MoveStep.builder(StepKind.PLANNED).outcome(StepOutcome.DONE);
        MoveResult.Builder noIp =
                MoveResult.builder().outcome(MoveOutcome.MOVED).to(ON_B).startedAt(START);
        MoveResult.Builder noResult = MoveResult.builder().address(IP).to(ON_B).startedAt(START);
        MoveResult.Builder noTarget =
                MoveResult.builder().address(IP).outcome(MoveOutcome.MOVED).startedAt(START);
        MoveResult.Builder noBegin =
                MoveResult.builder().address(IP).outcome(MoveOutcome.MOVED).to(ON_B);
        List<Holder> none = List.of();
        return Stream.of(
                needs("kind", () -> MoveStep.builder(null)),
                needs("outcome", noOutcome::build),
                needs("startedAt", noStart::build),
                needs("outcome", () -> step().outcome(null)),
                needs("startedAt", () -> step().startedAt(null)),
                needs("offset", () -> step().offset(null)),
                needs("duration", () -> step().duration(null)),
                needs("detail", () -> step().detail(null)),
                needs("address", noIp::build),
                needs("outcome", noResult::build),
                needs("to", noTarget::build),
                needs("startedAt", noBegin::build),
                needs("operationId", () -> moved().operationId(null)),
                needs("address", () -> moved().address(null)),
                needs("outcome", () -> moved().outcome(null)),
                needs("to", () -> moved().to(null)),
                needs("startedAt", () -> moved().startedAt(null)),
                needs("elapsed", () -> moved().elapsed(null)),
                needs("address", () -> ReleaseResult.of(null, ON_A, START, Duration.ZERO, List.of())),
                needs("from", () -> ReleaseResult.of(IP, null, START, Duration.ZERO, List.of())),
                needs("startedAt", () -> ReleaseResult.of(IP, ON_A, null, Duration.ZERO, List.of())),
                needs("elapsed", () -> ReleaseResult.of(IP, ON_A, START, null, List.of())),
                needs("host", () -> Placement.builder(null, "eni-0b")),
                needs("interfaceId", () -> Placement.builder(HostId.of("i-0b"), null)),
                needs("placement", () -> Survey.of(none, null)),
                needs("address", () -> Transfer.of(null, none, TO_B)),
                needs("placement", () -> Transfer.of(IP, none, null)));
    }

    @ParameterizedTest
    @MethodSource("missing")
    void build_whenSomethingRequiredIsMissing_namesIt(String name, ThrowingCallable call) {
        assertThatNullPointerException().isThrownBy(call).withMessage(name);
    }
}
