package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.time.Duration;
import java.util.List;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.MoveOutcome;
import org.floatingip.MovePlan;
import org.floatingip.MoveResult;
import org.floatingip.MoveStep;
import org.floatingip.PlannedCall;
import org.floatingip.RefusalReason;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsChangeStatus;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsOutcome;
import org.floatingip.dns.DnsRecord;
import org.floatingip.dns.DnsRecordChange;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.DnsRegistrar;
import org.floatingip.spi.IpAssigner;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.dns.InMemoryDnsRegistrar;
import org.junit.jupiter.api.Test;

/** The names of a floating IP and of its hosts, and what a move does about them. */
class NamesTest {

    private static final String VIP = Sandbox.FLOATING_IP;
    private static final DnsName NAME = DnsName.of("db.example.com");

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final IpAssigner assigner = InMemoryIpAssigner.of(sandbox.network());
    private final InMemoryDns dns = InMemoryDns.create(ticker);
    private final InMemoryDnsRegistrar registrar = InMemoryDnsRegistrar.of(dns);
    private final String a = sandbox.instanceId("db.a");
    private final String b = sandbox.instanceId("db.b");

    NamesTest() {
        String vpc = sandbox.vpc().id();
        dns.createPrivateZone("example.com", vpc, Sandbox.REGION);
        dns.createPrivateZone("1.0.10.in-addr.arpa", vpc, Sandbox.REGION);
    }

    private FloatingIp.Builder db() {
        return FloatingIp.at(VIP).assigner(assigner).ticker(ticker);
    }

    private FloatingIp named() {
        return db().dns(registrar, "db.example.com")
                .hostName(a, "db.a.example.com")
                .hostName(b, "db.b.example.com")
                .build();
    }

    private List<DnsRecord> at(String name) {
        return registrar.lookUp(DnsName.of(name), Duration.ofSeconds(1));
    }

    private static MoveStep naming(List<MoveStep> steps) {
        return steps.stream()
                .filter(step -> step.kind() == StepKind.NAMED)
                .findFirst()
                .orElseThrow();
    }

    // ---- the table

    @Test
    void registerNames_whenNothingIsThere_writesTheWholeTable() {
        DnsChange change = named().registerNames();

        assertThat(change.records())
                .extracting(DnsRecordChange::toString)
                .containsExactly(
                        "created db.example.com 60 A 10.0.1.12",
                        "created db.a.example.com 60 A 10.0.1.10",
                        "created db.b.example.com 60 A 10.0.1.11");
        assertThat(change.status()).isEqualTo(DnsChangeStatus.PENDING);
        assertThat(at("db.b.example.com")).containsExactly(DnsRecord.address("db.b.example.com", 60, "10.0.1.11"));
        assertThat(registrar.await(change, Duration.ofMinutes(2)).status()).isEqualTo(DnsChangeStatus.IN_SYNC);
    }

    @Test
    void registerNames_whenRunAgain_makesNoChangeRequest() {
        named().registerNames();
        int submitted = dns.submissions().size();

        DnsChange again = named().registerNames();

        assertThat(again.records()).extracting(DnsRecordChange::outcome).containsOnly(DnsOutcome.KEPT);
        assertThat(again.status()).isEqualTo(DnsChangeStatus.UNCHANGED);
        assertThat(dns.submissions()).hasSize(submitted);
    }

    @Test
    void registerNames_whenPointersAreAsked_writesThemToo() {
        DnsChange change = named().names().withPointers().register();

        assertThat(change.records()).hasSize(6);
        assertThat(at("11.1.0.10.in-addr.arpa")).containsExactly(DnsRecord.ptr("10.0.1.11", 60, "db.b.example.com"));
        assertThat(named().names().withPointers().records())
                .as("in the order of the table")
                .startsWith(DnsRecord.address("db.example.com", 60, VIP), DnsRecord.ptr(VIP, 60, "db.example.com"));
    }

    @Test
    void move_whenTheNameHadOtherAddressesToo_dropsThemAndNamesThem() {
        registrar.register(
                List.of(DnsRecord.address("db.example.com", 300, "10.0.1.10", VIP, "10.0.1.99")),
                Duration.ofSeconds(5));

        MoveResult moved = named().moveTo(b);

        assertThat(at("db.example.com")).containsExactly(DnsRecord.address("db.example.com", 300, VIP));
        assertThat(moved.warnings())
                .containsExactly(
                        "the name db.example.com had 10.0.1.10, 10.0.1.99 too, and points at 10.0.1.12 alone now."
                                + " If they belong there, give it another name, or leave the name out of the move");
    }

    @Test
    void records_always_changesNothing() {
        int submitted = dns.submissions().size();

        assertThat(named().names().records()).hasSize(3);

        assertThat(dns.submissions()).hasSize(submitted);
        assertThat(at("db.example.com")).isEmpty();
    }

    @Test
    void registerNames_whenTheAddressIsGiven_asksNobodyForIt() {
        FloatingIp given = db().dns(registrar, "db.example.com")
                .dnsTtlSeconds(5)
                .hostName("i-0123456789abcdef0", "db.c.example.com", "10.0.1.99")
                .build();

        given.registerNames();

        assertThat(at("db.c.example.com")).containsExactly(DnsRecord.address("db.c.example.com", 5, "10.0.1.99"));
    }

    @Test
    void registerNames_whenAHostIsUnknownOrANameHasNoZone_changesNothing() {
        int submitted = dns.submissions().size();
        FloatingIp unknown = db().dns(registrar, "db.example.com")
                .hostName("i-0123456789abcdef0", "db.c.example.com")
                .build();
        FloatingIp outside = db().dns(registrar, "db.example.org").build();

        assertThatThrownBy(unknown::registerNames).is(refusal(RefusalReason.UNKNOWN_TARGET));
        assertThatThrownBy(outside::registerNames)
                .is(refusal(RefusalReason.UNKNOWN_ZONE))
                .hasMessageContaining("db.example.org");
        assertThat(dns.submissions()).hasSize(submitted);
    }

    @Test
    void build_whenNamesAreIncomplete_isRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> db().hostName(a, "db.a.example.com").build())
                .withMessageContaining("dns(registrar, name)");
        assertThatIllegalStateException()
                .isThrownBy(() -> db().dns(registrar, "db.example.com")
                        .hostName(a, "DB.example.com.")
                        .build())
                .withMessageContaining("db.example.com is given twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> db().dns(registrar, "bücher.example.com"))
                .withMessageContaining("punycode");
        assertThatIllegalArgumentException().isThrownBy(() -> db().dnsTtlSeconds(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> db().hostName(a, "db.a.example.com").hostName(a, "db.b.example.com"))
                .withMessageContaining(a + " has the name db.a.example.com already");
        assertThatIllegalStateException()
                .isThrownBy(() -> db().build().registerNames())
                .withMessageContaining("dns(registrar, name)");
    }

    // ---- a move

    @Test
    void moveTo_whenTheNamePointsThere_looksAndWritesNothing() {
        FloatingIp db = named();
        db.registerNames();
        int submitted = dns.submissions().size();

        MoveResult result = db.moveTo(b);

        assertThat(dns.submissions()).hasSize(submitted);
        assertThat(naming(result.steps()).outcome()).isEqualTo(StepOutcome.DONE);
        assertThat(result.dnsChange()).isEmpty();
        assertThat(result.warnings()).isEmpty();
        assertThat(result.steps().get(result.steps().size() - 1).kind()).isEqualTo(StepKind.NAMED);
    }

    @Test
    void moveTo_whenTheNamePointsElsewhere_writesItAndKeepsItsTtl() {
        registrar.register(DnsRecord.address("db.example.com", 300, "10.0.1.10"), Duration.ofSeconds(1));

        MoveResult result = named().moveTo(b);

        assertThat(at("db.example.com")).containsExactly(DnsRecord.address("db.example.com", 300, VIP));
        assertThat(result.dnsChange()).hasValueSatisfying(change -> {
            assertThat(change.status()).isEqualTo(DnsChangeStatus.PENDING);
            assertThat(change.oldTtlSeconds()).isEqualTo(300);
        });
        assertThat(naming(result.steps()).detail()).contains("changed db.example.com 300 A 10.0.1.12");
    }

    @Test
    void moveTo_whenHeldAlreadyAndTheNameIsMissing_writesIt() {
        MoveResult result = named().moveTo(a);

        assertThat(result.outcome()).isEqualTo(MoveOutcome.ALREADY_HELD);
        assertThat(at("db.example.com")).containsExactly(DnsRecord.address("db.example.com", 60, VIP));
        assertThat(result.dnsChange()).isPresent();
    }

    @Test
    void moveTo_whenACnameStandsThere_movesAndWarns() {
        registrar.register(DnsRecord.cname("db.example.com", 60, "other.example.com"), Duration.ofSeconds(1));

        MoveResult result = named().moveTo(b);

        assertThat(result.moved()).isTrue();
        assertThat(result.warnings())
                .singleElement()
                .asString()
                .startsWith("the name db.example.com could not be pointed at 10.0.1.12: ")
                .contains("CNAME");
        assertThat(naming(result.steps()).outcome()).isEqualTo(StepOutcome.FAILED);
    }

    @Test
    void moveTo_whenTheDnsIsDown_movesAllTheSameAndSaysThatTheNameCouldNotBeChecked() {
        FloatingIp db = db().dns(new Down(ticker), "db.example.com").build();
        long before = ticker.nanoTime();

        MoveResult result = db.moveTo(b);

        assertThat(result.moved()).isTrue();
        assertThat(result.warnings())
                .singleElement()
                .asString()
                .startsWith("the name db.example.com could not be checked: ");
        assertThat(naming(result.steps()).outcome()).isEqualTo(StepOutcome.FAILED);
        assertThat(Duration.ofNanos(ticker.nanoTime() - before))
                .as("the budget of naming, and no more")
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void execute_whenStandby_namesAfterTheMove() {
        MoveResult result = named().standby(b).execute();

        assertThat(result.steps())
                .extracting(MoveStep::kind)
                .containsExactly(StepKind.PLANNED, StepKind.ASSIGNED, StepKind.VERIFIED, StepKind.NAMED);
    }

    @Test
    void plan_whenTheNameDiffers_saysSo() {
        MovePlan differs = named().move().to(b).plan();
        named().registerNames();
        MovePlan same = named().move().to(b).plan();
        MovePlan down = db().dns(new Down(ticker), "db.example.com")
                .build()
                .move()
                .to(b)
                .plan();

        assertThat(differs.warnings())
                .singleElement()
                .asString()
                .contains("does not point at 10.0.1.12 alone", "db.example.com 60 A 10.0.1.12");
        assertThat(same.warnings()).isEmpty();
        assertThat(down.warnings()).singleElement().asString().contains("could not be checked");
    }

    /** A DNS that does not answer, until each call's budget is spent. */
    private record Down(VirtualTicker ticker) implements DnsRegistrar {

        private OutOfTimeException spent(String doing, Duration budget) {
            ticker.advance(budget);
            return new OutOfTimeException(
                    doing, budget, false, UnavailableException.withoutEffect("the DNS", "no route", null));
        }

        @Override
        public List<DnsRecord> lookUp(DnsName name, Duration budget) {
            assertThat(name).isEqualTo(NAME);
            throw spent("looking up " + name, budget);
        }

        @Override
        public DnsChange register(List<DnsRecord> records, Duration budget) {
            throw spent("registering", budget);
        }

        @Override
        public DnsChange replace(DnsRecord expected, DnsRecord replacement, Duration budget) {
            throw spent("replacing", budget);
        }

        @Override
        public DnsChange remove(DnsRecord expected, Duration budget) {
            throw spent("removing", budget);
        }

        @Override
        public DnsChange await(DnsChange change, Duration budget) {
            throw new UnsupportedOperationException(Effect.NONE.name());
        }

        @Override
        public List<PlannedCall> explain(DnsRecord record, boolean differs) {
            return List.of();
        }
    }
}
