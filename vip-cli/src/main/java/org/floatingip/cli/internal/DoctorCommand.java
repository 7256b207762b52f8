package org.floatingip.cli.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.floatingip.Diagnosis;
import org.floatingip.Finding;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.Severity;
import org.floatingip.aws.Ec2IpAssigner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code vip doctor}. */
@Command(
        name = "doctor",
        description =
                "Looks whether moves of the address between these hosts would go well, and says how to mend what would "
                        + "not. Changes nothing.")
final class DoctorCommand extends Ec2Command {

    private static final int LABEL = 8;

    @Mixin
    MoveOptions beside = new MoveOptions();

    @Parameters(index = "0", paramLabel = "ADDRESS", converter = Address.class, description = "The floating IP.")
    @Nullable
    IpAddress address;

    @Option(
            names = "--hosts",
            paramLabel = "HOST[=DESTINATION]",
            split = ",",
            arity = "1..*",
            description =
                    "The hosts between which it moves, the holder among them, separated by commas or spaces. Where SSH "
                            + "gets to one (as with --host), what the host itself does is looked at too.")
    List<String> named = new ArrayList<>();

    @Option(names = "--strict", description = "A warning counts as a problem.")
    boolean strict;

    /** All that were named, in order. */
    private final Set<HostId> all = new LinkedHashSet<>();

    @Override
    void check() {
        // A map of the option's own may not be there to write to.
        Map<String, String> destinations = new LinkedHashMap<>(beside.hosts.destinations);
        for (String one : named) {
            int equals = one.indexOf('=');
            String id = equals < 0 ? one : one.substring(0, equals);
            all.add(host(id));
            if (equals >= 0) {
                String to = one.substring(equals + 1);
                String before = destinations.putIfAbsent(id, to);
                if (before != null && !before.equals(to)) {
                    throw new ParameterException(
                            spec.commandLine(), "host " + id + " has two destinations: " + before + " and " + to);
                }
            }
        }
        destinations.keySet().forEach(id -> all.add(host(id)));
        if (all.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "which hosts? Give --hosts HOST,HOST or --host HOST=DESTINATION");
        }
        beside.hosts.destinations = destinations;
    }

    private HostId host(String id) {
        try {
            return HostId.of(id);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    @Override
    int run(Ec2IpAssigner assigner) {
        try (MoveOptions.Prepared db = beside.build(builder(VipCommand.given(address), assigner), this)) {
            Diagnosis diagnosis = db.floatingIp().doctor(all);
            int status = status(diagnosis);
            if (json()) {
                out().println(Json.of(diagnosis, status));
            } else {
                print(diagnosis, status);
            }
            return status;
        }
    }

    private int status(Diagnosis diagnosis) {
        return switch (diagnosis.worst()) {
            case PROBLEM -> ExitStatus.NOT_HEALTHY;
            case UNKNOWN -> ExitStatus.NOT_DIAGNOSED;
            case WARNING -> strict ? ExitStatus.NOT_HEALTHY : ExitStatus.DONE;
            case UNPROVEN, OK -> ExitStatus.DONE;
        };
    }

    /** The worst first: who reads this at night wants to know what to do. */
    private void print(Diagnosis diagnosis, int status) {
        diagnosis.findings().stream()
                .sorted(Comparator.comparing(Finding::severity).reversed())
                .forEach(finding -> out().println(line(finding)));
        out().println(diagnosis.address() + ": "
                + switch (status) {
                    case ExitStatus.DONE -> "healthy";
                    case ExitStatus.NOT_DIAGNOSED -> "not everything could be found out";
                    default -> "not healthy";
                }
                + counts(diagnosis));
    }

    private static String line(Finding finding) {
        String label = switch (finding.severity()) {
            case OK, UNPROVEN -> finding.severity().name().toLowerCase(Locale.ROOT);
            case WARNING -> "WARN";
            case UNKNOWN, PROBLEM -> finding.severity().name();
        };
        return label + " ".repeat(LABEL - label.length()) + "  " + finding.check() + " " + finding.subject() + ": "
                + finding.detail() + (finding.remedy() == null ? "" : ". Mend: " + finding.remedy());
    }

    private static String counts(Diagnosis diagnosis) {
        List<String> words = new ArrayList<>();
        for (Severity severity : List.of(Severity.PROBLEM, Severity.UNKNOWN, Severity.WARNING, Severity.UNPROVEN)) {
            int count = diagnosis.findings(severity).size();
            if (count > 0) {
                String word = severity.name().toLowerCase(Locale.ROOT);
                boolean plural = count > 1 && (severity == Severity.PROBLEM || severity == Severity.WARNING);
                words.add(count + " " + word + (plural ? "s" : ""));
            }
        }
        return words.isEmpty() ? "" : " (" + String.join(", ", words) + ")";
    }
}
