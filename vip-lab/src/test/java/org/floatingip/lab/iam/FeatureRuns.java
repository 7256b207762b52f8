package org.floatingip.lab.iam;

import java.time.Duration;
import java.util.List;
import org.floatingip.FloatingIpGroup;
import org.floatingip.IpAddress;
import org.floatingip.StandbyMove;
import org.floatingip.aws.IamFeature;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Diagnosis;
import org.floatingip.doctor.Finding;
import org.floatingip.doctor.Severity;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.dns.DnsEdit;
import org.floatingip.testkit.dns.DnsRecordSet;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.WireFault;

/**
 * What each feature does, in all situations in which it calls something that it does not call in others. One
 * that is missing here calls nothing, and fails the test.
 */
final class FeatureRuns {

    static final String VIP = Sandbox.FLOATING_IP;
    static final String UNHELD = "10.0.1.77";
    private static final DnsName NAME = DnsName.of("db.example.com");
    private static final Duration BUDGET = Duration.ofMinutes(2);

    private FeatureRuns() {}

    /** Makes ready what a run begins with, while everything is permitted. */
    static void prepare(IamFeature feature, PolicyWorld world) {
        switch (feature) {
            case REASSOCIATE -> {
                String elasticIp = world.network.allocateElasticIp().allocationId();
                world.network.associateElasticIp(
                        elasticIp,
                        world.network.holders(IpAddress.of(VIP)).get(0).interfaceId(),
                        IpAddress.of(VIP),
                        false);
            }
            case SETTLE -> world.network.assignAddresses(eni(world), List.of(IpAddress.of("10.0.1.70")), false);
            // Not by the registrar, which would remember the zone.
            case DNS_REPLACE ->
                world.sandbox
                        .dns()
                        .change(
                                world.zoneIds().get(0),
                                DnsEdit.create(
                                        DnsRecordSet.of(DnsRecord.address(NAME, 60, IpAddress.of("10.0.1.10")))));
            default -> {}
        }
    }

    static void run(IamFeature feature, PolicyWorld world) {
        switch (feature) {
            case STATUS -> {
                world.at(VIP).build().holder();
                world.at(UNHELD).build().holder();
            }
            case PLAN -> {
                world.at(VIP).build().move().to(world.b).plan();
                world.at(UNHELD).build().move().to(world.b).plan();
                world.at(VIP).build().standby(world.b);
            }
            case MOVE -> {
                world.at(VIP).build().moveTo(world.b);
                world.at(UNHELD).build().moveTo(world.b);
                StandbyMove standby = world.at(VIP).build().standby(world.a);
                standby.execute();
            }
            case HANDOVER -> {
                world.at(VIP)
                        .build()
                        .move()
                        .from(world.a)
                        .to(world.b)
                        .handover()
                        .execute();
                world.at(UNHELD)
                        .build()
                        .move()
                        .from(world.a)
                        .orUnheld()
                        .to(world.b)
                        .handover()
                        .execute();
            }
            case REASSOCIATE -> {
                world.at(VIP)
                        .build()
                        .move()
                        .from(world.a)
                        .to(world.b)
                        .handover()
                        .reassociate()
                        .execute();
                world.at(UNHELD).build().moveTo(world.b);
            }
            case EVACUATE -> {
                group(world).evacuate(world.a).to(world.b).execute();
                group(world).moveTo(world.b);
            }
            case ALL_OR_NOTHING -> allOrNothing(world);
            case RELEASE -> world.at(VIP).build().release(world.a);
            case SETTLE -> {
                world.at(VIP).hosts(world.hosts).build().settle(world.b);
                world.at(UNHELD).hosts(world.hosts).build().settle(world.b);
            }
            case DOCTOR -> {
                healthy(world.at(VIP).build().doctor(world.a, world.b));
                healthy(world.at(UNHELD).build().doctor(world.a, world.b));
            }
            case DNS_SHOW -> world.registrar.lookUp(NAME, BUDGET);
            case DNS_SET -> {
                world.registrar.register(List.of(DnsRecord.address(NAME, 60, IpAddress.of(VIP))), BUDGET);
                world.registrar.register(List.of(DnsRecord.ptr(IpAddress.of(VIP), 60, NAME)), BUDGET);
            }
            case DNS_REPLACE -> {
                DnsRecord before = DnsRecord.address(NAME, 60, IpAddress.of("10.0.1.10"));
                DnsRecord after = DnsRecord.address(NAME, 60, IpAddress.of(VIP));
                world.registrar.replace(before, after, BUDGET);
                world.registrar.remove(after, BUDGET);
            }
            case NAMES ->
                world.at(VIP)
                        .dns(world.registrar, NAME)
                        .hostName(world.a, "db.a.example.com")
                        .hostName(eni(world), "db.b.example.com")
                        .build()
                        .names()
                        .withPointers()
                        .register();
            case DNS_WAIT -> {
                DnsChange change =
                        world.registrar.register(List.of(DnsRecord.address(NAME, 60, IpAddress.of(VIP))), BUDGET);
                world.registrar.await(change, BUDGET);
            }
        }
    }

    /** What the feature is used together with, and so has to be in its policy; itself alone for all but one. */
    static List<IamFeature> together(IamFeature feature) {
        return feature == IamFeature.DNS_WAIT ? List.of(IamFeature.DNS_SET, feature) : List.of(feature);
    }

    /** A permission that is missing is a finding, never an exception. */
    private static void healthy(Diagnosis diagnosis) {
        for (Finding finding : diagnosis.findings()) {
            boolean ofPermissions =
                    finding.detail().contains("permitted") || finding.check().equals(Checks.PERMISSION);
            if (ofPermissions && finding.severity().compareTo(Severity.UNPROVEN) > 0) {
                throw new PermissionDeniedException(finding.toString(), null);
            }
        }
        if (!diagnosis.healthy()) {
            throw new PermissionDeniedException(diagnosis.toString(), null);
        }
    }

    private static FloatingIpGroup group(PolicyWorld world) {
        return FloatingIpGroup.at(VIP, UNHELD).assigner(world.assigner).build();
    }

    /** What nobody held is assigned, the other one is not, and so the first one is taken back. */
    private static void allOrNothing(PolicyWorld world) {
        group(world).moveTo(world.b);
        group(world).moveTo(world.a);
        world.at(UNHELD).build().release(world.a);
        world.server.inject(WireFault.error(400, "InvalidParameterValue", "Not today.")
                .onCall(Call.ASSIGN)
                .skip(1));
        try {
            FloatingIpGroup.at(UNHELD, VIP)
                    .assigner(world.assigner)
                    .build()
                    .move()
                    .to(world.b)
                    .allOrNothing()
                    .execute();
        } catch (GroupMoveException e) {
            return;
        }
        throw new AssertionError("the second assignment was to fail");
    }

    private static String eni(PolicyWorld world) {
        return world.network.instances().stream()
                .filter(instance -> instance.id().equals(world.b))
                .findFirst()
                .orElseThrow()
                .interfaces()
                .get(0)
                .id();
    }
}
