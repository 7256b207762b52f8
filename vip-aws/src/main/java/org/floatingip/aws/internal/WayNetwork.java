package org.floatingip.aws.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.PlannedCall;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/** What one attempt sees and changes by one way for an address to float; here is what the ways have in common. */
public abstract class WayNetwork {

    final Ec2Calls calls;

    WayNetwork(Ec2Calls calls) {
        this.calls = calls;
    }

    /** Who holds the address. */
    public abstract List<Holder> locate(IpAddress address);

    /** Who holds the address, and which interface of the target can take it. */
    public abstract Survey survey(IpAddress address, HostId target);

    /** Gives the address to its placement. */
    public abstract void assign(Transfer transfer);

    /** Takes the address from that holder. */
    public abstract void release(IpAddress address, Holder holder);

    /** The calls of a move, in order. Asks nobody. */
    public abstract List<PlannedCall> explain(Transfer transfer, boolean handover);

    /** What is to be said of the address. */
    public abstract List<Finding> diagnoseAddress(IpAddress address, Survey survey);

    /** The state of those who hold it, where they don't run. */
    public List<String> warnings(List<Transfer> batch) {
        return new Ec2Explanation(calls)
                .states(batch.stream()
                        .flatMap(transfer -> transfer.seen().stream())
                        .toList());
    }

    /** The primary address of each host. */
    public final Map<HostId, IpAddress> ownAddresses(List<HostId> hosts) {
        return new Ec2Targets(calls).primaryAddresses(hosts);
    }

    /** What is to be said of one host: of its interface by this way, whether it runs, and which ways it has. */
    public final List<Finding> diagnoseTarget(Survey survey) {
        String subject = survey.placement().host().value();
        List<Finding> found = new ArrayList<>();
        try {
            NetworkInterface eni = calls.networkInterface(survey.placement().interfaceId());
            Finding ofInterface = diagnoseInterface(subject, eni);
            if (ofInterface != null) {
                found.add(ofInterface);
            }
            found.add(HostState.of(calls, subject, Candidate.hostOf(eni)));
            found.add(Ways.ofHost(subject, eni));
        } catch (FloatingIpException e) {
            hostChecks().stream()
                    .filter(check ->
                            found.stream().noneMatch(finding -> finding.check().equals(check)))
                    .forEach(check -> found.add(Ec2Diagnosis.unknownBy(check, subject, e)));
        }
        return found;
    }

    /** What of a host is not known where it can't be read. */
    List<String> hostChecks() {
        return List.of(Checks.HOST_STATE);
    }

    /** What this way asks of a host's interface; null for nothing. */
    @Nullable
    Finding diagnoseInterface(String subject, NetworkInterface eni) {
        return null;
    }

    // ---- words for those that extend it

    /** That one of the interfaces that holds the address already; null if none does. */
    static @Nullable Candidate holding(List<Candidate> candidates, List<Holder> holders) {
        return candidates.stream()
                .filter(candidate ->
                        holders.stream().anyMatch(holder -> holder.interfaceId().equals(candidate.interfaceId())))
                .findFirst()
                .orElse(null);
    }

    /**
     * The interface that holds the address already, or else the only one there is.
     *
     * @param none why the target is refused where there is none
     * @param several what each of several could be, where the target has to say which
     */
    static Candidate chosen(
            HostId target, List<Candidate> candidates, List<Holder> holders, String none, String several) {
        Candidate holding = holding(candidates, holders);
        if (holding != null) {
            return holding;
        }
        if (candidates.isEmpty()) {
            throw RefusedException.unknownTarget(target, none, null);
        }
        if (candidates.size() > 1) {
            throw RefusedException.of(
                    RefusalReason.AMBIGUOUS_INTERFACE,
                    "host " + target + " has several interfaces that " + several + ": "
                            + String.join(
                                    ", ",
                                    candidates.stream().map(Candidate::toString).toList()),
                    "name one of them as the target",
                    null);
        }
        return candidates.get(0);
    }
}
