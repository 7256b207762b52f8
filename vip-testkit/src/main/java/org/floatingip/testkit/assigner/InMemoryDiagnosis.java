package org.floatingip.testkit.assigner;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.floatingip.Dependent;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.CallScript;
import org.floatingip.testkit.internal.fault.RefusalCodes;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceState;
import org.floatingip.testkit.network.InstanceType;
import org.floatingip.testkit.network.VpcInstance;
import org.floatingip.testkit.network.VpcInterface;
import org.floatingip.testkit.network.VpcReservation;

/** The findings of an in-memory network about an address and a host before a move. */
final class InMemoryDiagnosis {

    private final InMemoryVpc network;
    private final CallScript script;
    private final List<Finding> found = new ArrayList<>();

    InMemoryDiagnosis(InMemoryVpc network, CallScript script) {
        this.network = network;
        this.script = script;
    }

    List<Finding> ofAddress(IpAddress address, Survey survey) {
        String subnetId = String.valueOf(survey.placement().subnetId());
        read("the reservations of " + subnetId, address.toString(), List.of(Checks.RESERVATION), () -> {
            Optional<VpcReservation> ours = network.cidrReservations(subnetId).stream()
                    .filter(each -> each.cidr().contains(address))
                    .findFirst();
            String words = ours.map(one -> one.id() + " reserves " + one.cidr()).orElse("");
            if (ours.isEmpty()) {
                found.add(Finding.warning(
                        Checks.RESERVATION,
                        address.toString(),
                        "nothing keeps the network from giving it to a new interface of " + subnetId
                                + " while nobody holds it",
                        "createCidrReservation(\"" + subnetId + "\", CidrBlock.of(\"" + address
                                + "/32\"), \"explicit\", \"\")"));
            } else if (ours.get().type().equals("explicit")) {
                found.add(Finding.ok(Checks.RESERVATION, address.toString(), words + " for those who ask for it"));
            } else {
                found.add(Finding.warning(
                        Checks.RESERVATION,
                        address.toString(),
                        words + " for prefixes",
                        "choose an address of an explicit reservation"));
            }
        });
        found.add(Finding.ok(
                Checks.DEPENDENTS,
                address.toString(),
                survey.dependents().isEmpty()
                        ? "nothing hangs on it"
                        : Dependent.join(survey.dependents()) + " hangs on it"));
        return found;
    }

    List<Finding> ofTarget(Survey survey) {
        Placement placement = survey.placement();
        String host = placement.host().value();
        read(host + " and " + placement.interfaceId(), host, List.of(Checks.ROOM, Checks.HOST_STATE), () -> {
            VpcInterface eni = network.networkInterface(placement.interfaceId()).orElseThrow();
            VpcInterface.Attachment attachment = eni.attachment();
            if (attachment == null) {
                found.add(Finding.ok(Checks.ROOM, host, "an interface that is attached to nothing has no limit"));
                unattached(host, eni);
                return;
            }
            VpcInstance instance = network.instance(attachment.instanceId()).orElseThrow();
            boolean holds = survey.holders().stream()
                    .anyMatch(holder -> holder.interfaceId().equals(eni.id()));
            state(host, instance, holds);
            room(host, eni, InstanceType.find(instance.type()).orElseThrow(), holds);
        });
        return found;
    }

    /** Whether the host runs, whatever it holds. */
    List<Finding> ofHost(Survey survey) {
        return ofHost(survey, List.of(Checks.HOST_STATE), eni -> {});
    }

    /** That, and whether its interface takes what is not for its own addresses. */
    List<Finding> ofRoutedHost(Survey survey) {
        String host = survey.placement().host().value();
        return ofHost(
                survey,
                List.of(Checks.SOURCE_DEST_CHECK, Checks.HOST_STATE),
                eni -> found.add(
                        eni.sourceDestCheck()
                                ? Finding.problem(
                                        Checks.SOURCE_DEST_CHECK,
                                        host,
                                        eni.id() + " checks source and destination",
                                        "switch that off")
                                : Finding.ok(
                                        Checks.SOURCE_DEST_CHECK,
                                        host,
                                        eni.id() + " takes what is not for its own addresses")));
    }

    private List<Finding> ofHost(Survey survey, List<String> checks, Consumer<VpcInterface> first) {
        Placement placement = survey.placement();
        String host = placement.host().value();
        read(host + " and " + placement.interfaceId(), host, checks, () -> {
            VpcInterface eni = network.networkInterface(placement.interfaceId()).orElseThrow();
            first.accept(eni);
            VpcInterface.Attachment attachment = eni.attachment();
            if (attachment == null) {
                unattached(host, eni);
            } else {
                state(host, network.instance(attachment.instanceId()).orElseThrow(), false);
            }
        });
        return found;
    }

    private void unattached(String host, VpcInterface eni) {
        found.add(
                Finding.warning(Checks.HOST_STATE, host, eni.id() + " is attached to no instance", "attach it to one"));
    }

    private void state(String host, VpcInstance instance, boolean holds) {
        String words = "the instance is " + instance.state().ec2Name();
        if (instance.state() == InstanceState.RUNNING) {
            found.add(Finding.ok(Checks.HOST_STATE, host, words));
        } else if (holds) {
            found.add(Finding.problem(
                    Checks.HOST_STATE, host, words + ", and holds it", "start it, or move the address away"));
        } else {
            found.add(Finding.warning(Checks.HOST_STATE, host, words, "start it"));
        }
    }

    private void room(String host, VpcInterface eni, InstanceType type, boolean holds) {
        int present = eni.addresses().size();
        String words = eni.id() + " has " + present + " of " + type.addressesPerInterface() + " addresses ("
                + type.name() + ")";
        if (holds || present < type.addressesPerInterface()) {
            found.add(Finding.ok(Checks.ROOM, host, words + (holds ? ", this one among them" : "")));
        } else {
            found.add(Finding.problem(Checks.ROOM, host, words, "release an address there"));
        }
    }

    /** Makes a reading that faults can meet like any other; if one does, the subject of its checks is unknown. */
    private void read(String what, String subject, List<String> checks, Runnable reading) {
        try {
            script.aroundChange(Call.RESOLVE, what, e -> RefusalCodes.of(Call.RESOLVE, e), reading);
        } catch (FloatingIpException e) {
            checks.forEach(check -> found.add(unknown(check, subject, e)));
        }
    }

    /** What could not be read, and why. */
    static Finding unknown(String check, String subject, FloatingIpException e) {
        return Finding.unknown(check, subject, e.getMessage().replaceAll("\\. .*$", ""), "look again");
    }
}
