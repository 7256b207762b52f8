package org.floatingip;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.floatingip.internal.move.MoveOrder;
import org.floatingip.internal.plan.PlanText;
import org.floatingip.spi.Placement;
import org.jspecify.annotations.Nullable;

/**
 * A plan in the lines of a {@link PlanText}: one form for one address and for several. Version 1, which is read too, knew no
 * {@code reassociate} and no {@code dependent}; version 2 knew one address.
 */
final class PlanForm {

    private static final PlanText.Keys KEYS = new PlanText.Keys(
            Set.of(
                    "strategy",
                    "target",
                    "from",
                    "orUnheld",
                    "reassociate",
                    "epoch",
                    "evacuated",
                    "allOrNothing",
                    "call",
                    "plannedAt"),
            Set.of("address", "holder", "host", "interface", "mac", "subnet", "reason", "dependent", "warning"),
            "address",
            Set.of("holder", "dependent", "call", "warning"));

    private PlanForm() {}

    static String write(GroupMovePlan plan) {
        PlanText.Writer text = new PlanText.Writer();
        text.line("strategy", plan.strategy().name());
        text.line("target", plan.target().value());
        text.line("from", value(plan.expectedHolder()));
        text.line("orUnheld", Boolean.toString(plan.orUnheld()));
        text.line("reassociate", Boolean.toString(plan.reassociate()));
        Long epoch = plan.epoch();
        text.line("epoch", epoch == null ? null : epoch.toString());
        text.line("evacuated", value(plan.evacuated()));
        text.line("allOrNothing", Boolean.toString(plan.allOrNothing()));
        for (PlannedCall call : plan.calls()) {
            text.line("call", call.mutating() ? "change" : "read", call.permission(), call.description());
        }
        text.line("plannedAt", plan.plannedAt().toString());
        plan.plans().forEach(one -> write(one, text));
        return text.whole();
    }

    private static void write(MovePlan plan, PlanText.Writer text) {
        text.line("address", plan.address().toString());
        for (Holder holder : plan.holders()) {
            text.line(
                    "holder", holder.host().value(), holder.interfaceId(), holder.primary() ? "primary" : "secondary");
        }
        Placement placement = plan.placement();
        text.line("host", placement.host().value());
        text.line("interface", placement.interfaceId());
        text.line("mac", placement.macAddress());
        text.line("subnet", placement.subnetId());
        text.line("reason", placement.reason());
        for (Dependent dependent : plan.dependents()) {
            text.line("dependent", dependent.id(), dependent.description());
        }
        plan.warnings().forEach(warning -> text.line("warning", warning));
    }

    private static @Nullable String value(@Nullable HostId host) {
        return host == null ? null : host.value();
    }

    static GroupMovePlan read(String given) {
        try {
            return plan(PlanText.read(given, KEYS));
        } catch (IllegalArgumentException e) {
            // An address or a host id of it: they say themselves what is wrong with them.
            throw PlanText.bad(String.valueOf(e.getMessage()));
        }
    }

    /** The plan of one address, where the text has no more. */
    static MovePlan readOne(String given) {
        List<MovePlan> plans = read(given).plans();
        if (plans.size() != 1) {
            throw PlanText.bad("it has " + (plans.isEmpty() ? "no address" : plans.size() + " addresses")
                    + ", and a MovePlan has one: read it by GroupMovePlan.decode(..)");
        }
        return plans.get(0);
    }

    private static GroupMovePlan plan(PlanText text) {
        PlanText.Lines whole = text.whole();
        List<PlannedCall> calls = new ArrayList<>();
        for (List<String> parts : whole.all("call", 3)) {
            calls.add(
                    parts.get(0).equals("change")
                            ? PlannedCall.mutating(parts.get(2), parts.get(1))
                            : PlannedCall.reading(parts.get(2), parts.get(1)));
        }
        GroupMovePlan.Builder plan = GroupMovePlan.builder()
                .strategy(strategy(whole.required("strategy")))
                .target(HostId.of(whole.required("target")))
                .expectedHolder(host(whole, "from"))
                .orUnheld(whole.required("orUnheld").equals("true"))
                .reassociate(text.version() > 1 && whole.required("reassociate").equals("true"))
                .epoch(epoch(whole.optional("epoch")))
                .evacuated(host(whole, "evacuated"))
                .allOrNothing(
                        text.version() > 2 && whole.required("allOrNothing").equals("true"))
                .calls(calls)
                .plannedAt(time("plannedAt", whole.required("plannedAt")));
        text.blocks().forEach(block -> add(block, plan));
        GroupMovePlan read = plan.build();
        MoveOrder unused = MoveOrder.of(read, Duration.ZERO);
        return read;
    }

    private static void add(PlanText.Lines block, GroupMovePlan.Builder plan) {
        List<Holder> holders = new ArrayList<>();
        for (List<String> parts : block.all("holder", 3)) {
            HostId host = HostId.of(parts.get(0));
            holders.add(
                    parts.get(2).equals("primary")
                            ? Holder.ofPrimary(host, parts.get(1))
                            : Holder.of(host, parts.get(1)));
        }
        plan.add(
                IpAddress.of(block.required("address")),
                holders,
                Placement.builder(HostId.of(block.required("host")), block.required("interface"))
                        .macAddress(block.optional("mac"))
                        .subnetId(block.optional("subnet"))
                        .reason(block.optional("reason"))
                        .build(),
                block.all("dependent", 2).stream()
                        .map(parts -> Dependent.of(parts.get(0), parts.get(1)))
                        .toList(),
                block.all("warning", 1).stream().map(parts -> parts.get(0)).toList());
    }

    private static @Nullable HostId host(PlanText.Lines lines, String key) {
        String value = lines.optional(key);
        return value == null ? null : HostId.of(value);
    }

    private static MoveStrategy strategy(String given) {
        return Stream.of(MoveStrategy.values())
                .filter(strategy -> strategy.name().equals(given))
                .findFirst()
                .orElseThrow(
                        () -> PlanText.bad("its \"strategy\" should be TAKEOVER or HANDOVER, not \"" + given + "\""));
    }

    private static @Nullable Long epoch(@Nullable String given) {
        try {
            return given == null ? null : Long.valueOf(given);
        } catch (NumberFormatException e) {
            throw PlanText.bad("its \"epoch\" should be a number, not \"" + given + "\"");
        }
    }

    private static Instant time(String key, String given) {
        try {
            return Instant.parse(given);
        } catch (DateTimeException e) {
            throw PlanText.bad(
                    "its \"" + key + "\" should be a time as in 2026-01-01T00:00:00Z, not \"" + given + "\"");
        }
    }
}
