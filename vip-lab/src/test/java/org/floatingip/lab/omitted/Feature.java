package org.floatingip.lab.omitted;

import static org.floatingip.lab.omitted.Bench.BUDGET;
import static org.floatingip.lab.omitted.Bench.FREE;
import static org.floatingip.lab.omitted.Bench.NAME;
import static org.floatingip.lab.omitted.Bench.SECOND;
import static org.floatingip.lab.omitted.Bench.THIRD;
import static org.floatingip.lab.omitted.Bench.VIP;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.dns.DnsChangeStatus;
import org.floatingip.dns.DnsRecord;
import org.floatingip.doctor.Diagnosis;
import org.floatingip.doctor.Severity;

/** What can be asked of the library, each with a look at the network itself: whether what it reported is so. */
@SuppressWarnings("ImmutableEnumChecker") // lambdas without state
enum Feature {
    STATUS(bench -> bench.at(VIP).holders().equals(bench.network.holders(VIP))),
    STATUS_OF_A_PRIMARY(bench -> bench.at(primaryOf(bench)).holders().equals(bench.network.holders(primaryOf(bench)))),
    STATUS_UNHELD(bench -> bench.at(FREE).holders().isEmpty()),
    STATUS_OF_SEVERAL(bench -> bench.group().holders().entrySet().stream()
            .allMatch(entry -> entry.getValue().equals(bench.network.holders(entry.getKey())))),
    MOVE(bench -> bench.at(VIP).moveTo(bench.b).moved() && bench.isOn(VIP, bench.b)),
    MOVE_TO_INTERFACE(
            bench -> bench.at(VIP).moveTo(HostId.of(bench.eni(bench.b))).moved() && bench.isOn(VIP, bench.b)),
    MOVE_WITH_ELASTIC_IP(bench ->
            bench.at(SECOND).moveTo(bench.b).moved() && bench.isOn(SECOND, bench.b) && bench.elasticIpIsOn(bench.b)),
    MOVE_WITH_CARRIER_IP(bench -> bench.at(THIRD).moveTo(bench.b).moved() && bench.isOn(THIRD, bench.b)),
    MOVE_UNHELD(bench -> bench.at(FREE).moveTo(bench.b).moved() && bench.isOn(FREE, bench.b)),
    MOVE_IN_VPC(bench -> FloatingIp.at(FREE)
                    .assigner(bench.inVpc)
                    .ticker(bench.ticker)
                    .timeoutSeconds(5)
                    .build()
                    .moveTo(bench.b)
                    .moved()
            && bench.isOn(FREE, bench.b)),
    MOVE_WHERE_ROOM_IS_SCARCE(
            bench -> bench.group().moveTo(bench.b).moved() && bench.isOn(VIP, bench.b) && bench.isOn(SECOND, bench.b)),
    PLAN_AND_APPLY(bench ->
            bench.at(VIP).apply(bench.at(VIP).move().to(bench.small).plan()).moved() && bench.isOn(VIP, bench.small)),
    STANDBY(bench -> bench.at(VIP).standby(bench.b).execute().moved() && bench.isOn(VIP, bench.b)),
    HANDOVER(bench ->
            bench.at(VIP).move().from(bench.a).to(bench.b).handover().execute().moved() && bench.isOn(VIP, bench.b)),
    HANDOVER_REASSOCIATED(bench -> {
        boolean told = !bench.at(SECOND).move().to(bench.b).plan().dependents().isEmpty();
        boolean moved = bench.at(SECOND)
                .move()
                .from(bench.a)
                .to(bench.b)
                .handover()
                .reassociate()
                .execute()
                .moved();
        return moved && bench.isOn(SECOND, bench.b) && (!told || bench.elasticIpIsOn(bench.b));
    }),
    GROUP_ALL_OR_NOTHING(
            bench -> bench.group().move().to(bench.b).allOrNothing().execute().moved()
                    && bench.isOn(VIP, bench.b)
                    && bench.isOn(SECOND, bench.b)),
    EVACUATE(bench -> bench.group().evacuate(bench.a).to(bench.b).execute().moved()
            && !bench.isOn(VIP, bench.a)
            && !bench.isOn(SECOND, bench.a)),
    RELEASE(bench -> bench.at(VIP).release(bench.a).from().isOn(bench.a)
            && bench.network.holders(VIP).isEmpty()),
    DOCTOR(bench -> {
        Diagnosis found = bench.at(SECOND).doctor(bench.a, bench.b);
        Set<String> broken = found.findings().stream()
                .filter(finding -> finding.detail().contains("unexpectedly"))
                .map(Object::toString)
                .collect(Collectors.toSet());
        if (!broken.isEmpty()) {
            throw new IllegalStateException(broken.toString());
        }
        return found.worst() != Severity.OK || found.healthy();
    }),
    NAME_LOOKED_UP(bench -> bench.registrar.lookUp(NAME, BUDGET).stream()
                    .allMatch(record -> record.values().equals(List.of("10.0.1.10")))
            && !bench.registrar.lookUp(NAME, BUDGET).isEmpty()),
    NAME_SET(bench ->
            !bench.registrar.register(address("10.0.1.12"), BUDGET).records().isEmpty() && bench.nameHas("10.0.1.12")),
    NAMES_OF_SEVERAL_ZONES(bench -> bench.registrar
                            .register(
                                    List.of(
                                            address("10.0.1.12"),
                                            DnsRecord.ptr(VIP, 60, NAME),
                                            DnsRecord.address("x1." + zone(bench), 60, "10.0.1.12"),
                                            DnsRecord.address("x2." + zone(bench), 60, "10.0.1.12"),
                                            DnsRecord.address("x3." + zone(bench), 60, "10.0.1.12")),
                                    BUDGET)
                            .records()
                            .size()
                    == 5
            && bench.nameHas("10.0.1.12")),
    NAME_REPLACED_BY_ZONE_ID(bench -> !bench.byId
                    .replace(address("10.0.1.10"), address("10.0.1.12"), BUDGET)
                    .records()
                    .isEmpty()
            && bench.nameHas("10.0.1.12")),
    NAME_REMOVED_IN_VPC(bench -> !bench.byVpc
                    .remove(address("10.0.1.10"), BUDGET)
                    .records()
                    .isEmpty()
            && bench.sandbox.dns().recordSets(bench.zone(), NAME.value()).isEmpty()),
    NAME_AWAITED(bench -> {
        var pending = bench.registrar.register(address("10.0.1.12"), BUDGET);
        bench.network.ticker().sleep(Duration.ofSeconds(60));
        DnsChangeStatus status = bench.registrar.await(pending, BUDGET).status();
        return status == DnsChangeStatus.PENDING || (status == DnsChangeStatus.IN_SYNC && bench.nameHas("10.0.1.12"));
    });

    private final Run run;

    Feature(Run run) {
        this.run = run;
    }

    /** May throw what it likes. */
    @FunctionalInterface
    interface Run {
        boolean isTrueIn(Bench bench) throws Exception;
    }

    /** Does it; whether what it reported is so. */
    boolean isTrueIn(Bench bench) throws Exception {
        return run.isTrueIn(bench);
    }

    private static IpAddress primaryOf(Bench bench) {
        return bench.network
                .instance(bench.a.value())
                .orElseThrow()
                .interfaces()
                .get(0)
                .primaryAddress();
    }

    private static String zone(Bench bench) {
        return bench.sandbox.dns().zones().get(0).name();
    }

    private static DnsRecord address(String address) {
        return DnsRecord.address(NAME.value(), 60, address);
    }
}
