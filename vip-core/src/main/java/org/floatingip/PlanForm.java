package org.floatingip;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.floatingip.internal.PlanText;
import org.floatingip.spi.Dependent;
import org.floatingip.spi.Placement;

/**
 * A {@link MovePlan} in the lines of a {@link PlanText}. Version 1, which is read too, knew no {@code reassociate} and no
 * {@code dependent}.
 */
final class PlanForm {

    private static final Set<String> KEYS = Set.of(
            "address",
            "strategy",
            "target",
            "from",
            "orUnheld",
            "reassociate",
            "holder",
            "host",
            "interface",
            "mac",
            "subnet",
            "reason",
            "dependent",
            "call",
            "warning",
            "plannedAt");
    private static final Set<String> LISTS = Set.of("holder", "dependent", "call", "warning");

    private PlanForm() {}

    static String write(MovePlan plan) {
        PlanText.Writer text = new PlanText.Writer();
        text.line("address", plan.address().toString());
        text.line("strategy", plan.strategy().name());
        text.line("target", plan.target().value());
        text.line(
                "from",
                plan.expectedHolder() == null ? null : plan.expectedHolder().value());
        text.line("orUnheld", Boolean.toString(plan.orUnheld()));
        text.line("reassociate", Boolean.toString(plan.reassociate()));
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
        for (PlannedCall call : plan.calls()) {
            text.line("call", call.mutating() ? "change" : "read", call.permission(), call.description());
        }
        plan.warnings().forEach(warning -> text.line("warning", warning));
        text.line("plannedAt", plan.plannedAt().toString());
        return text.whole();
    }

    static MovePlan read(String given) {
        try {
            return plan(PlanText.read(given, KEYS, LISTS));
        } catch (IllegalArgumentException e) {
            // An address or a host id of it: they say themselves what is wrong with them.
            throw PlanText.bad(String.valueOf(e.getMessage()));
        }
    }

    private static MoveStrategy strategy(String given) {
        return Stream.of(MoveStrategy.values())
                .filter(strategy -> strategy.name().equals(given))
                .findFirst()
                .orElseThrow(
                        () -> PlanText.bad("its \"strategy\" should be TAKEOVER or HANDOVER, not \"" + given + "\""));
    }

    private static Instant time(String key, String given) {
        try {
            return Instant.parse(given);
        } catch (DateTimeException e) {
            throw PlanText.bad(
                    "its \"" + key + "\" should be a time as in 2026-01-01T00:00:00Z, not \"" + given + "\"");
        }
    }

    private static MovePlan plan(PlanText text) {
        List<Holder> holders = new ArrayList<>();
        for (List<String> parts : text.all("holder", 3)) {
            HostId host = HostId.of(parts.get(0));
            holders.add(
                    parts.get(2).equals("primary")
                            ? Holder.ofPrimary(host, parts.get(1))
                            : Holder.of(host, parts.get(1)));
        }
        List<PlannedCall> calls = new ArrayList<>();
        for (List<String> parts : text.all("call", 3)) {
            calls.add(
                    parts.get(0).equals("change")
                            ? PlannedCall.mutating(parts.get(2), parts.get(1))
                            : PlannedCall.reading(parts.get(2), parts.get(1)));
        }
        String from = text.optional("from");
        return MovePlan.builder()
                .address(IpAddress.of(text.required("address")))
                .strategy(strategy(text.required("strategy")))
                .target(HostId.of(text.required("target")))
                .expectedHolder(from == null ? null : HostId.of(from))
                .orUnheld(text.required("orUnheld").equals("true"))
                .reassociate(!text.isEarlier() && text.required("reassociate").equals("true"))
                .holders(holders)
                .placement(Placement.builder(HostId.of(text.required("host")), text.required("interface"))
                        .macAddress(text.optional("mac"))
                        .subnetId(text.optional("subnet"))
                        .reason(text.optional("reason"))
                        .build())
                .dependents(text.all("dependent", 2).stream()
                        .map(parts -> Dependent.of(parts.get(0), parts.get(1)))
                        .toList())
                .calls(calls)
                .warnings(text.all("warning", 1).stream()
                        .map(parts -> parts.get(0))
                        .toList())
                .plannedAt(time("plannedAt", text.required("plannedAt")))
                .build();
    }
}
