package org.floatingip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What is refused, word by word. That each is serialisable, says that nothing was changed, and so on: {@link ExceptionsTest}. */
class RefusedExceptionTest {

    private static final IpAddress IP = IpAddress.of("10.0.1.12");
    private static final HostId B = HostId.of("i-0b");
    private static final Holder ON_A = Holder.of(HostId.of("i-0a"), "eni-0a");
    private static final DnsName NAME = DnsName.of("db.example.com");
    private static final DnsRecord RECORD = DnsRecord.address("db.example.com", 60, "10.0.1.12");
    private static final DnsRecord OTHER = DnsRecord.address("db.example.com", 60, "10.0.1.13");
    private static final ServiceError SAID = ServiceError.of("Odd.Code", "odd reason", null);

    private static ExceptionsTest.Sample sample(
            RefusedException refused, RefusalReason reason, String what, String remedy) {
        return ExceptionsTest.Sample.of(
                refused,
                Effect.NONE,
                false,
                Map.of("reason", reason, "what", what, "remedy", remedy),
                what + ". " + remedy.substring(0, 1).toUpperCase(Locale.ROOT) + remedy.substring(1)
                        + "; nothing was changed.");
    }

    /** One at least for each reason that has no type of its own; made of lists that are cleared afterwards. */
    static List<ExceptionsTest.Sample> samples(@Nullable Throwable cause) {
        List<String> words = new ArrayList<>(List.of("one", "two"));
        List<DnsRecord> found = new ArrayList<>(List.of(OTHER));
        List<ExceptionsTest.Sample> samples = List.of(
                sample(
                        RefusedException.subnetMismatch(IP, "subnet-1", B, words, cause),
                        RefusalReason.SUBNET_MISMATCH,
                        "10.0.1.12 belongs to subnet-1, but i-0b is in one, two",
                        "choose a target with an interface in the subnet of the address"),
                sample(
                        RefusedException.subnetMismatch(IP, "subnet-1", B, List.of(), cause),
                        RefusalReason.SUBNET_MISMATCH,
                        "10.0.1.12 belongs to subnet-1, but i-0b is in no subnet",
                        "choose a target with an interface in the subnet of the address"),
                sample(
                        RefusedException.addressOutsideSubnets(IP, words, cause),
                        RefusalReason.ADDRESS_OUTSIDE_SUBNETS,
                        "10.0.1.12 lies in no subnet of the network (one, two)",
                        "check the address and the VPC"),
                sample(
                        RefusedException.addressOutsideSubnets(IP, List.of(), cause),
                        RefusalReason.ADDRESS_OUTSIDE_SUBNETS,
                        "10.0.1.12 lies in no subnet of the network (it has none)",
                        "check the address and the VPC"),
                sample(
                        RefusedException.ambiguousAddress(IP, words, cause),
                        RefusalReason.AMBIGUOUS_ADDRESS,
                        "10.0.1.12 exists in several networks: one, two",
                        "say which one is meant (for EC2: the VPC id)"),
                sample(
                        RefusedException.ambiguousInterface(IP, B, words, cause),
                        RefusalReason.AMBIGUOUS_INTERFACE,
                        "host i-0b has several interfaces in the subnet of 10.0.1.12: one, two",
                        "name one of them as the target"),
                sample(
                        RefusedException.ambiguousZone(NAME, words, cause),
                        RefusalReason.AMBIGUOUS_ZONE,
                        "db.example.com could belong to several zones: one, two",
                        "say which one is meant (by its id, or for private ones by the VPC)"),
                sample(
                        RefusedException.unknownTarget(B, "it is terminated", cause),
                        RefusalReason.UNKNOWN_TARGET,
                        "host i-0b can't be used: it is terminated",
                        "check the id, the region and the account"),
                sample(
                        RefusedException.unknownZone(NAME, words, cause),
                        RefusalReason.UNKNOWN_ZONE,
                        "db.example.com lies in none of the visible zones (one, two)",
                        "check the name, and which zones are visible (zone id, VPC, account)"),
                sample(
                        RefusedException.reservedAddress(IP, "subnet-1", cause),
                        RefusalReason.RESERVED_ADDRESS,
                        "10.0.1.12 is reserved by the network in subnet-1 (the first four addresses and the last)",
                        "choose another address"),
                sample(
                        RefusedException.primaryAddress(IP, ON_A, cause),
                        RefusalReason.PRIMARY_ADDRESS,
                        "10.0.1.12 is the primary address of i-0a (eni-0a), and primary addresses can't be moved or"
                                + " released",
                        "use a secondary address"),
                sample(
                        RefusedException.malformedHostId(B, "i- or eni-, then 17 digits", cause),
                        RefusalReason.MALFORMED_HOST_ID,
                        "not a host id: \"i-0b\": expected i- or eni-, then 17 digits",
                        "correct it"),
                sample(
                        RefusedException.unsupportedAddress(IP, "only IPv6 moves here", cause),
                        RefusalReason.UNSUPPORTED_ADDRESS,
                        "can't move 10.0.1.12: only IPv6 moves here",
                        "choose another address"),
                sample(
                        RefusedException.notRoutable(IP, "rtb-1 has no route for it", "create one", cause),
                        RefusalReason.NOT_ROUTABLE,
                        "10.0.1.12 can't be routed to the target: rtb-1 has no route for it",
                        "create one"),
                sample(
                        RefusedException.unknownAddress(IP, "no Elastic IP of this account", cause),
                        RefusalReason.UNKNOWN_ADDRESS,
                        "the network does not know 10.0.1.12: no Elastic IP of this account",
                        "check the address, the region and the account"),
                sample(
                        RefusedException.occupied(IP, "eni-0b", "another one", cause),
                        RefusalReason.OCCUPIED,
                        "10.0.1.12 can't be put on eni-0b: another one is there, and would be displaced silently",
                        "move that away first, or choose another target"),
                sample(
                        RefusedException.interfaceFull("eni-0b", "2 addresses (t2.micro)", cause),
                        RefusalReason.INTERFACE_FULL,
                        "interface eni-0b has no room for another address: its limit is 2 addresses (t2.micro), the"
                                + " primary one included",
                        "release an address there or choose a larger host type"),
                sample(
                        RefusedException.interfaceFull("eni-0b", "30 addresses (m5.12xlarge)", 28, 3, cause),
                        RefusalReason.INTERFACE_FULL,
                        "interface eni-0b has no room for 3 more addresses: it has 28, and its limit is 30 addresses"
                                + " (m5.12xlarge), the primary one included",
                        "release an address there or choose a larger host type"),
                sample(
                        RefusedException.handoverRefused(IP, "an Elastic IP hangs on it", cause),
                        RefusalReason.HANDOVER_REFUSED,
                        "10.0.1.12 can't be handed over: an Elastic IP hangs on it",
                        "use a takeover"),
                sample(
                        RefusedException.dnsConflict(NAME, "example.com (Z1)", RECORD, found, "", cause),
                        RefusalReason.DNS_CONFLICT,
                        "conflict at db.example.com in zone example.com (Z1): expected db.example.com 60 A 10.0.1.12,"
                                + " found db.example.com 60 A 10.0.1.13",
                        "check who changed it, then try again"),
                sample(
                        RefusedException.dnsConflict(
                                NAME, "example.com (Z1)", null, List.of(), "it is an alias", cause),
                        RefusalReason.DNS_CONFLICT,
                        "conflict at db.example.com in zone example.com (Z1): found no such record (it is an alias)",
                        "check who changed it, then try again"),
                sample(
                        RefusedException.of(
                                RefusalReason.LEDGER_REFUSED, "the ledger has no table", "make the table", cause),
                        RefusalReason.LEDGER_REFUSED,
                        "the ledger has no table",
                        "make the table"),
                sample(
                        RefusedException.rejected("AssignPrivateIpAddresses", SAID, cause),
                        RefusalReason.REJECTED,
                        "AssignPrivateIpAddresses was refused: Odd.Code: odd reason",
                        "mend what it names, then try again"),
                sample(
                        RefusedException.of(
                                RefusalReason.REJECTED, "the quota of 3 is used up.", "ask for a larger one", cause),
                        RefusalReason.REJECTED,
                        "the quota of 3 is used up",
                        "ask for a larger one"));
        words.clear();
        found.clear();
        return samples;
    }

    @Test
    void samples_whenAReasonIsAdded_haveIt() {
        Map<RefusalReason, Class<?>> types = new EnumMap<>(RefusalReason.class);
        for (ExceptionsTest.Sample sample : ExceptionsTest.samplesMadeOf(null)) {
            if (sample.exception() instanceof RefusedException refused) {
                Class<?> before = types.put(refused.reason(), refused.getClass());
                assertThat(before).as("one type for a reason").isIn(null, refused.getClass());
            }
        }

        assertThat(types).containsOnlyKeys(RefusalReason.values());
        assertThat(types.entrySet().stream()
                        .filter(type -> type.getValue() != RefusedException.class)
                        .map(Map.Entry::getKey))
                .as("those that have a type of their own")
                .containsExactlyElementsOf(OWN_TYPE);
    }

    private static final List<RefusalReason> OWN_TYPE = List.of(
            RefusalReason.HOLDER_CHANGED,
            RefusalReason.STALE_PLAN,
            RefusalReason.STALE_STANDBY,
            RefusalReason.GROUP_REFUSED);

    /** Word by word, unlike for other exceptions: {@code what()} and {@code remedy()} are all that there is. */
    @Test
    void getMessage_ofEachReason_isWhatAndRemedy() {
        for (ExceptionsTest.Sample sample : samples(null)) {
            assertThat(sample.exception()).hasMessage(sample.says().get(0));
        }
    }

    /** Scripts rely on these: {@code error.type} of the command's JSON. */
    @Test
    void type_ofEachReason_isSpelledAsEver() {
        assertThat(Arrays.stream(RefusalReason.values()).map(RefusalReason::type))
                .containsExactlyInAnyOrder(
                        "AddressOutsideSubnets",
                        "AmbiguousAddress",
                        "AmbiguousInterface",
                        "AmbiguousZone",
                        "DnsConflict",
                        "GroupRefused",
                        "HandoverRefused",
                        "HolderChanged",
                        "InterfaceFull",
                        "LedgerRefused",
                        "MalformedHostId",
                        "NotRoutable",
                        "Occupied",
                        "PrimaryAddress",
                        "Rejected",
                        "ReservedAddress",
                        "StalePlan",
                        "StaleStandby",
                        "SubnetMismatch",
                        "UnknownAddress",
                        "UnknownTarget",
                        "UnknownZone",
                        "UnsupportedAddress");
        for (ExceptionsTest.Sample sample : ExceptionsTest.samplesMadeOf(null)) {
            String name = sample.exception().getClass().getSimpleName();
            assertThat(sample.exception().type())
                    .isEqualTo(
                            sample.exception().getClass() == RefusedException.class
                                    ? ((RefusedException) sample.exception())
                                            .reason()
                                            .type()
                                    : name.substring(0, name.length() - "Exception".length()));
        }
    }

    @Test
    void malformed_ofEachReason_isTrueWhereNoNetworkCouldEverDoIt() {
        assertThat(EnumSet.allOf(RefusalReason.class).stream()
                        .filter(RefusalReason::malformed)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(RefusalReason.MALFORMED_HOST_ID, RefusalReason.UNSUPPORTED_ADDRESS);
    }

    @ParameterizedTest
    @EnumSource(names = {"HOLDER_CHANGED", "STALE_PLAN", "STALE_STANDBY", "GROUP_REFUSED"})
    void of_whenTheReasonHasATypeOfItsOwn_namesThat(RefusalReason reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RefusedException.of(reason, "what", "mend it", null))
                .withMessageContaining(reason.type() + "Exception");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"HOLDER_CHANGED", "STALE_PLAN", "STALE_STANDBY", "GROUP_REFUSED"},
            mode = Mode.EXCLUDE)
    void of_whenItHasNone_isOfThatReason(RefusalReason reason) {
        RefusedException refused = RefusedException.of(reason, "it is so", "mend it", null);

        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused).hasMessage("it is so. Mend it; nothing was changed.");
        assertThat(refused)
                .hasToString(
                        "org.floatingip.RefusedException: " + reason + ": it is so. Mend it; nothing was changed.");
    }

    @Test
    void of_whenItDoesNotSayWhatToDoNext_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RefusedException.of(RefusalReason.REJECTED, "it is so", "", null))
                .withMessageContaining("what to do next");
    }

    @Test
    void rejected_always_recordsWhatTheServiceSaid() {
        assertThat(RefusedException.rejected("Assign", SAID, null).serviceError())
                .isEqualTo(SAID);
        assertThat(RefusedException.rejected("Assign", ServiceError.of("Odd", "", "7a57-0a"), null))
                .hasMessage("Assign was refused: Odd. Mend what it names, then try again; nothing was changed"
                        + " (request id 7a57-0a).");
    }
}
