package org.floatingip.aws.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.floatingip.Dependent;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Transfer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/** What a move would do, and what somebody should know before it. */
final class Ec2Explanation {

    private static final Logger LOG = LoggerFactory.getLogger(Ec2Explanation.class);

    private final Ec2Calls calls;

    Ec2Explanation(Ec2Calls calls) {
        this.calls = calls;
    }

    /** The calls of a move to one target, in order. */
    static List<PlannedCall> explain(List<Transfer> batch, MoveStrategy strategy, List<Dependent> cutOff) {
        Placement target = batch.get(0).placement();
        boolean handover = strategy == MoveStrategy.HANDOVER;
        List<PlannedCall> calls = new ArrayList<>();
        calls.add(reading("DescribeNetworkInterfaces", "who holds " + words(batch)));
        calls.add(target(target));
        List<Transfer> unheld =
                batch.stream().filter(transfer -> transfer.seen().isEmpty()).toList();
        if (!unheld.isEmpty()) {
            calls.add(reading("DescribeSubnets", "which one contains " + words(unheld)));
        }
        if (handover) {
            Map<String, List<Transfer>> held = new LinkedHashMap<>();
            batch.forEach(transfer -> transfer.seen()
                    .forEach(holder -> held.computeIfAbsent(holder.interfaceId(), unused -> new ArrayList<>())
                            .add(transfer)));
            held.forEach((interfaceId, taken) -> calls.add(PlannedCall.mutating(
                    "UnassignPrivateIpAddresses " + words(taken) + " from " + interfaceId,
                    "ec2:UnassignPrivateIpAddresses")));
        }
        Map<String, List<Transfer>> given = new LinkedHashMap<>();
        batch.forEach(transfer -> given.computeIfAbsent(
                        transfer.placement().interfaceId()
                                + (handover || transfer.seen().isEmpty()
                                        ? ", without AllowReassignment"
                                        : ", with AllowReassignment"),
                        unused -> new ArrayList<>())
                .add(transfer));
        given.forEach((how, together) -> calls.add(PlannedCall.mutating(
                "AssignPrivateIpAddresses " + words(together) + " to " + how, "ec2:AssignPrivateIpAddresses")));
        if (!cutOff.isEmpty()) {
            calls.add(
                    reading("DescribeNetworkInterfaces", "that no other Elastic IP is on " + words(batch) + " by now"));
            cutOff.forEach(elasticIp -> calls.add(PlannedCall.mutating(
                    "AssociateAddress " + elasticIp + place(batch) + ", without AllowReassociation",
                    "ec2:AssociateAddress")));
            calls.add(reading("DescribeNetworkInterfaces", "until it shows " + Dependent.join(cutOff) + " on it"));
            calls.add(target(target));
        }
        String shown = String.join(
                " and ",
                batch.stream()
                        .map(transfer -> transfer.placement().asHolder().toString())
                        .distinct()
                        .toList());
        calls.add(reading("DescribeNetworkInterfaces", "until it shows " + shown + " alone"));
        return calls;
    }

    private static String words(List<Transfer> batch) {
        return String.join(
                ", ",
                batch.stream().map(transfer -> transfer.address().toString()).toList());
    }

    /** Where an Elastic IP goes: which of several addresses it hung on is not known here. */
    private static String place(List<Transfer> batch) {
        String interfaces = String.join(
                " or ",
                batch.stream()
                        .map(transfer -> transfer.placement().interfaceId())
                        .distinct()
                        .toList());
        return batch.size() == 1 ? " with " + words(batch) + " of " + interfaces : " with its address on " + interfaces;
    }

    /** The reading of a target. */
    static PlannedCall target(Placement placement) {
        return placement.host().value().startsWith("i-")
                ? reading("DescribeInstances", placement.host().value())
                : reading("DescribeNetworkInterfaces", placement.interfaceId());
    }

    /** A reading, with what it is for. */
    static PlannedCall reading(String action, String what) {
        return PlannedCall.reading(action + ": " + what, "ec2:" + action);
    }

    /**
     * What somebody should know before a move, beside what its survey says; what can't be read is left out.
     *
     * @param batch all that come to one placement
     */
    List<String> warnings(List<Transfer> batch) {
        List<String> warnings = new ArrayList<>(states(
                batch.stream().flatMap(transfer -> transfer.seen().stream()).toList()));
        try {
            NetworkInterface eni =
                    calls.networkInterface(batch.get(0).placement().interfaceId());
            Candidate candidate = Candidate.of(eni);
            if (candidate.host().value().startsWith("i-")) {
                Optional<Instance> instance = calls.instance(candidate.host().value());
                if (instance.isPresent()) {
                    String type = instance.get().instanceTypeAsString();
                    int limit = calls.addressLimit(type);
                    if (candidate.addresses() + batch.size() == limit) {
                        warnings.add(candidate.interfaceId() + " will be at its limit of " + limit + " addresses ("
                                + type + ")");
                    }
                }
            }
        } catch (FloatingIpException e) {
            LOG.debug("the room on the target could not be read: {}", e.getMessage());
        }
        return warnings;
    }

    /** Of those of the holders that don't run. */
    List<String> states(List<Holder> holders) {
        List<String> warnings = new ArrayList<>();
        holders.stream()
                .map(Holder::host)
                .distinct()
                .forEach(host -> state(host)
                        .filter(state -> !state.equals(Ec2States.RUNNING))
                        .ifPresent(state -> warnings.add("the holder " + host + " is " + state)));
        return warnings;
    }

    private Optional<String> state(HostId host) {
        if (!host.value().startsWith("i-")) {
            return Optional.empty();
        }
        try {
            return calls.instance(host.value()).map(Ec2States::of);
        } catch (FloatingIpException e) {
            LOG.debug("the state of {} could not be read: {}", host, e.getMessage());
            return Optional.empty();
        }
    }
}
