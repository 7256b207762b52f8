package org.floatingip.testkit.assigner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.floatingip.Dependent;
import org.floatingip.IpAddress;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.fault.Call;

/** The calls of a move in EC2's terms: the same ones that the EC2 assigner makes. */
final class InMemoryExplanation {

    private final boolean handover;
    private final List<PlannedCall> calls = new ArrayList<>();

    private InMemoryExplanation(MoveStrategy strategy) {
        this.handover = strategy == MoveStrategy.HANDOVER;
    }

    /** @param batch at least one, all to one target */
    static List<PlannedCall> of(List<Transfer> batch, MoveStrategy strategy, List<Dependent> cutOff) {
        InMemoryExplanation explanation = new InMemoryExplanation(strategy);
        explanation.survey(batch);
        if (explanation.handover) {
            explanation.unassign(batch);
        }
        explanation.assign(batch);
        if (!cutOff.isEmpty()) {
            batch.forEach(transfer -> explanation.associate(transfer, cutOff));
        }
        explanation.verify(batch);
        return List.copyOf(explanation.calls);
    }

    private void survey(List<Transfer> batch) {
        read(Call.LOOK.action(), "who holds " + words(batch));
        target(batch.get(0).placement());
        List<Transfer> unheld =
                batch.stream().filter(transfer -> transfer.seen().isEmpty()).toList();
        if (!unheld.isEmpty()) {
            read("DescribeSubnets", "which one contains " + words(unheld));
        }
    }

    /** One request per interface that holds some of the addresses. */
    private void unassign(List<Transfer> batch) {
        Map<String, List<Transfer>> byInterface = new LinkedHashMap<>();
        batch.forEach(transfer -> transfer.seen()
                .forEach(holder -> byInterface
                        .computeIfAbsent(holder.interfaceId(), unused -> new ArrayList<>())
                        .add(transfer)));
        byInterface.forEach((interfaceId, held) -> change(Call.RELEASE, " " + words(held) + " from " + interfaceId));
    }

    /** One request per interface that takes some: AllowReassignment applies to a whole request. */
    private void assign(List<Transfer> batch) {
        Map<List<Object>, List<Transfer>> alike = new LinkedHashMap<>();
        for (Transfer transfer : batch) {
            boolean displaces = !handover && !transfer.seen().isEmpty();
            alike.computeIfAbsent(List.of(transfer.placement().interfaceId(), displaces), unused -> new ArrayList<>())
                    .add(transfer);
        }
        alike.forEach((key, transfers) -> change(
                Call.ASSIGN,
                " " + words(transfers) + " to " + key.get(0)
                        + (Boolean.TRUE.equals(key.get(1)) ? ", with" : ", without") + " AllowReassignment"));
    }

    private void associate(Transfer transfer, List<Dependent> cutOff) {
        IpAddress address = transfer.address();
        Placement placement = transfer.placement();
        read(Call.LOOK.action(), "that no other Elastic IP is on " + address + " by now");
        cutOff.forEach(elasticIp -> change(
                Call.REASSOCIATE,
                " " + elasticIp + " with " + address + " of " + placement.interfaceId()
                        + ", without AllowReassociation"));
        read(Call.LOOK.action(), "until it shows " + Dependent.join(cutOff) + " on it");
        target(placement);
    }

    private void verify(List<Transfer> batch) {
        String shown = batch.stream()
                .map(transfer -> transfer.placement().asHolder().toString())
                .distinct()
                .collect(Collectors.joining(", "));
        read(Call.LOOK.action(), "until it shows " + shown + " alone");
    }

    private void target(Placement placement) {
        if (placement.host().value().startsWith("i-")) {
            read(Call.RESOLVE.action(), placement.host().value());
        } else {
            read(Call.LOOK.action(), placement.interfaceId());
        }
    }

    private void read(String action, String what) {
        calls.add(PlannedCall.reading(action + ": " + what, "ec2:" + action));
    }

    private void change(Call call, String what) {
        calls.add(PlannedCall.mutating(call.action() + what, call.permission()));
    }

    private static String words(List<Transfer> transfers) {
        return transfers.stream()
                .map(transfer -> transfer.address().toString())
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
