package org.floatingip.linux.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Finding;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.HostUnreachableException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.linux.HostMode;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandResult;
import org.floatingip.linux.spi.CommandRunner;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.PerAddress;

/** One call of our script on one host, and what it comes to. */
public final class HostCall {

    private final CommandRunner runner;
    private final boolean sudo;
    private final HostId host;
    private final Duration budget;

    /** A call. */
    public HostCall(CommandRunner runner, boolean sudo, HostId host, Duration budget) {
        this.runner = runner;
        this.sudo = sudo;
        this.host = host;
        this.budget = budget;
    }

    /**
     * Makes the request, and says what came to those addresses, of which there is at least one. Each that a whole answer is
     * missing for has failed as one of a host that can't be reached.
     */
    public void report(List<IpAddress> addresses, HostRequest request, PerAddress.Builder<HostReport> all) {
        CommandResult result = run(request);
        Map<String, HostAnswer> answers = answers(result);
        for (IpAddress address : addresses) {
            HostAnswer answer = answers.get(address.toString());
            if (answer == null) {
                all.fail(address, cutOff(result));
            } else if (answer.failure() != null) {
                all.fail(address, HostFailures.of(host, address, answer));
            } else {
                all.add(address, report(address, answer));
            }
        }
    }

    private HostReport report(IpAddress address, HostAnswer answer) {
        String chosen = answer.value("interface");
        boolean down = !answer.value("down").isEmpty();
        // In IPv4 a host accepts its addresses on each of its interfaces.
        boolean accepts = !down
                && answer.places().stream()
                        .anyMatch(place -> address.isIpv4()
                                || chosen.isEmpty()
                                || place.interfaceName().equals(chosen));
        HostReport report =
                HostReport.of(host, accepts, answer.value("changed").equals("yes"), detail(address, answer));
        if (accepts && !answer.value("lease").isEmpty()) {
            report = report.withLease(Duration.ofSeconds(Long.parseLong(answer.value("lease"))));
        }
        // What is persisted was meant for good, in whatever mode the host is asked now.
        return answer.value("file").equals("ours") ? report.asStanding() : report;
    }

    /** Makes the request, and says what would keep the host from accepting the address. */
    public List<Finding> diagnose(IpAddress address, HostRequest request, HostMode mode) {
        return new HostDiagnosis(host, address, mode, theAnswer(address, request)).findings();
    }

    private HostAnswer theAnswer(IpAddress address, HostRequest request) {
        CommandResult result = run(request);
        HostAnswer answer = answers(result).get(address.toString());
        if (answer == null) {
            throw cutOff(result);
        }
        if (answer.failure() != null) {
            throw HostFailures.of(host, address, answer);
        }
        return answer;
    }

    private Map<String, HostAnswer> answers(CommandResult result) {
        Map<String, HostAnswer> answers = HostAnswer.readAll(result.out());
        if (answers.isEmpty() && !HostAnswer.hasBegun(result.out())) {
            throw NotRun.of(host, sudo, result);
        }
        return answers;
    }

    private CommandResult run(HostRequest request) {
        if (budget.isNegative() || budget.isZero()) {
            throw new OutOfTimeException("asking host " + host, budget, false, null);
        }
        String script = request.script(budget);
        List<String> line = new ArrayList<>(sudo ? List.of("sudo", "-n") : List.of());
        line.addAll(HostRequest.shell(script));
        try {
            return runner.run(Command.of(line, script, budget).completeWith(HostAnswer.LAST_LINE));
        } catch (CommandFailedException e) {
            throw typed(e);
        }
    }

    private FloatingIpException typed(CommandFailedException e) {
        return switch (e.reason()) {
            case UNREACHABLE, TIMED_OUT -> new HostUnreachableException(host, e.getMessage(), e);
            case INTERRUPTED -> new OutOfTimeException("asking host " + host, budget, true, e);
            case DENIED -> new PermissionDeniedException("logging in to host " + host + " (" + e.getMessage() + ")", e);
            case HOST_KEY, NOT_RUN -> new HostConfigurationException(host, e.getMessage(), e);
        };
    }

    /** It began, and its end was not seen: as if nothing had been heard of it. */
    private FloatingIpException cutOff(CommandResult result) {
        return new HostUnreachableException(
                host,
                "its answer was cut off, so that it may have done what it was asked" + NotRun.withStatus(result),
                null);
    }

    private static String detail(IpAddress address, HostAnswer answer) {
        String chosen = answer.value("interface");
        String manager = answer.value("manager");
        StringBuilder text = new StringBuilder();
        if (answer.places().isEmpty()) {
            text.append(chosen.isEmpty() ? "no interface has it" : chosen + " does not have it");
        } else {
            text.append(
                    answer.places().stream().map(place -> words(place, chosen)).collect(Collectors.joining(", ")));
        }
        String file = answer.value("file");
        boolean kept = file.equals("ours") || file.equals("held");
        if (kept) {
            text.append(file.equals("ours") ? "; persisted" : "; kept until a reboot");
        } else if (!file.equals("absent")) {
            text.append("; the file of its name ").append(file);
        }
        if (!manager.isEmpty()) {
            text.append("; ")
                    .append(kept ? HostFailures.whoManages(manager, chosen) : HostFailures.manager(manager, chosen));
        }
        if (!kept
                && answer.places().stream()
                        .anyMatch(place -> place.interfaceName().equals(chosen))
                && HostFailures.canKeep(manager)
                && answer.value("lease").isEmpty()
                && answer.value("note").isEmpty()) {
            text.append("; nothing restores it after a change: run vip host accept");
        }
        if (!answer.value("lease").isEmpty()) {
            text.append("; for ").append(answer.value("lease")).append(" s, unless that is renewed");
        }
        if (!answer.value("down").isEmpty()) {
            text.append("; the interface is down");
        }
        if (!answer.value("note").isEmpty()) {
            text.append("; ").append(answer.value("note"));
        }
        answer.configured(address).forEach(each -> text.append("; ").append(each.words()));
        return text.toString();
    }

    private static String words(HostAnswer.Place place, String chosen) {
        String words = place.interfaceName() + " has " + place.local();
        if (!chosen.isEmpty() && !place.interfaceName().equals(chosen)) {
            return words + " (where somebody else put it)";
        }
        return words + (place.ours() ? "" : " (not in vip's form: the host may send from it)");
    }
}
