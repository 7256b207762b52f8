package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.floatingip.testkit.assertj.VipAssertions.catchRefusal;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsChangeStatus;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsOutcome;
import org.floatingip.dns.DnsRecord;
import org.floatingip.dns.DnsRecordChange;
import org.floatingip.spi.DnsRegistrar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tests that every {@link DnsRegistrar} passes. */
@DisplayName("a registrar of names")
@SuppressWarnings("exports") // see module-info
public abstract class DnsRegistrarContract {

    private static final Duration BUDGET = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final DnsName DB = DnsName.of("db.example.com");
    private static final DnsRecord VIP = DnsRecord.address("db.example.com", 60, "10.0.1.12");
    private static final DnsRecord OTHER = DnsRecord.address("db.example.com", 300, "10.0.1.10");
    private static final DnsRecord CNAME = DnsRecord.cname("db.example.com", 60, "db.a.example.com");
    private static final DnsRecord FREE = DnsRecord.address("free.example.com", 60, "10.0.1.1");

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    private RegistrarFixture dns;

    @SuppressWarnings("NullAway.Init")
    private DnsRegistrar registrar;

    /** For subclasses. */
    protected DnsRegistrarContract() {}

    /** Returns fresh zones and the tested registrar, for one test; closed after it. */
    protected abstract RegistrarFixture fixture();

    @BeforeEach
    final void open() {
        dns = fixture();
        registrar = dns.registrar();
    }

    @AfterEach
    final void close() {
        dns.close();
    }

    private static List<DnsOutcome> outcomes(DnsChange change) {
        return change.records().stream().map(DnsRecordChange::outcome).toList();
    }

    private static RefusedException conflict(ThrowingCallable call) {
        RefusedException conflict = catchRefusal(RefusalReason.DNS_CONFLICT, call);
        assertThat(conflict.effect()).isEqualTo(Effect.NONE);
        return conflict;
    }

    // ---- looking up

    @Test
    @DisplayName("look-up gives all records of exactly that name, and none of its neighbours")
    void lookUp_whenNeighboursExist_givesExactlyThatName() {
        DnsRecord v6 = DnsRecord.address("db.example.com", 30, "2001:db8::1", "2001:db8::2");
        dns.put(VIP);
        dns.put(v6);
        dns.putOther("db.example.com", "TXT", "\"of nobody's concern\"");
        dns.put(DnsRecord.address("a.db.example.com", 60, "10.0.1.1"));
        dns.put(DnsRecord.address("dba.example.com", 60, "10.0.1.2"));
        dns.put(DnsRecord.address("db-a.example.com", 60, "10.0.1.3"));

        assertThat(registrar.lookUp(DB, BUDGET)).containsExactlyInAnyOrder(VIP, v6);
    }

    @Test
    @DisplayName("look-up of a name that has none is empty")
    void lookUp_whenThereIsNone_isEmpty() {
        assertThat(registrar.lookUp(DB, BUDGET)).isEmpty();
        dns.put(DnsRecord.address("e.example.com", 60, "10.0.1.1"));
        assertThat(registrar.lookUp(DB, BUDGET)).isEmpty();
    }

    @Test
    @DisplayName("a name outside every zone is refused, with the zones in sight")
    void lookUp_whenTheNameIsInNoZone_refuses() {
        for (String name : List.of("db.example.org", "dbexample.com", "com")) {
            RefusedException refused =
                    catchRefusal(RefusalReason.UNKNOWN_ZONE, () -> registrar.lookUp(DnsName.of(name), BUDGET));

            assertThat(refused.what()).startsWith(name + " ").contains("(example.com", ", 1.0.10.in-addr.arpa");
        }
    }

    @Test
    @DisplayName(
            "look-up never answers 'nothing there' when the service can't be asked: it throws, and works again later")
    void lookUp_whenTheServiceCantBeAsked_throws() {
        dns.put(VIP);
        dns.cutOff();

        for (DnsName name : List.of(DB, FREE.name())) {
            assertThatExceptionOfType(FloatingIpException.class)
                    .isThrownBy(() -> registrar.lookUp(name, SHORT))
                    .satisfies(e -> assertThat(e.effect()).isEqualTo(Effect.NONE));
        }

        dns.mend();
        assertThat(registrar.lookUp(DB, BUDGET)).containsExactly(VIP);
    }

    // ---- registering

    @Test
    @DisplayName("registration says for each record whether it was created, changed or kept, in the order given")
    void register_whenSomeDiffer_saysWhichAndWritesThoseAlone() {
        DnsRecord a = DnsRecord.address("db.a.example.com", 60, "10.0.1.10");
        DnsRecord b = DnsRecord.address("db.b.example.com", 60, "10.0.1.11");
        dns.put(OTHER);
        dns.put(b);

        DnsChange change = registrar.register(List.of(VIP, a, b), BUDGET);

        assertThat(change.records())
                .containsExactly(DnsRecordChange.of(OTHER, VIP), DnsRecordChange.of(null, a), DnsRecordChange.of(b, b));
        assertThat(outcomes(change)).containsExactly(DnsOutcome.CHANGED, DnsOutcome.CREATED, DnsOutcome.KEPT);
        assertThat(dns.truth("db.example.com")).containsExactly(VIP);
        assertThat(registrar.lookUp(DB, BUDGET)).containsExactly(VIP);
        assertThat(registrar.lookUp(a.name(), BUDGET)).containsExactly(a);
    }

    @Test
    @DisplayName("a second registration of the same makes no change request")
    void register_whenNothingDiffers_makesNoRequest() {
        registrar.register(List.of(VIP), BUDGET);
        long before = dns.changeRequests();

        DnsChange again = registrar.register(List.of(VIP), BUDGET);

        assertThat(dns.changeRequests()).isEqualTo(before);
        assertThat(outcomes(again)).containsExactly(DnsOutcome.KEPT);
        assertThat(again.status()).isEqualTo(DnsChangeStatus.UNCHANGED);
        assertThat(registrar.await(again, Duration.ZERO)).isEqualTo(again);
    }

    @Test
    @DisplayName("the TTL alone is a difference")
    void register_whenOnlyTheTtlDiffers_changesIt() {
        dns.put(VIP.withTtlSeconds(61));

        assertThat(outcomes(registrar.register(VIP, BUDGET))).containsExactly(DnsOutcome.CHANGED);
        assertThat(dns.truth("db.example.com")).containsExactly(VIP);
    }

    @Test
    @DisplayName(
            "what is not ours of a record stays: a change keeps its health check, or whatever the service has beside")
    void everyChange_whenTheRecordHasMoreThanWeKnow_keepsIt() {
        String attribute = "0f7d2f5c-1a2b-4c3d-8e4f-5a6b7c8d9e0f";
        assumeTrue(dns.putWith(attribute, OTHER), "records of this service have nothing else");

        registrar.register(VIP, BUDGET);

        assertThat(dns.truth("db.example.com")).containsExactly(VIP);
        assertThat(dns.attribute(VIP)).isEqualTo(attribute);

        registrar.replace(VIP, OTHER, BUDGET);

        assertThat(dns.truth("db.example.com")).containsExactly(OTHER);
        assertThat(dns.attribute(OTHER)).isEqualTo(attribute);

        registrar.remove(OTHER, BUDGET);

        assertThat(dns.truth("db.example.com")).isEmpty();
    }

    @Test
    @DisplayName("records of several zones go each to their own, PTR to the reverse zone")
    void register_whenInSeveralZones_writesEachToItsOwn() {
        DnsRecord ptr = DnsRecord.ptr("10.0.1.12", 60, "db.example.com");

        DnsChange change = registrar.register(List.of(VIP, ptr), BUDGET);

        assertThat(dns.truth("db.example.com")).containsExactly(VIP);
        assertThat(dns.truth("12.1.0.10.in-addr.arpa")).containsExactly(ptr);
        assertThat(registrar.await(change, BUDGET).status()).isEqualTo(DnsChangeStatus.IN_SYNC);
    }

    @Test
    @DisplayName("underscores and wildcards are names like any other")
    void register_whenTheNameHasUnderscoresOrAWildcard_works() {
        for (String name : List.of("_db._tcp.example.com", "*.example.com", "*.a.example.com")) {
            DnsRecord record = DnsRecord.address(name, 60, "10.0.1.12");

            assertThat(outcomes(registrar.register(record, BUDGET))).containsExactly(DnsOutcome.CREATED);
            assertThat(outcomes(registrar.register(record, BUDGET))).containsExactly(DnsOutcome.KEPT);
            assertThat(registrar.lookUp(record.name(), BUDGET)).containsExactly(record);
            assertThat(outcomes(registrar.replace(record, record.withTtlSeconds(5), BUDGET)))
                    .containsExactly(DnsOutcome.CHANGED);
        }
        assertThat(registrar.lookUp(DB, BUDGET))
                .as("a wildcard is no answer to a look-up")
                .isEmpty();
    }

    @Test
    @DisplayName("the longest name there is can be registered")
    void register_whenTheNameIsAsLongAsCanBe_works() {
        String label = "a".repeat(63);
        String name = String.join(".", label, label, label, "b".repeat(61 - 12), "example.com");
        assertThat(name).hasSize(253);
        DnsRecord record = DnsRecord.address(name, 60, "10.0.1.12");

        registrar.register(record, BUDGET);

        assertThat(registrar.lookUp(record.name(), BUDGET)).containsExactly(record);
    }

    @Test
    @DisplayName("a CNAME where an A record shall stand is a conflict, and nothing of the registration is written")
    void register_whenACnameIsInTheWay_isAConflict() {
        dns.put(CNAME);
        long before = dns.changeRequests();

        RefusedException refused = conflict(() -> registrar.register(List.of(FREE, VIP), BUDGET));

        assertThat(refused.what()).contains("at db.example.com in zone example.com", "found " + CNAME + " (");
        assertThat(dns.changeRequests()).isEqualTo(before);
        assertThat(dns.truth("free.example.com")).isEmpty();
    }

    @Test
    @DisplayName("a CNAME that shall stand beside another record is a conflict, whatever type that has")
    void register_whenACnameComesBesideAnother_isAConflict() {
        DnsRecord www = DnsRecord.cname("www.example.com", 60, "db.example.com");
        DnsRecord txt = DnsRecord.cname("txt.example.com", 60, "db.example.com");
        dns.put(DnsRecord.address("www.example.com", 60, "10.0.1.1"));
        dns.putOther("txt.example.com", "TXT", "\"x\"");

        assertThat(conflict(() -> registrar.register(List.of(FREE, www), BUDGET))
                        .what())
                .contains("at " + www.name() + " ");
        assertThat(conflict(() -> registrar.register(List.of(FREE, txt), BUDGET))
                        .what())
                .contains("at " + txt.name() + " ");
        assertThat(dns.truth("free.example.com")).isEmpty();
        assertThat(dns.truth("www.example.com")).hasSize(1);
    }

    @Test
    @DisplayName("two records of one name and type in one call are refused")
    void register_whenOneIsGivenTwice_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registrar.register(List.of(VIP, OTHER), BUDGET))
                .withMessageContaining("db.example.com");
        assertThat(dns.truth("db.example.com")).isEmpty();
    }

    @Test
    @DisplayName("more records than one request has room for are all registered")
    void register_whenVeryMany_writesThemAll() {
        List<DnsRecord> records = IntStream.range(0, 1100)
                .mapToObj(i -> DnsRecord.address("n" + i + ".example.com", 60, "10.0." + i / 250 + "." + (i % 250 + 1)))
                .toList();

        DnsChange change = registrar.register(records, BUDGET);

        assertThat(change.records()).hasSize(1100).allMatch(one -> one.outcome() == DnsOutcome.CREATED);
        assertThat(dns.truth("n0.example.com")).containsExactly(records.get(0));
        assertThat(dns.truth("n1099.example.com")).containsExactly(records.get(1099));
        assertThat(registrar.register(records, BUDGET).status()).isEqualTo(DnsChangeStatus.UNCHANGED);
    }

    // ---- conditional changes

    @Test
    @DisplayName("a replacement is made if the record is as expected")
    void replace_whenAsExpected_replaces() {
        dns.put(OTHER);

        DnsChange change = registrar.replace(OTHER, VIP, BUDGET);

        assertThat(change.records()).containsExactly(DnsRecordChange.of(OTHER, VIP));
        assertThat(change.oldTtlSeconds()).isEqualTo(300);
        assertThat(dns.truth("db.example.com")).containsExactly(VIP);
    }

    @Test
    @DisplayName("a replacement of what somebody else has changed meanwhile is refused, with what was found")
    void replace_whenSomebodyElseChangedIt_refuses() {
        DnsRecord theirs = DnsRecord.address("db.example.com", 60, "10.0.1.99");
        dns.put(theirs);

        RefusedException refused = conflict(() -> registrar.replace(OTHER, VIP, BUDGET));

        assertThat(refused.what()).contains("expected " + OTHER + ", found " + theirs);
        assertThat(dns.truth("db.example.com")).containsExactly(theirs);
    }

    @Test
    @DisplayName("a replacement of what is gone is refused")
    void replace_whenItIsGone_refuses() {
        assertThat(conflict(() -> registrar.replace(OTHER, VIP, BUDGET)).what()).contains("found no such record");
        assertThat(dns.truth("db.example.com")).isEmpty();
    }

    @Test
    @DisplayName("a replacement by the same is kept, without a request; by another name or type it is refused")
    void replace_whenBothAreEqualOrNotOfOneRecord_doesNotAsk() {
        dns.put(VIP);
        long before = dns.changeRequests();

        assertThat(registrar.replace(VIP, VIP, BUDGET).status()).isEqualTo(DnsChangeStatus.UNCHANGED);
        assertThatIllegalArgumentException().isThrownBy(() -> registrar.replace(VIP, CNAME, BUDGET));
        assertThat(dns.changeRequests()).isEqualTo(before);
    }

    @Test
    @DisplayName("a record is removed only if it is exactly as expected")
    void remove_whenAsExpectedOrNot_removesOrRefuses() {
        dns.put(VIP);

        assertThat(conflict(() -> registrar.remove(OTHER, BUDGET)).what()).contains("found " + VIP);
        assertThat(outcomes(registrar.remove(VIP, BUDGET))).containsExactly(DnsOutcome.REMOVED);
        assertThat(dns.truth("db.example.com")).isEmpty();
        assertThat(conflict(() -> registrar.remove(VIP, BUDGET)).what()).contains("found no such record");
    }

    @Test
    @DisplayName("a change that can't be made throws, and is never read as made")
    void everyChange_whenTheServiceCantBeAsked_throws() {
        dns.put(VIP);
        dns.cutOff();

        for (Runnable change : List.<Runnable>of(
                () -> registrar.register(FREE, SHORT),
                () -> registrar.replace(VIP, OTHER, SHORT),
                () -> registrar.remove(VIP, SHORT))) {
            assertThatExceptionOfType(FloatingIpException.class)
                    .isThrownBy(change::run)
                    .satisfies(
                            e -> assertThat(e.effect()).as("effect() of " + e).isNotEqualTo(Effect.APPLIED));
        }

        assertThat(dns.truth("free.example.com")).isEmpty();
        assertThat(dns.truth("db.example.com")).containsExactly(VIP);
    }

    // ---- waiting

    @Test
    @DisplayName("a change is safe the old TTL after all servers have it")
    void await_whenItComesInSync_isSafeTheOldTtlLater() {
        dns.put(OTHER);
        DnsChange change = registrar.register(VIP, BUDGET);
        assertThat(change.status()).isEqualTo(DnsChangeStatus.PENDING);
        assertThat(change.safeFrom()).isEmpty();

        DnsChange done = registrar.await(change, BUDGET);

        assertThat(done.status()).isEqualTo(DnsChangeStatus.IN_SYNC);
        assertThat(done.records()).isEqualTo(change.records());
        assertThat(done.inSyncAt().orElseThrow())
                .isAfterOrEqualTo(change.submittedAt().orElseThrow())
                .isBefore(
                        change.submittedAt().orElseThrow().plus(dns.syncTime()).plusSeconds(15));
        assertThat(done.safeFrom()).contains(done.inSyncAt().orElseThrow().plusSeconds(300));
        assertThat(registrar.await(done, Duration.ZERO)).isEqualTo(done);
    }

    @Test
    @DisplayName("waiting without a budget ends at once, and says that the change is still pending")
    void await_whenThereIsNoBudget_isStillPending() {
        DnsChange change = registrar.register(VIP, BUDGET);

        assertThat(registrar.await(change, Duration.ZERO)).isEqualTo(change);
    }

    @Test
    @DisplayName("waiting for a service that can't be asked ends with the budget: never 'in sync' without an answer")
    void await_whenTheServiceCantBeAsked_isStillPending() {
        DnsChange change = registrar.register(VIP, BUDGET);
        dns.cutOff();

        assertThat(registrar.await(change, BUDGET)).isEqualTo(change);

        dns.mend();
        assertThat(registrar.await(change, BUDGET).status()).isEqualTo(DnsChangeStatus.IN_SYNC);
    }

    @Test
    @DisplayName("an interrupt ends the waiting, and stays set")
    void await_whenInterrupted_isStillPendingAndTheFlagIsSet() {
        DnsChange change = registrar.register(VIP, BUDGET);

        Thread.currentThread().interrupt();
        DnsChange waited = registrar.await(change, Duration.ofMinutes(1));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(waited).isEqualTo(change);
    }

    @Test
    @DisplayName("registering does not wait for servers")
    void register_always_doesNotWait() {
        long before = dns.ticker().nanoTime();

        registrar.register(VIP, BUDGET);

        assertThat(Duration.ofNanos(dns.ticker().nanoTime() - before)).isLessThanOrEqualTo(dns.syncTime());
    }
}
