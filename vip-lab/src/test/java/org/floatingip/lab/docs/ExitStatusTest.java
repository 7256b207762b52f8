package org.floatingip.lab.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.GroupMoveException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.LeftUnheldException;
import org.floatingip.NotReassociatedException;
import org.floatingip.NotVerifiedException;
import org.floatingip.SupersededException;
import org.floatingip.UnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
            2,
            Set.of("MalformedHostIdException", "UnsupportedAddressException"),
            3,
            Set.of(
                    "AddressOutsideSubnetsException",
                    "AmbiguousAddressException",
                    "AmbiguousInterfaceException",
                    "AmbiguousZoneException",
                    "DnsConflictException",
                    "GroupRefusedException",
                    "HandoverRefusedException",
                    "HolderChangedException",
                    "InterfaceFullException",
                    "PrimaryAddressException",
                    "RejectedException",
                    "ReservedAddressException",
                    "StalePlanException",
                    "StaleStandbyException",
                    "SubnetMismatchException",
                    "UnknownTargetException",
                    "UnknownZoneException"),
            4,
            Set.of("CredentialsException", "PermissionDeniedException"),
            6,
            Set.of("PartlyRegisteredException"));

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

        assertThat(is).isEqualTo(right).hasSize(13);
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

    /** Of a group by its effect, and where nothing was changed by the first of its failures. */
    @Test
    void exitStatus_ofAGroup_isThatOfItsEffectOrOfItsFirstFailure() throws Exception {
        Map<String, Integer> is = new TreeMap<>();
        Map<String, Integer> right = new TreeMap<>();
        for (Map.Entry<Integer, Set<String>> each : OF_ONE_STATUS.entrySet()) {
            for (String name : each.getValue()) {
                is.put(name, status(group((FloatingIpException) OperationsPageTest.stored(name))));
                right.put(name, each.getKey());
            }
        }
        for (Effect effect : Effect.values()) {
            FloatingIpException failure = new SupersededException(effect, VIP, TARGET, List.of(FROM), null);
            is.put(effect.name(), status(group(failure)));
            right.put(effect.name(), effect == Effect.NONE ? 3 : effect == Effect.UNKNOWN ? 5 : 6);
        }

        assertThat(is).isEqualTo(right).hasSizeGreaterThan(25);
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

        assertThat(onPage).isEqualTo(right);
    }
}
