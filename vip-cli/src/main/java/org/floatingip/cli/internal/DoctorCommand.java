package org.floatingip.cli.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Diagnosis;
import org.floatingip.doctor.Finding;
import org.floatingip.doctor.Severity;
import org.floatingip.spi.IpAssigner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code vip doctor}. */
@Command(
        name = "doctor",
        description = "Checks whether moves of the addresses between these hosts would succeed, and says how to "
                + "mend what would prevent them. Changes nothing.")
final class DoctorCommand extends Ec2Command {

    private static final int LABEL = 8;

    @Mixin
    MoveOptions beside = new MoveOptions();

    @Parameters(arity = "1..*", paramLabel = "ADDRESS", description = "The floating IPs.")
    List<String> words = new ArrayList<>();

    @Option(
            names = "--hosts",
            paramLabel = "HOST[=DESTINATION]",
            split = ",",
            arity = "1..*",
            description = "The hosts between which they move, including the holders, separated by commas or spaces. "
                    + "With --host, a host's own configuration is checked too.")
    List<String> named = new ArrayList<>();

    @Option(names = "--strict", description = "A warning counts as a problem.")
    boolean strict;

    private List<IpAddress> addresses = List.of();

    /** All that were named, in order. */
    private final Set<HostId> all = new LinkedHashSet<>();

    @Override
    void check() {
        addresses = Address.all(words, this);
        beside.check(addresses, this);
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
    List<IpAddress> addresses() {
        return addresses;
    }

    @Override
    boolean changes() {
        return false;
    }

    @Override
    int run(IpAssigner assigner) {
        try (MoveOptions.Prepared db = beside.build(addresses, assigner, this)) {
            List<Diagnosis> diagnoses = db.group().doctor(all);
            int status = status(diagnoses);
            if (json()) {
                out().println(diagnoses.size() == 1 ? Json.of(diagnoses.get(0), status) : Json.of(diagnoses, status));
            } else {
                print(diagnoses);
            }
            return status;
        }
    }

    /** That of the worst of them. */
    private int status(List<Diagnosis> diagnoses) {
        Severity worst = diagnoses.stream()
                .map(Diagnosis::worst)
                .max(Comparator.naturalOrder())
                .orElse(Severity.UNKNOWN);
        return status(worst);
    }

    private int status(Severity worst) {
        return switch (worst) {
            case PROBLEM -> ExitStatus.NOT_HEALTHY;
            case UNKNOWN -> ExitStatus.NOT_DIAGNOSED;
            case WARNING -> strict ? ExitStatus.NOT_HEALTHY : ExitStatus.DONE;
            case UNPROVEN, OK -> ExitStatus.DONE;
        };
    }

    /** The worst first: who reads this at night wants to know what to do. What is so for all addresses is said once. */
    private void print(List<Diagnosis> diagnoses) {
        Map<Finding, List<String>> of = new LinkedHashMap<>();
        for (Diagnosis diagnosis : diagnoses) {
            new LinkedHashSet<>(diagnosis.findings())
                    .forEach(finding -> of.computeIfAbsent(finding, unused -> new ArrayList<>())
                            .add(diagnosis.address().toString()));
        }
        of.keySet().stream()
                .sorted(Comparator.comparing(Finding::severity).reversed())
                .forEach(finding -> out().println(line(finding, ofSome(finding, of, diagnoses.size()))));
        diagnoses.forEach(diagnosis -> out().println(diagnosis.address() + ": "
                + switch (status(diagnosis.worst())) {
                    case ExitStatus.DONE -> "healthy";
                    case ExitStatus.NOT_DIAGNOSED -> "not everything could be found out";
                    default -> "not healthy";
                }
                + counts(diagnosis)));
    }

    /** Of which addresses that is said, where it is not of all and does not say so itself. */
    private static String ofSome(Finding finding, Map<Finding, List<String>> of, int all) {
        List<String> addresses = VipCommand.given(of.get(finding));
        return addresses.size() == all || addresses.equals(List.of(finding.subject()))
                ? ""
                : " (" + String.join(", ", addresses) + ")";
    }

    private static String line(Finding finding, String of) {
        String label = switch (finding.severity()) {
            case OK, UNPROVEN -> finding.severity().name().toLowerCase(Locale.ROOT);
            case WARNING -> "WARN";
            case UNKNOWN, PROBLEM -> finding.severity().name();
        };
        return label + " ".repeat(LABEL - label.length()) + "  " + finding.check() + " " + finding.subject() + of + ": "
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
