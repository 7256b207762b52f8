package org.floatingip.testkit.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.floatingip.testkit.VirtualTicker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Route 53's rules, codes and texts. */
class InMemoryDnsTest {

    private static final DnsRecordSet VIP = DnsRecordSet.of("db.example.com", "A", 60, "10.0.1.12");
    private static final DnsRecordSet OTHER = DnsRecordSet.of("db.example.com", "A", 60, "10.0.1.13");

    private final VirtualTicker ticker = VirtualTicker.create();
    private final InMemoryDns dns = InMemoryDns.create(ticker);
    private String zone;

    @BeforeEach
    void createZone() {
        zone = dns.createPrivateZone("Example.COM.", "vpc-1", "us-east-1").id();
        dns.change(zone, DnsEdit.create(VIP));
    }

    private static String noMatch(String name, String type) {
        return "Tried to delete resource record set [name='" + name + "', type='" + type
                + "'] but the values provided do not match the current values";
    }

    static Stream<Arguments> refusals() {
        DnsRecordSet cname = DnsRecordSet.of("db.example.com", "CNAME", 60, "db.a.example.com");
        DnsRecordSet free = DnsRecordSet.of("free.example.com", "A", 60, "10.0.1.1");
        return Stream.of(
                arguments(List.of(DnsEdit.delete(OTHER)), noMatch("db.example.com.", "A")),
                arguments(
                        List.of(DnsEdit.delete(DnsRecordSet.of("db.example.com", "A", 61, "10.0.1.12"))),
                        noMatch("db.example.com.", "A")),
                arguments(
                        List.of(DnsEdit.delete(OTHER), DnsEdit.create(OTHER)),
                        noMatch("db.example.com.", "A")
                                + ", Tried to create resource record set [name='db.example.com.', type='A'] but it already exists"),
                arguments(
                        List.of(DnsEdit.delete(free)),
                        "Tried to delete resource record set [name='free.example.com.', type='A'] but it was not found"),
                arguments(
                        List.of(DnsEdit.create(free), DnsEdit.create(VIP)),
                        "Tried to create resource record set [name='db.example.com.', type='A'] but it already exists"),
                arguments(
                        List.of(DnsEdit.upsert(DnsRecordSet.of("foo.other.tld", "A", 60, "10.0.1.1"))),
                        "RRSet with DNS name foo.other.tld. is not permitted in zone example.com."),
                arguments(
                        List.of(DnsEdit.upsert(DnsRecordSet.of("xexample.com", "A", 60, "10.0.1.1"))),
                        "RRSet with DNS name xexample.com. is not permitted in zone example.com."),
                arguments(
                        List.of(DnsEdit.create(cname)),
                        "RRSet of type CNAME with DNS name db.example.com. is not permitted as it conflicts with other records"
                                + " with the same DNS name in zone example.com."),
                arguments(
                        List.of(
                                DnsEdit.upsert(DnsRecordSet.of("*.example.com", "CNAME", 60, "a.example.com")),
                                DnsEdit.upsert(DnsRecordSet.of("\\052.example.com.", "AAAA", 60, "2001:db8::1"))),
                        "RRSet of type AAAA with DNS name \\052.example.com. is not permitted because a conflicting RRSet of"
                                + " type CNAME with the same DNS name already exists in zone example.com."),
                arguments(
                        List.of(DnsEdit.upsert(DnsRecordSet.of("example.com", "CNAME", 60, "a.example.com"))),
                        "RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone example.com."),
                arguments(
                        List.of(DnsEdit.upsert(VIP), DnsEdit.upsert(OTHER)),
                        "The request contains an invalid set of changes for a resource record set 'A db.example.com.'"),
                arguments(
                        List.of(DnsEdit.upsert(DnsRecordSet.of("x.example.com", "A", 60, "db.example.com"))),
                        "Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4"
                                + " address) encountered with 'db.example.com''"),
                arguments(
                        IntStream.range(0, 501)
                                .mapToObj(i ->
                                        DnsEdit.upsert(DnsRecordSet.of("n" + i + ".example.com", "A", 60, "10.0.1.1")))
                                .toList(),
                        "Number of records limit of 1000 exceeded."),
                arguments(
                        List.of(DnsEdit.upsert(DnsRecordSet.of("x.example.com", "TXT", 60, "x".repeat(16_001)))),
                        "RDATA character limit of 32000 exceeded."));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void change_whenOneOfABatchCantBeMade_refusesAllWithRoute53sText(List<DnsEdit> edits, String text) {
        List<DnsRecordSet> before = dns.recordSets(zone);
        int taken = dns.submissions().size();

        Route53RefusalException refused =
                catchThrowableOfType(Route53RefusalException.class, () -> dns.change(zone, edits, null));

        assertThat(refused.code()).isEqualTo("InvalidChangeBatch");
        assertThat(refused.text()).isEqualTo("[" + text + "]");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(dns.recordSets(zone)).isEqualTo(before);
        assertThat(dns.submissions()).hasSize(taken);
        assertThat(dns.history().get(dns.history().size() - 1))
                .matches(event -> event.kind() == DnsEvent.Kind.REFUSED)
                .asString()
                .contains("InvalidChangeBatch");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 2147483648L})
    void change_whenTheTtlIsOutOfRange_refuses(long ttl) {
        assertThat(catchThrowableOfType(
                                Route53RefusalException.class,
                                () -> dns.change(
                                        zone, DnsEdit.upsert(DnsRecordSet.of("x.example.com", "A", ttl, "10.0.1.1"))))
                        .code())
                .isEqualTo("InvalidInput");
    }

    @Test
    void change_whenOldIsDeletedAndNewCreatedInOneBatch_swaps() {
        DnsSubmission taken = dns.change(zone, DnsEdit.delete(VIP), DnsEdit.create(OTHER));

        assertThat(dns.recordSets(zone, "DB.example.com.")).containsExactly(OTHER);
        assertThat(taken.inSync()).isFalse();
        assertThat(dns.history()).last().asString().contains(taken.id(), "DELETE db.example.com 60 A 10.0.1.12");
    }

    @Test
    void submission_whenTimePasses_comesInSync() {
        String id = dns.change(zone, DnsEdit.upsert(OTHER)).id();

        ticker.advance(InMemoryDns.DEFAULT_SYNC_TIME.minusNanos(1));
        assertThat(dns.submission(id).inSync()).isFalse();
        ticker.advance(Duration.ofNanos(1));
        assertThat(dns.submission(id).inSync()).isTrue();
    }

    @Test
    void submission_whenUnknown_refuses() {
        assertThat(catchThrowableOfType(Route53RefusalException.class, () -> dns.submission("C1")))
                .hasMessage("NoSuchChange: Could not find resource with ID: C1");
        assertThat(catchThrowableOfType(Route53RefusalException.class, () -> dns.recordSets("Z1")))
                .hasMessage("NoSuchHostedZone: No hosted zone found with ID: Z1");
    }

    @Test
    void recordSetsFrom_whenTheStartIsNotThere_goesOnWithWhatComesAfterIt() {
        dns.change(
                zone,
                DnsEdit.create(DnsRecordSet.of("a.db.example.com", "A", 60, "10.0.1.1")),
                DnsEdit.create(DnsRecordSet.of("dba.example.com", "A", 60, "10.0.1.1")),
                DnsEdit.create(DnsRecordSet.of("*.example.com", "A", 60, "10.0.1.1")),
                DnsEdit.create(DnsRecordSet.of("db.example.com", "TXT", 60, "\"x\"")));

        assertThat(dns.recordSets(zone))
                .extracting(set -> InMemoryDns.shown(set.name()) + " " + set.type())
                .containsExactly(
                        "example.com. NS",
                        "example.com. SOA",
                        "\\052.example.com. A",
                        "db.example.com. A",
                        "db.example.com. TXT",
                        "a.db.example.com. A",
                        "dba.example.com. A");
        assertThat(dns.recordSetsFrom(zone, "db.example.com", "B"))
                .extracting(DnsRecordSet::type)
                .containsExactly("TXT", "A", "A");
        assertThat(dns.recordSetsFrom(zone, "nobody.example.com", null)).isEmpty();
    }

    @Test
    void createZone_whenTheReferenceOrTheVpcHasItAlready_refuses() {
        dns.createZone("other.tld", List.of(), "once", null);

        assertThat(catchThrowableOfType(
                                Route53RefusalException.class,
                                () -> dns.createZone("third.tld", List.of(), "once", null))
                        .code())
                .isEqualTo("HostedZoneAlreadyExists");
        assertThat(catchThrowableOfType(
                                Route53RefusalException.class,
                                () -> dns.createPrivateZone("example.com", "vpc-1", "us-east-1"))
                        .code())
                .isEqualTo("ConflictingDomainExists");
        assertThat(catchThrowableOfType(Route53RefusalException.class, () -> dns.createPublicZone("a..b"))
                        .code())
                .isEqualTo("InvalidDomainName");
        dns.createPrivateZone("example.com", "vpc-2", "us-east-1");
        dns.createPublicZone("example.com");
        assertThat(dns.zonesByName())
                .extracting(DnsZone::name)
                .containsExactly("example.com", "example.com", "example.com", "other.tld");
    }

    @Test
    void syncTime_whenImpossible_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InMemoryDns.builder().syncTime(Duration.ofSeconds(-1)));
    }
}
