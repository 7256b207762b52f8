package org.floatingip.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.security.Security;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From when a name is safe, and what the JVM's own cache adds to it. */
class DnsChangeTest {

    private static final Instant SUBMITTED = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant SEEN = SUBMITTED.plusSeconds(20);
    private static final DnsRecord OLD = DnsRecord.address("db.example.com", 300, "10.0.1.10");
    private static final DnsRecord NEW = DnsRecord.address("db.example.com", 60, "10.0.1.12");
    private static final DnsRecordChange CHANGED = DnsRecordChange.of(OLD, NEW);

    private static DnsChange pending(DnsRecordChange... records) {
        return DnsChange.pending(List.of(records), List.of("C1"), SUBMITTED);
    }

    @Test
    void safeFrom_whenInSync_isTheOldTtlLater() {
        DnsChange change = pending(CHANGED).inSync(SEEN);

        assertThat(change.status()).isEqualTo(DnsChangeStatus.IN_SYNC);
        assertThat(change.safeFrom()).contains(SEEN.plusSeconds(300));
        assertThat(change)
                .hasToString(
                        "changed db.example.com 60 A 10.0.1.12 (was 300 A 10.0.1.10); in sync, old answers gone from "
                                + SEEN.plusSeconds(300));
    }

    @Test
    void safeFrom_whenPending_isNotKnown() {
        DnsChange change = pending(CHANGED);

        assertThat(change.status()).isEqualTo(DnsChangeStatus.PENDING);
        assertThat(change.safeFrom()).isEmpty();
        assertThat(change.safeFrom(JvmDnsCache.of(null))).isEmpty();
        assertThat(change.submittedAt()).contains(SUBMITTED);
        assertThat(change.ids()).containsExactly("C1");
        assertThat(change).asString().endsWith("; pending");
    }

    @Test
    void safeFrom_whenNothingWasChanged_isForAnEarlierHandleToSay() {
        DnsChange change = DnsChange.unchanged(List.of(DnsRecordChange.of(NEW, NEW)));

        assertThat(change.status()).isEqualTo(DnsChangeStatus.UNCHANGED);
        assertThat(change.safeFrom()).isEmpty();
        assertThat(change.submittedAt()).isEmpty();
        assertThat(change).hasToString("kept db.example.com 60 A 10.0.1.12; nothing to change");
        assertThatIllegalStateException().isThrownBy(() -> change.inSync(SEEN));
    }

    @Test
    void oldTtl_whenSeveralRecords_isTheLongestOfThoseThatWereTakenAway() {
        DnsRecord kept = DnsRecord.address("a.example.com", 86400, "10.0.1.10");
        DnsRecord created = DnsRecord.address("b.example.com", 7200, "10.0.1.11");
        DnsRecord removed = DnsRecord.address("c.example.com", 600, "10.0.1.11");

        assertThat(pending(DnsRecordChange.of(kept, kept), DnsRecordChange.of(null, created), CHANGED)
                        .oldTtlSeconds())
                .isEqualTo(300);
        assertThat(pending(CHANGED, DnsRecordChange.of(removed, null)).oldTtlSeconds())
                .isEqualTo(600);
        assertThat(pending(DnsRecordChange.of(null, created)).inSync(SEEN).safeFrom())
                .contains(SEEN);
    }

    @Test
    void pending_whenItHasNoId_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DnsChange.pending(List.of(CHANGED), List.of(), SUBMITTED));
    }

    // ---- the JVM's own cache

    /** What the JDK makes of the property: seen on 17 and 25 by asking its own policy. */
    @ParameterizedTest
    @CsvSource({"'', 30", "abc, 30", "99999999999, 30", "0, 0", "7, 7", "' 7', 7"})
    void of_forEachValue_readsItAsTheJdkDoes(String value, long seconds) {
        assertThat(JvmDnsCache.of(value).ttlSeconds()).isEqualTo(seconds);
        assertThat(JvmDnsCache.of(value).forever()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-1", "-5"})
    void of_whenNegative_isForEver(String value) {
        JvmDnsCache cache = JvmDnsCache.of(value);

        assertThat(cache.forever()).isTrue();
        assertThatIllegalStateException().isThrownBy(cache::ttlSeconds);
        assertThat(pending(CHANGED).inSync(SEEN).safeFrom(cache)).isEmpty();
        assertThat(cache).hasToString("networkaddress.cache.ttl for ever");
    }

    @Test
    void safeFrom_whenTheJvmRemembers_isThatMuchLater() {
        assertThat(pending(CHANGED).inSync(SEEN).safeFrom(JvmDnsCache.of("7"))).contains(SEEN.plusSeconds(307));
        assertThat(JvmDnsCache.of(null)).hasToString("networkaddress.cache.ttl 30 s");
    }

    @Test
    void warningFor_whenForEverOrLongerThanTheTtl_saysWhatToDo() {
        assertThat(JvmDnsCache.of("-1").warningFor(NEW).orElseThrow())
                .contains(
                        "for ever",
                        "db.example.com has a TTL of 60 s",
                        "only after a restart",
                        "Set the property to 60");
        assertThat(JvmDnsCache.of("61").warningFor(NEW).orElseThrow()).contains("for 61 s", "later than that");
        assertThat(JvmDnsCache.of("60").warningFor(NEW)).isEmpty();
        assertThat(JvmDnsCache.of(null).warningFor(NEW.withTtlSeconds(29))).isPresent();
        assertThat(JvmDnsCache.of(null).warningFor(NEW.withTtlSeconds(30))).isEmpty();
    }

    /** The one test that touches the property of this JVM; nothing of this library reads it elsewhere. */
    @Test
    void current_whenThePropertyIsSet_readsIt() {
        String before = Security.getProperty(JvmDnsCache.PROPERTY);
        try {
            Security.setProperty(JvmDnsCache.PROPERTY, "17");
            assertThat(JvmDnsCache.current()).isEqualTo(JvmDnsCache.of("17"));
        } finally {
            Security.setProperty(JvmDnsCache.PROPERTY, before == null ? "" : before);
        }
    }
}
