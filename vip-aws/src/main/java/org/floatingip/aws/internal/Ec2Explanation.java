package org.floatingip.aws.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.spi.Dependent;
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

    /** The calls of a move, in order. */
    static List<PlannedCall> explain(Transfer transfer, MoveStrategy strategy, List<Dependent> cutOff) {
        IpAddress address = transfer.address();
        Placement placement = transfer.placement();
        boolean handover = strategy == MoveStrategy.HANDOVER;
        List<PlannedCall> calls = new ArrayList<>();
        calls.add(reading("DescribeNetworkInterfaces", "who holds " + address));
        calls.add(target(placement));
        if (transfer.seen().isEmpty()) {
            calls.add(reading("DescribeSubnets", "which one contains " + address));
        }
        if (handover) {
            transfer.seen()
                    .forEach(holder -> calls.add(PlannedCall.mutating(
                            "UnassignPrivateIpAddresses " + address + " from " + holder.interfaceId(),
                            "ec2:UnassignPrivateIpAddresses")));
        }
        calls.add(PlannedCall.mutating(
                "AssignPrivateIpAddresses " + address + " to " + placement.interfaceId()
                        + (handover || transfer.seen().isEmpty()
                                ? ", without AllowReassignment"
                                : ", with AllowReassignment"),
                "ec2:AssignPrivateIpAddresses"));
        if (!cutOff.isEmpty()) {
            calls.add(reading("DescribeNetworkInterfaces", "that no other Elastic IP is on " + address + " by now"));
            cutOff.forEach(elasticIp -> calls.add(PlannedCall.mutating(
                    "AssociateAddress " + elasticIp + " with " + address + " of " + placement.interfaceId()
                            + ", without AllowReassociation",
                    "ec2:AssociateAddress")));
            calls.add(reading("DescribeNetworkInterfaces", "until it shows " + Dependent.join(cutOff) + " on it"));
            calls.add(target(placement));
        }
        calls.add(reading("DescribeNetworkInterfaces", "until it shows " + placement.asHolder() + " alone"));
        return calls;
    }

    private static PlannedCall target(Placement placement) {
        return placement.host().value().startsWith("i-")
                ? reading("DescribeInstances", placement.host().value())
                : reading("DescribeNetworkInterfaces", placement.interfaceId());
    }

    private static PlannedCall reading(String action, String what) {
        return PlannedCall.reading(action + ": " + what, "ec2:" + action);
    }

    /** What somebody should know before a move, beside what its survey says; what can't be read is left out. */
    List<String> warnings(Transfer transfer) {
        List<String> warnings = new ArrayList<>();
        for (Holder holder : transfer.seen()) {
            state(holder.host())
                    .filter(state -> !state.equals(Ec2States.RUNNING))
                    .ifPresent(state -> warnings.add("the holder " + holder.host() + " is " + state));
        }
        try {
            NetworkInterface eni = calls.networkInterface(transfer.placement().interfaceId());
            Candidate candidate = Candidate.of(eni);
            if (candidate.host().value().startsWith("i-")) {
                Optional<Instance> instance = calls.instance(candidate.host().value());
                if (instance.isPresent()) {
                    String type = instance.get().instanceTypeAsString();
                    int limit = calls.addressLimit(type);
                    if (candidate.addresses() + 1 == limit) {
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
