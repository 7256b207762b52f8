package org.floatingip.lab.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.floatingip.testkit.assertj.VipAssertions.catchRefusal;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.floatingip.Effect;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsChangeStatus;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsOutcome;
import org.floatingip.dns.DnsRecord;
import org.floatingip.dns.DnsRecordChange;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.spi.DnsRegistrar;
import org.floatingip.testkit.dns.DnsAlias;
import org.floatingip.testkit.dns.DnsEdit;
import org.floatingip.testkit.dns.DnsEvent;
import org.floatingip.testkit.dns.DnsRecordSet;
import org.floatingip.testkit.dns.DnsZone;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.network.InMemoryVpc;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What both registrars of Route 53's zones do beyond the published contract. An implementation's test says how one is made. */
abstract class Route53ZonesContract {

    private static final Duration BUDGET = Duration.ofMinutes(5);
    private static final DnsName DB = DnsName.of("db.example.com");
    private static final DnsRecord VIP = DnsRecord.address("db.example.com", 60, "10.0.1.12");
    private static final DnsRecord OTHER = DnsRecord.address("db.example.com", 300, "10.0.1.10");
    private static final DnsRecord CNAME = DnsRecord.cname("db.example.com", 60, "db.a.example.com");

    final InMemoryVpc network = InMemoryVpc.create();
    final InMemoryDns dns = InMemoryDns.create(network.ticker());
    private String vpc;
    private String zone;
    private String reverse;
    private DnsRegistrar registrar;

    /** A registrar for all zones of {@link #dns} that this VPC sees privately, or for all zones if it is null. */
    abstract DnsRegistrar registrarInVpc(String vpcId);

    /** A registrar for those zones of {@link #dns}. */
    abstract DnsRegistrar registrarInZones(String... zoneIds);

    @BeforeEach
    void createZones() {
        vpc = network.createVpc("10.0.0.0/16").id();
        zone = dns.createPrivateZone("example.com", vpc, "us-east-1").id();
        reverse = dns.createPrivateZone("1.0.10.in-addr.arpa", vpc, "us-east-1").id();
        registrar = registrarInVpc(vpc);
    }

    private void put(DnsRecordSet... sets) {
        for (DnsRecordSet set : sets) {
            dns.change(zone, DnsEdit.upsert(set));
        }
    }

    private void put(DnsRecord record) {
        put(DnsRecordSet.of(record));
    }

    private List<String> shown(DnsName name) {
        return dns.recordSets(zone, name.value()).stream()
                .map(DnsRecordSet::toString)
                .toList();
    }

    private long batches() {
        return dns.history().stream()
                .filter(event -> event.kind() == DnsEvent.Kind.CHANGE)
                .count();
    }

    private static List<DnsOutcome> outcomes(DnsChange change) {
        return change.records().stream().map(DnsRecordChange::outcome).toList();
    }

    // ---- looking up

    @Test
    @DisplayName("a record that was written in another form (case, dot, order) is the same record")
    void lookUp_whenWrittenInAnotherForm_isCanonical() {
        put(DnsRecordSet.of("DB.Example.COM.", "CNAME", 60, "DB.a.example.com."));

        assertThat(registrar.lookUp(DB, BUDGET)).containsExactly(CNAME);
        assertThat(registrar.register(CNAME, BUDGET).status()).isEqualTo(DnsChangeStatus.UNCHANGED);
    }

    @Test
    @DisplayName("a record that can't be said as a plain one is a conflict, never 'nothing there'")
    void lookUp_whenItIsAnAlias_isAConflict() {
        put(new DnsRecordSet("db.example.com", "A", null, List.of(), new DnsAlias("Z1", "lb.example.net", false)));

        for (Runnable call : List.<Runnable>of(
                () -> registrar.lookUp(DB, BUDGET),
                () -> registrar.register(VIP, BUDGET),
                () -> registrar.replace(OTHER, VIP, BUDGET))) {
            assertThat(catchRefusal(RefusalReason.DNS_CONFLICT, call::run))
                    .hasMessageContaining("db.example.com in zone example.com")
                    .hasMessageContaining("alias");
        }
        assertThat(shown(DB)).containsExactly("db.example.com A alias of lb.example.net");
    }

    // ---- registering

    @Test
    @DisplayName("registration says for each record whether it was created, changed or kept, in the order given")
    void register_whenSomeDiffer_saysWhichAndWritesThoseAlone() {
        DnsRecord a = DnsRecord.address("db.a.example.com", 60, "10.0.1.10");
        DnsRecord b = DnsRecord.address("db.b.example.com", 60, "10.0.1.11");
        put(OTHER);
        put(b);
        long before = batches();

        DnsChange change = registrar.register(List.of(VIP, a, b), BUDGET);

        assertThat(change.records())
                .containsExactly(DnsRecordChange.of(OTHER, VIP), DnsRecordChange.of(null, a), DnsRecordChange.of(b, b));
        assertThat(outcomes(change)).containsExactly(DnsOutcome.CHANGED, DnsOutcome.CREATED, DnsOutcome.KEPT);
        assertThat(batches() - before).as("change requests").isEqualTo(1);
        assertThat(registrar.lookUp(DB, BUDGET)).containsExactly(VIP);
        assertThat(registrar.lookUp(a.name(), BUDGET)).containsExactly(a);
    }

    @Test
    @DisplayName("records of several zones go each to their own, PTR to the reverse zone")
    void register_whenInSeveralZones_writesEachToItsOwn() {
        DnsRecord ptr = DnsRecord.ptr("10.0.1.12", 60, "db.example.com");

        DnsChange change = registrar.register(List.of(VIP, ptr), BUDGET);

        assertThat(change.ids()).hasSize(2);
        assertThat(dns.recordSets(reverse, "12.1.0.10.in-addr.arpa"))
                .hasToString("[12.1.0.10.in-addr.arpa 60 PTR db.example.com]");
        assertThat(registrar.await(change, BUDGET).status()).isEqualTo(DnsChangeStatus.IN_SYNC);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2147483647})
    @DisplayName("the TTLs at both ends can be registered")
    void register_whenTheTtlIsAtTheEnd_works(long ttl) {
        registrar.register(VIP.withTtlSeconds(ttl), BUDGET);

        assertThat(registrar.lookUp(DB, BUDGET)).containsExactly(VIP.withTtlSeconds(ttl));
    }

    @Test
    @DisplayName("a CNAME where an A record shall stand is a conflict, and the other way round")
    void register_whenACnameIsInTheWay_isAConflict() {
        put(CNAME);
        long before = batches();
        DnsRecord free = DnsRecord.address("free.example.com", 60, "10.0.1.1");

        RefusedException refused =
                catchRefusal(RefusalReason.DNS_CONFLICT, () -> registrar.register(List.of(free, VIP), BUDGET));

        assertThat(refused.what()).contains("found " + CNAME + " (");
        assertThat(refused.effect()).isEqualTo(Effect.NONE);
        assertThat(refused)
                .hasMessageContaining("db.example.com in zone example.com (" + zone)
                .hasMessageContaining("CNAME stands alone");
        assertThat(batches())
                .as("nothing was written, the other record neither")
                .isEqualTo(before);

        put(
                DnsRecordSet.of("www.example.com", "TXT", 60, "\"x\""),
                DnsRecordSet.of("www.example.com", "A", 60, "10.0.1.1"));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> registrar.register(DnsRecord.cname("www.example.com", 60, "db.example.com"), BUDGET))
                .is(refusal(RefusalReason.DNS_CONFLICT));
        assertThat(shown(DnsName.of("www.example.com"))).hasSize(2);
    }

    @Test
    @DisplayName("a CNAME beside a record of a type that this library does not know is a conflict as well")
    void register_whenAnotherTypeIsInTheWay_isAConflict() {
        put(DnsRecordSet.of("www.example.com", "TXT", 60, "\"x\""));
        DnsRecord free = DnsRecord.address("free.example.com", 60, "10.0.1.1");
        DnsRecord www = DnsRecord.cname("www.example.com", 60, "db.example.com");

        RefusedException refused =
                catchRefusal(RefusalReason.DNS_CONFLICT, () -> registrar.register(List.of(free, www), BUDGET));

        assertThat(refused.what()).contains("at " + www.name() + " ");
        assertThat(refused)
                .hasMessageContaining("in zone example.com (" + zone)
                .hasMessageContaining("it conflicts with other records with the same DNS name");
        assertThat(shown(free.name())).isEmpty();
    }

    // ---- conditional changes

    @Test
    @DisplayName("a replacement of a record that was written in another form works")
    void replace_whenWrittenInAnotherForm_replaces() {
        put(DnsRecordSet.of("DB.example.com", "CNAME", 60, "DB.A.example.com."));

        registrar.replace(CNAME, DnsRecord.cname("db.example.com", 60, "db.b.example.com"), BUDGET);

        assertThat(shown(DB)).containsExactly("db.example.com 60 CNAME db.b.example.com");
    }

    // ---- zones

    @Test
    @DisplayName("a record goes to the zone with the longest matching name")
    void register_whenZonesNest_takesTheLongest() {
        String inner = dns.createPrivateZone("a.example.com", vpc, "us-east-1").id();
        dns.createPrivateZone("xa.example.com", vpc, "us-east-1");

        registrar.register(DnsRecord.address("db.a.example.com", 60, "10.0.1.10"), BUDGET);

        assertThat(dns.recordSets(inner)).hasSize(3);
        assertThat(dns.recordSets(zone)).hasSize(2);
    }

    @Test
    @DisplayName("a name outside every zone is refused, with the zones in sight")
    void lookUp_whenTheNameIsInNoZone_refuses() {
        for (String name : List.of("db.example.org", "dbexample.com", "com")) {
            RefusedException refused =
                    catchRefusal(RefusalReason.UNKNOWN_ZONE, () -> registrar.lookUp(DnsName.of(name), BUDGET));

            assertThat(refused.what()).startsWith(name + " ").contains("example.com (" + zone, "1.0.10.in-addr.arpa (");
        }
    }

    @Test
    @DisplayName("two zones of one name are ambiguous, and listed")
    void lookUp_whenTwoZonesHaveTheName_isAmbiguous() {
        String open = dns.createPublicZone("example.com").id();
        DnsRegistrar everywhere = registrarInVpc(null);

        RefusedException refused = catchRefusal(RefusalReason.AMBIGUOUS_ZONE, () -> everywhere.register(VIP, BUDGET));

        assertThat(refused.what().replaceFirst("^.*: ", "").split("(?<=\\)), "))
                .containsExactlyInAnyOrder("example.com (" + zone + ", private)", "example.com (" + open + ", public)");
        assertThat(dns.recordSets(open)).hasSize(2);
        assertThat(outcomes(registrarInZones(open).register(VIP, BUDGET))).containsExactly(DnsOutcome.CREATED);
        assertThat(dns.recordSets(open)).hasSize(3);
        assertThat(dns.recordSets(zone)).hasSize(2);
    }

    @Test
    @DisplayName("in a VPC only its private zones count, whatever is public or another VPC's")
    void register_whenInAVpc_takesItsPrivateZone() {
        dns.createPublicZone("example.com");
        dns.createPublicZone("db.example.com");
        String otherVpc = network.createVpc("10.1.0.0/16").id();
        dns.createPrivateZone("example.com", otherVpc, "us-east-1");

        registrar.register(VIP, BUDGET);

        assertThat(shown(DB)).containsExactly("db.example.com 60 A 10.0.1.12");
    }

    @Test
    @DisplayName(
            "a zone that another account lets the VPC see is said to be that account's, and the one above it stays as it is")
    void register_whenTheVpcsZoneIsAnotherAccounts_saysWhose() {
        DnsZone theirs = dns.createPrivateZoneOfAccount("444455556666", "db.example.com", vpc, "us-east-1");

        assertThatExceptionOfType(PermissionDeniedException.class)
                .isThrownBy(() -> registrar.register(VIP, BUDGET))
                .satisfies(e -> assertThat(e)
                        .hasMessageContaining(
                                "Zone db.example.com (" + theirs.id() + ", private) is account 444455556666's")
                        .hasMessageContaining("use credentials of that account")
                        .hasMessageNotContaining("Allow that action"))
                .satisfies(e -> assertThat(e.effect()).isEqualTo(Effect.NONE));
        assertThat(dns.recordSets(zone)).hasSize(2);
        assertThat(dns.recordSets(theirs.id())).hasSize(2);
    }

    @Test
    @DisplayName("a zone that comes later is found")
    void register_whenTheZoneComesLater_findsIt() {
        DnsRecord record = DnsRecord.address("db.example.org", 60, "10.0.1.12");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> registrar.register(record, BUDGET))
                .is(refusal(RefusalReason.UNKNOWN_ZONE));

        DnsZone late = dns.createPrivateZone("example.org", vpc, "us-east-1");
        registrar.register(record, BUDGET);

        assertThat(dns.recordSets(late.id())).hasSize(3);
    }

    // ---- waiting

    @Test
    @DisplayName("a change is pending until all servers have it, and safe the old TTL after that")
    void await_whenItComesInSync_isSafeTheOldTtlLater() {
        put(OTHER);
        DnsChange change = registrar.register(VIP, BUDGET);
        assertThat(change.status()).isEqualTo(DnsChangeStatus.PENDING);
        assertThat(change.safeFrom()).isEmpty();
        assertThat(change.submittedAt()).isPresent();

        DnsChange done = registrar.await(change, Duration.ofMinutes(2));

        assertThat(done.status()).isEqualTo(DnsChangeStatus.IN_SYNC);
        assertThat(done.records()).isEqualTo(change.records());
        assertThat(done.inSyncAt().orElseThrow())
                .isAfterOrEqualTo(change.submittedAt().orElseThrow().plus(InMemoryDns.DEFAULT_SYNC_TIME))
                .isBefore(change.submittedAt().orElseThrow().plusSeconds(15));
        assertThat(done.safeFrom()).contains(done.inSyncAt().orElseThrow().plusSeconds(300));
        assertThat(registrar.await(done, Duration.ZERO)).isEqualTo(done);
    }

    @Test
    @DisplayName("waiting ends with the budget, and says that the change is still pending")
    void await_whenTheBudgetEnds_isStillPending() {
        DnsChange change = registrar.register(VIP, BUDGET);
        long before = network.ticker().nanoTime();

        DnsChange waited = registrar.await(change, Duration.ofSeconds(3));

        assertThat(waited).isEqualTo(change);
        assertThat(Duration.ofNanos(network.ticker().nanoTime() - before))
                .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(registrar.await(waited, Duration.ofMinutes(1)).status()).isEqualTo(DnsChangeStatus.IN_SYNC);
    }

    @Test
    @DisplayName("a change that the service does not know is refused")
    void await_whenTheServiceDoesNotKnowIt_refuses() {
        DnsChange change = registrar.register(VIP, BUDGET);
        DnsChange unknown = DnsChange.pending(
                change.records(), List.of("C0UNKNOWN"), change.submittedAt().orElseThrow());

        assertThat(catchRefusal(RefusalReason.REJECTED, () -> registrar.await(unknown, BUDGET)))
                .hasMessageContaining("NoSuchChange")
                .hasMessageContaining("C0UNKNOWN");
    }

    @Test
    @DisplayName("registering does not wait for servers: no time passes")
    void register_always_doesNotWait() {
        List<DnsRecord> records = new ArrayList<>(List.of(VIP));
        long before = network.ticker().nanoTime();

        registrar.register(records, BUDGET);

        assertThat(network.ticker().nanoTime()).isEqualTo(before);
    }
}
