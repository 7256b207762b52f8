package org.floatingip.lab.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatingip.Claim;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.GroupReleaseException;
import org.floatingip.failure.LeftUnheldException;
import org.floatingip.failure.NotReassociatedException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.StaleEpochException;
import org.floatingip.failure.SupersededException;
import org.floatingip.failure.UnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The exit status of the command for each exception with each effect that it can have: the whole table, cell by cell. */
class ExitStatusTest {

    private static final IpAddress VIP = IpAddress.of("10.0.1.12");
    private static final HostId TARGET = HostId.of("i-0b");
    private static final Holder FROM = Holder.of(HostId.of("i-0a"), "eni-0a");

    /** One that is made with the effect that its maker says. */
    private record Made(FloatingIpException thrown, int right) {}

    private static List<Made> byEffect() {
        List<Made> all = new ArrayList<>();
        for (Effect effect : Effect.values()) {
            int changed = effect == Effect.UNKNOWN ? 5 : 6;
            // Whatever was done, what is so now is not known.
            all.add(new Made(new NotVerifiedException(effect, VIP, "on i-0b", null, "no time was left", null), 5));
            // Without a change of ours it is as if it had been refused.
            all.add(new Made(
                    new SupersededException(effect, VIP, TARGET, List.of(FROM), null),
                    effect == Effect.NONE ? 3 : changed));
            all.add(new Made(
                    new NotReassociatedException(effect, VIP, FROM, List.of(), "it was refused", null),
                    effect == Effect.NONE ? 1 : changed));
            if (effect != Effect.APPLIED) { // after a change that was taken it is behind another failure
                all.add(new Made(
                        new StaleEpochException(effect, Claim.of(VIP, 7, TARGET), Claim.of(VIP, 8, FROM.host()), null),
                        effect == Effect.NONE ? 3 : changed));
            }
            if (effect != Effect.NONE) { // only behind the first call of a handover
                all.add(new Made(new LeftUnheldException(effect, VIP, FROM, TARGET, null), changed));
            }
        }
        all.add(new Made(UnavailableException.withoutEffect("ec2:Assign", "it refused the connection", null), 1));
        all.add(new Made(UnavailableException.effectUnknown("ec2:Assign", "the reply was lost", "look", null), 5));
        return all;
    }

    private static Set<String> namesByEffect() {
        return byEffect().stream().map(made -> name(made.thrown())).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(Throwable thrown) {
        return thrown.getClass().getSimpleName();
    }

    /** All others, by their one status. */
    private static final Map<Integer, Set<String>> OF_ONE_STATUS = Map.of(
            1,
            Set.of(
                    "HostConfigurationException",
                    "HostUnreachableException",
                    "OutOfTimeException",
                    "ThrottledException"),
            3,
            Set.of("GroupRefusedException", "HolderChangedException", "StalePlanException", "StaleStandbyException"),
            4,
            Set.of("CredentialsException", "PermissionDeniedException"),
            6,
            Set.of("PartlyRegisteredException"));

    /** A refusal by its reason: 3 for all others. */
    private static final Set<RefusalReason> MALFORMED =
            EnumSet.of(RefusalReason.MALFORMED_HOST_ID, RefusalReason.UNSUPPORTED_ADDRESS);

    private static int status(Throwable thrown) throws ReflectiveOperationException {
        return OperationsPageTest.exitStatusOf(thrown);
    }

    @Test
    void exitStatus_whereTheEffectDecides_isThatOfTheTable() throws Exception {
        Map<String, Integer> is = new TreeMap<>();
        Map<String, Integer> right = new TreeMap<>();
        for (Made made : byEffect()) {
            String cell = name(made.thrown()) + "/" + made.thrown().effect();
            is.put(cell, status(made.thrown()));
            right.put(cell, made.right());
        }

        assertThat(is).isEqualTo(right).hasSize(15);
    }

    static Set<Integer> statuses() {
        return OF_ONE_STATUS.keySet();
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void exitStatus_ofExceptionsWithOneEffect_isThatOfTheTable(int right) throws Exception {
        Map<String, Integer> is = new TreeMap<>();
        Map<String, Integer> wanted = new TreeMap<>();
        for (String name : OF_ONE_STATUS.getOrDefault(right, Set.of())) {
            is.put(name, status(OperationsPageTest.stored(name)));
            wanted.put(name, right);
        }

        assertThat(is).isEqualTo(wanted).isNotEmpty();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("SubnetMismatch", RefusalReason.SUBNET_MISMATCH),
                Arguments.of("AddressOutsideSubnets", RefusalReason.ADDRESS_OUTSIDE_SUBNETS),
                Arguments.of("AmbiguousAddress", RefusalReason.AMBIGUOUS_ADDRESS),
                Arguments.of("AmbiguousInterface", RefusalReason.AMBIGUOUS_INTERFACE),
                Arguments.of("AmbiguousZone", RefusalReason.AMBIGUOUS_ZONE),
                Arguments.of("UnknownTarget", RefusalReason.UNKNOWN_TARGET),
                Arguments.of("UnknownZone", RefusalReason.UNKNOWN_ZONE),
                Arguments.of("ReservedAddress", RefusalReason.RESERVED_ADDRESS),
                Arguments.of("PrimaryAddress", RefusalReason.PRIMARY_ADDRESS),
                Arguments.of("MalformedHostId", RefusalReason.MALFORMED_HOST_ID),
                Arguments.of("UnsupportedAddress", RefusalReason.UNSUPPORTED_ADDRESS),
                Arguments.of("InterfaceFull", RefusalReason.INTERFACE_FULL),
                Arguments.of("HandoverRefused", RefusalReason.HANDOVER_REFUSED),
                Arguments.of("DnsConflict", RefusalReason.DNS_CONFLICT),
                Arguments.of("LedgerRefused", RefusalReason.LEDGER_REFUSED),
                Arguments.of("NotRoutable", RefusalReason.NOT_ROUTABLE),
                Arguments.of("UnknownAddress", RefusalReason.UNKNOWN_ADDRESS),
                Arguments.of("Occupied", RefusalReason.OCCUPIED),
                Arguments.of("Rejected", RefusalReason.REJECTED),
                Arguments.of("HolderChanged", RefusalReason.HOLDER_CHANGED),
                Arguments.of("StalePlan", RefusalReason.STALE_PLAN),
                Arguments.of("StaleStandby", RefusalReason.STALE_STANDBY),
                Arguments.of("GroupRefused", RefusalReason.GROUP_REFUSED));
    }

    /** What scripts rely on: the spelling of {@code error.type}, and the exit status. */
    @ParameterizedTest
    @MethodSource("refusals")
    void refusal_ofEachReason_hasTheStatusAndTheTypeInJsonThatItAlwaysHad(String type, RefusalReason reason)
            throws Exception {
        RefusedException refused = OperationsPageTest.refused(reason);

        assertThat(status(refused)).isEqualTo(MALFORMED.contains(reason) ? 2 : 3);
        assertThat(OperationsPageTest.jsonOf(refused))
                .contains("\"error\":{\"type\":\"" + type + "\",", "\"effect\":\"NONE\"", "\"retryable\":false");
    }

    @Test
    void refusals_ofThisTest_haveEveryReasonOnce() {
        assertThat(refusals().map(one -> one.get()[1])).containsExactlyInAnyOrder((Object[]) RefusalReason.values());
    }

    /** Of a group by its effect, and where nothing was changed by the first of its failures. */
    @Test
    void exitStatus_ofAGroup_isThatOfItsEffectOrOfItsFirstFailure() throws Exception {
        Map<String, Integer> is = new TreeMap<>();
        Map<String, Integer> right = new TreeMap<>();
        for (Map.Entry<Integer, Set<String>> each : OF_ONE_STATUS.entrySet()) {
            for (String name : each.getValue()) {
                FloatingIpException failure = (FloatingIpException) OperationsPageTest.stored(name);
                is.put(name, status(group(failure)));
                right.put(name, each.getKey());
                is.put(name + " in a release", status(release(failure)));
                right.put(name + " in a release", each.getKey());
            }
        }
        for (RefusalReason reason : RefusalReason.values()) {
            is.put(reason.name(), status(group(OperationsPageTest.refused(reason))));
            right.put(reason.name(), MALFORMED.contains(reason) ? 2 : 3);
        }
        for (Effect effect : Effect.values()) {
            FloatingIpException failure = new SupersededException(effect, VIP, TARGET, List.of(FROM), null);
            is.put(effect.name(), status(group(failure)));
            right.put(effect.name(), effect == Effect.NONE ? 3 : effect == Effect.UNKNOWN ? 5 : 6);
        }

        assertThat(is).isEqualTo(right).hasSizeGreaterThan(25);
    }

    private static GroupReleaseException release(FloatingIpException failure) {
        return new GroupReleaseException(FROM.host(), List.of(), Map.of(VIP, failure), null);
    }

    private static GroupMoveException group(FloatingIpException failure) {
        return new GroupMoveException(TARGET, List.of(), Map.of(VIP, failure), List.of(), null);
    }

    @Test
    void exitStatus_ofWhatIsNoneOfOurs_isUsageOrAnythingElse() throws Exception {
        assertThat(status(new IllegalArgumentException("bad"))).isEqualTo(2);
        assertThat(status(new IllegalStateException("odd"))).isEqualTo(1);
        assertThat(status(new OutOfMemoryError())).isEqualTo(1);
    }

    @Test
    void table_ofThisTest_hasEveryExceptionOnce() {
        List<String> all = new ArrayList<>(namesByEffect());
        OF_ONE_STATUS.values().forEach(all::addAll);
        all.add("GroupMoveException");
        all.add("GroupReleaseException");
        all.add("RefusedException");

        assertThat(all).containsExactlyInAnyOrderElementsOf(OperationsPageTest.exceptions());
    }

    @Test
    void page_ofEachException_hasTheStatusesOfThisTable() {
        Map<String, Set<String>> onPage = new TreeMap<>();
        Map<String, Set<String>> right = new TreeMap<>();
        OperationsPageTest.exceptionRows()
                .forEach((name, cells) ->
                        onPage.put(name, new TreeSet<>(Arrays.asList(cells[cells.length - 1].split(", ")))));
        byEffect()
                .forEach(made -> right.computeIfAbsent(name(made.thrown()), key -> new TreeSet<>())
                        .add(String.valueOf(made.right())));
        OF_ONE_STATUS.forEach((status, names) -> names.forEach(name -> right.put(name, Set.of(status.toString()))));
        right.put("GroupMoveException", Set.of("1", "3", "4", "5", "6"));
        right.put("GroupReleaseException", Set.of("1", "2", "3", "4", "5", "6"));
        right.put("RefusedException", Set.of("2", "3"));

        assertThat(onPage).isEqualTo(right);
    }
}
