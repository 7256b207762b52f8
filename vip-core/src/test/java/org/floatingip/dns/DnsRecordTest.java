package org.floatingip.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.spi.DnsDifference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnsRecordTest {

    private static final DnsRecord A = DnsRecord.address("db.example.com", 60, "10.0.1.12");
    private static final DnsRecord CNAME = DnsRecord.cname("db.example.com", 60, "db.a.example.com");

    @Test
    void of_whenValuesAreInAnotherOrderOrForm_isTheSameRecord() {
        assertThat(DnsRecord.of("DB.example.com.", "aaaa", 60, "2001:DB8:0::2", "2001:db8::1"))
                .isEqualTo(DnsRecord.address("db.example.com", 60, "2001:db8::1", "2001:db8::2"))
                .hasToString("db.example.com 60 AAAA 2001:db8::1, 2001:db8::2");
        assertThat(DnsRecord.cname("a.example", 5, "B.Example."))
                .isEqualTo(DnsRecord.of("a.example", "CNAME", 5, "b.example"));
    }

    @Test
    void factories_forEachType_takeTextsAndValues() {
        assertThat(A.type()).isEqualTo(DnsRecordType.A);
        assertThat(DnsRecord.address(DnsName.of("db.example.com"), 60, IpAddress.of("10.0.1.12")))
                .isEqualTo(A);
        assertThat(DnsRecord.ptr("10.0.1.12", 60, "db.example.com"))
                .isEqualTo(DnsRecord.ptr(IpAddress.of("10.0.1.12"), 60, DnsName.of("db.example.com")))
                .hasToString("12.1.0.10.in-addr.arpa 60 PTR db.example.com");
        assertThat(A.withTtlSeconds(5).ttlSeconds()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 2147483648L, Long.MAX_VALUE})
    void of_whenTheTtlIsOutOfRange_saysTheRange(long ttl) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> A.withTtlSeconds(ttl))
                .withMessage("A record db.example.com: a TTL is from 0 to 2147483647 seconds, not " + ttl);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2147483647})
    void of_whenTheTtlIsAtTheEdge_takesIt(long ttl) {
        assertThat(A.withTtlSeconds(ttl).ttlSeconds()).isEqualTo(ttl);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A|2001:db8::1|a record of type A has IPv4 addresses, not 2001:db8::1",
                "AAAA|10.0.1.12|a record of type AAAA has IPv6 addresses, not 10.0.1.12",
                "A|db.example.com|not an IP address",
                "A|10.0.1.12,10.0.1.12|has a value twice",
                "CNAME|a.example,b.example|has one value at the most",
                "CNAME|*.example|names one host, not *.example",
                "CNAME|10.0.1.12|not a DNS name",
                "TXT|x|not a record type: \"TXT\": expected A, AAAA, CNAME or PTR"
            })
    void of_whenAValueDoesNotFit_saysWhy(String type, String values, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DnsRecord.of("db.example.com", type, 60, values.split(",", -1)))
                .withMessageContaining(why);
    }

    @Test
    void of_whenThereIsNoValue_saysSo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DnsRecord.of("db.example.com", "A", 60))
                .withMessage("A record db.example.com has no value: give it at least one");
    }

    @Test
    void values_whenTheListGivenChanges_stayTheSame() {
        List<String> given = new ArrayList<>(List.of("10.0.1.12"));
        DnsRecord record = DnsRecord.of(A.name(), DnsRecordType.A, 60, given);
        given.add("10.0.1.13");

        assertThat(record.values()).containsExactly("10.0.1.12").isUnmodifiable();
    }

    @Test
    void pointsOnlyAt_whenThereIsAnotherAddressOrType_isFalse() {
        IpAddress vip = IpAddress.of("10.0.1.12");

        assertThat(A.pointsOnlyAt(vip)).isTrue();
        assertThat(A.pointsOnlyAt(IpAddress.of("10.0.1.1"))).isFalse();
        assertThat(DnsRecord.address("db.example.com", 60, "10.0.1.12", "10.0.1.13")
                        .pointsOnlyAt(vip))
                .isFalse();
        assertThat(CNAME.pointsOnlyAt(vip)).isFalse();
    }

    // ---- what a registration does with a record

    @Test
    void difference_whenSameOrOtherOrNone_isKeptChangedOrCreated() {
        DnsRecord other = A.withTtlSeconds(300);
        DnsRecord v6 = DnsRecord.address("db.example.com", 60, "2001:db8::1");

        assertThat(DnsDifference.of(A, List.of(v6, A), "z").outcome()).isEqualTo(DnsOutcome.KEPT);
        assertThat(DnsDifference.of(A, List.of(other), "z")).isEqualTo(DnsRecordChange.of(other, A));
        assertThat(DnsDifference.of(A, List.of(v6), "z").outcome()).isEqualTo(DnsOutcome.CREATED);
        assertThat(DnsRecordChange.of(A, null).outcome()).isEqualTo(DnsOutcome.REMOVED);
    }

    @Test
    void difference_whenACnameIsInTheWay_isAConflict() {
        for (List<DnsRecord> pair : List.of(List.of(A, CNAME), List.of(CNAME, A))) {
            assertThat(catchThrowableOfType(
                            RefusedException.class,
                            () -> DnsDifference.of(pair.get(0), List.of(pair.get(1)), "example.com (Z1)")))
                    .hasMessageStartingWith("conflict at db.example.com in zone example.com (Z1): found " + pair.get(1))
                    .hasMessageContaining("a CNAME stands alone")
                    .extracting(RefusedException::reason)
                    .isEqualTo(RefusalReason.DNS_CONFLICT);
        }
    }

    @Test
    void check_whenRecordsCantBeRegisteredTogether_saysWhy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DnsDifference.check(List.of(A, A.withTtlSeconds(5))))
                .withMessageContaining("two A records of db.example.com");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DnsDifference.check(List.of(A, CNAME)))
                .withMessageContaining("db.example.com can't have a CNAME and another record");
        DnsDifference.check(List.of(A, DnsRecord.address("db.example.com", 60, "2001:db8::1")));
    }

    @Test
    void recordChange_whenNotOfOneRecord_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> DnsRecordChange.of(A, CNAME));
        assertThatIllegalArgumentException().isThrownBy(() -> DnsRecordChange.of(null, null));
    }
}
