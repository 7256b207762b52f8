package org.floatingip.cli.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.floatingip.Dependent;
import org.floatingip.FloatingIpException;
import org.floatingip.GroupMovePlan;
import org.floatingip.GroupMoveResult;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MovePlan;
import org.floatingip.MoveResult;
import org.floatingip.MoveStep;
import org.floatingip.PlannedCall;
import org.floatingip.ReleaseResult;
import org.floatingip.SettleResult;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsChangeStatus;
import org.floatingip.dns.DnsRecord;
import org.floatingip.dns.DnsRecordChange;
import org.floatingip.doctor.Diagnosis;
import org.floatingip.spi.HostReport;
import org.jspecify.annotations.Nullable;

/** Results as JSON. What stands here is what scripts rely on: fields are added, never renamed. Each has the exit status. */
final class Json {

    private Json() {}

    static String of(MoveResult result) {
        return JsonText.of(fields(result), ExitStatus.DONE);
    }

    static String of(GroupMoveResult result) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("outcome", result.moved() ? "MOVED" : "NOTHING_TO_DO");
        fields.put("target", result.target().value());
        fields.put("startedAt", result.startedAt().toString());
        fields.put("elapsedMillis", millis(result.elapsed()));
        fields.put("addresses", result.results().stream().map(Json::fields).toList());
        return JsonText.of(fields, ExitStatus.DONE);
    }

    static Map<String, @Nullable Object> fields(MoveResult result) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("outcome", result.outcome().name());
        fields.put("address", result.address().toString());
        fields.put("from", result.from().map(Json::holder).orElse(null));
        fields.put("to", holder(result.to()));
        fields.put("displaced", result.displaced().stream().map(Json::holder).toList());
        fields.put("startedAt", result.startedAt().toString());
        fields.put("elapsedMillis", millis(result.elapsed()));
        fields.put("steps", steps(result.steps()));
        fields.put("warnings", result.warnings());
        fields.put("unsettled", result.unsettled().stream().map(Json::holder).toList());
        fields.put("dnsChange", result.dnsChange().map(Json::fields).orElse(null));
        return fields;
    }

    static String of(MovePlan plan) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(place(plan));
        fields.put("strategy", plan.strategy().name());
        fields.put("target", plan.target().value());
        fields.put("expectedHolder", host(plan.expectedHolder()));
        fields.put("orUnheld", plan.orUnheld());
        fields.put("reassociate", plan.reassociate());
        fields.put("calls", calls(plan.calls()));
        fields.put("permissions", plan.permissions());
        fields.put("plannedAt", plan.plannedAt().toString());
        fields.put("encoded", plan.encode());
        fields.put("text", plan.toString());
        return JsonText.of(fields, ExitStatus.DONE);
    }

    static String of(GroupMovePlan plan) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("outcome", plan.nothingToDo() ? "NOTHING_TO_DO" : "PLANNED");
        fields.put("strategy", plan.strategy().name());
        fields.put("target", plan.target().value());
        fields.put("expectedHolder", host(plan.expectedHolder()));
        fields.put("orUnheld", plan.orUnheld());
        fields.put("reassociate", plan.reassociate());
        fields.put("evacuated", host(plan.evacuated()));
        fields.put("allOrNothing", plan.allOrNothing());
        fields.put("addresses", plan.plans().stream().map(Json::place).toList());
        fields.put("calls", calls(plan.calls()));
        fields.put("permissions", plan.permissions());
        fields.put("warnings", plan.warnings());
        fields.put("plannedAt", plan.plannedAt().toString());
        fields.put("encoded", plan.encode());
        fields.put("text", plan.toString());
        return JsonText.of(fields, ExitStatus.DONE);
    }

    /** What a plan says of one address alone. */
    private static Map<String, @Nullable Object> place(MovePlan plan) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("outcome", plan.nothingToDo() ? "ALREADY_HELD" : "PLANNED");
        fields.put("address", plan.address().toString());
        fields.put("holders", plan.holders().stream().map(Json::holder).toList());
        fields.put("to", holder(plan.placement().asHolder()));
        fields.put("reason", plan.placement().reason());
        fields.put("dependents", dependents(plan.dependents()));
        fields.put("warnings", plan.warnings());
        return fields;
    }

    private static List<Map<String, Object>> calls(List<PlannedCall> calls) {
        return calls.stream()
                .map(call -> Map.<String, Object>of(
                        "description",
                        call.description(),
                        "permission",
                        call.permission(),
                        "mutating",
                        call.mutating()))
                .toList();
    }

    private static @Nullable String host(@Nullable HostId host) {
        return host == null ? null : host.value();
    }

    static String of(ReleaseResult result) {
        return JsonText.of(fields(result), ExitStatus.DONE);
    }

    static String ofReleased(List<ReleaseResult> results) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("outcome", "RELEASED");
        fields.put("addresses", results.stream().map(Json::fields).toList());
        return JsonText.of(fields, ExitStatus.DONE);
    }

    static Map<String, @Nullable Object> fields(ReleaseResult result) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("outcome", "RELEASED");
        fields.put("address", result.address().toString());
        fields.put("from", holder(result.from()));
        fields.put("startedAt", result.startedAt().toString());
        fields.put("elapsedMillis", millis(result.elapsed()));
        fields.put("steps", steps(result.steps()));
        return fields;
    }

    static String of(Throwable thrown, int exitStatus) {
        return JsonError.of(thrown, exitStatus);
    }

    static String of(IpAddress address, HostReport report, int exitStatus) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("outcome", report.accepts() ? "ACCEPTS" : "REFUSES");
        fields.put("address", address.toString());
        fields.put("host", report.host().value());
        fields.put("changed", report.changed());
        fields.put("detail", report.detail());
        report.lease().ifPresent(left -> fields.put("leaseSeconds", BigDecimal.valueOf(left.toSeconds())));
        return JsonText.of(fields, exitStatus);
    }

    static String of(List<IpAddress> addresses, List<SettleResult> results, Map<String, FloatingIpException> failed) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        boolean complete = failed.isEmpty() && results.stream().allMatch(SettleResult::complete);
        fields.put("outcome", complete ? "SETTLED" : "UNSETTLED");
        if (addresses.size() == 1) {
            fields.putAll(settled(addresses.get(0), results));
        } else {
            fields.put(
                    "addresses",
                    addresses.stream()
                            .map(address -> settled(
                                    address,
                                    results.stream()
                                            .filter(result -> result.address().equals(address))
                                            .toList()))
                            .toList());
        }
        List<Map<String, @Nullable Object>> failures = new ArrayList<>();
        failed.forEach((host, failure) -> {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("host", host);
            one.putAll(JsonError.of(failure));
            failures.add(one);
        });
        fields.put("failed", failures);
        return JsonText.of(fields, complete ? ExitStatus.DONE : ExitStatus.OTHER);
    }

    private static Map<String, @Nullable Object> settled(IpAddress address, List<SettleResult> results) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("address", address.toString());
        fields.put(
                "settled",
                results.stream()
                        .flatMap(result -> result.settled().stream())
                        .map(Json::holder)
                        .toList());
        fields.put(
                "unsettled",
                results.stream()
                        .flatMap(result -> result.unsettled().stream())
                        .map(Json::holder)
                        .toList());
        fields.put(
                "warnings",
                results.stream().flatMap(result -> result.warnings().stream()).toList());
        return fields;
    }

    static String of(Diagnosis diagnosis, int exitStatus) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(fields(diagnosis));
        return JsonText.of(fields, exitStatus);
    }

    static String of(List<Diagnosis> diagnoses, int exitStatus) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("outcome", diagnoses.stream().allMatch(Diagnosis::healthy) ? "HEALTHY" : "NOT_HEALTHY");
        fields.put("addresses", diagnoses.stream().map(Json::fields).toList());
        return JsonText.of(fields, exitStatus);
    }

    private static Map<String, @Nullable Object> fields(Diagnosis diagnosis) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("outcome", diagnosis.healthy() ? "HEALTHY" : "NOT_HEALTHY");
        fields.put("address", diagnosis.address().toString());
        fields.put("hosts", diagnosis.hosts().stream().map(HostId::value).toList());
        fields.put("worst", diagnosis.worst().name());
        fields.put(
                "findings",
                diagnosis.findings().stream()
                        .map(finding -> {
                            Map<String, @Nullable Object> one = new LinkedHashMap<>();
                            one.put("severity", finding.severity().name());
                            one.put("check", finding.check());
                            one.put("subject", finding.subject());
                            one.put("detail", finding.detail());
                            one.put("remedy", finding.remedy());
                            return one;
                        })
                        .toList());
        fields.put("startedAt", diagnosis.startedAt().toString());
        fields.put("elapsedMillis", millis(diagnosis.elapsed()));
        return fields;
    }

    static String of(DnsChange change, int exitStatus) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("outcome", change.status() == DnsChangeStatus.UNCHANGED ? "UNCHANGED" : "CHANGED");
        fields.putAll(fields(change));
        return JsonText.of(fields, exitStatus);
    }

    static String ofPlanned(List<DnsRecord> records) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("outcome", "PLANNED");
        fields.put("records", records.stream().map(Json::record).toList());
        return JsonText.of(fields, ExitStatus.DONE);
    }

    static Map<String, @Nullable Object> record(DnsRecord record) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", record.name().value());
        fields.put("type", record.type().name());
        fields.put("ttlSeconds", Math.toIntExact(record.ttlSeconds()));
        fields.put("values", record.values());
        return fields;
    }

    private static Map<String, @Nullable Object> fields(DnsChange change) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("status", change.status().name());
        List<Map<String, @Nullable Object>> records = new ArrayList<>();
        for (DnsRecordChange one : change.records()) {
            Map<String, @Nullable Object> item = new LinkedHashMap<>();
            item.put("name", one.name().value());
            item.put("type", one.type().name());
            item.put("outcome", one.outcome().name());
            item.put("before", one.before().map(Json::record).orElse(null));
            item.put("after", one.after().map(Json::record).orElse(null));
            records.add(item);
        }
        fields.put("records", records);
        fields.put("changeIds", change.ids());
        fields.put("submittedAt", text(change.submittedAt()));
        fields.put("inSyncAt", text(change.inSyncAt()));
        fields.put("oldTtlSeconds", Math.toIntExact(change.oldTtlSeconds()));
        fields.put("safeFrom", text(change.safeFrom()));
        return fields;
    }

    private static @Nullable String text(Optional<?> value) {
        return value.map(Object::toString).orElse(null);
    }

    static List<Map<String, String>> dependents(List<Dependent> dependents) {
        return dependents.stream()
                .map(dependent -> Map.of("id", dependent.id(), "description", dependent.description()))
                .toList();
    }

    static Map<String, @Nullable Object> holder(Holder holder) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("host", holder.host().value());
        fields.put("interfaceId", holder.interfaceId());
        fields.put("primary", holder.primary());
        return fields;
    }

    static List<Map<String, @Nullable Object>> steps(List<MoveStep> steps) {
        return steps.stream().map(Json::step).toList();
    }

    private static Map<String, @Nullable Object> step(MoveStep step) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("step", step.kind().name());
        fields.put("outcome", step.outcome().name());
        fields.put("startedAt", step.startedAt().toString());
        fields.put("offsetMillis", millis(step.offset()));
        fields.put("durationMillis", millis(step.duration()));
        fields.put("attempts", step.attempts());
        fields.put("detail", step.detail());
        return fields;
    }

    private static BigDecimal millis(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos()).movePointLeft(6).setScale(3, RoundingMode.HALF_UP);
    }
}
