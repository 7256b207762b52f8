package org.floatingip.internal.names;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.PlannedCall;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsRecord;
import org.floatingip.dns.DnsRecordChange;
import org.floatingip.internal.gate.Registrar;
import org.floatingip.internal.operation.Operation;
import org.floatingip.internal.operation.Rung;
import org.floatingip.internal.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The name of a moved address: looked up, and written only where it does not point at the address. It has a small budget of
 * its own and never fails the move: clients that have the address don't ask for its name. Used by one thread.
 */
public final class Naming {

    /** For looking up and writing together. Waiting until all servers answer with it is the caller's choice, never ours. */
    private static final Duration BUDGET = Duration.ofSeconds(2);

    /** For each name more of a batch. */
    private static final Duration EACH_MORE = Duration.ofMillis(500);

    private final Operation op;
    private final @Nullable Names names;
    private final @Nullable DnsRecord own;

    public Naming(Operation op, @Nullable Names names) {
        this.op = op;
        this.names = names;
        this.own = names == null ? null : names.record(op.address);
    }

    /** What so many names have together, beginning now: a registrar that does not answer costs a batch not much more. */
    public static Deadline budget(Operation lead, int names) {
        return lead.deadline(BUDGET.plus(EACH_MORE.multipliedBy(Math.max(0, names - 1L))));
    }

    /**
     * Sets the name right where it is wrong.
     *
     * @param whole what is left for all names
     * @param warnings gets what somebody has to see to
     * @return the change; null if nothing was changed
     */
    @Nullable
    public DnsChange run(Deadline whole, List<String> warnings) {
        DnsRecord record = own;
        if (names == null || record == null) {
            return null;
        }
        if (whole.remaining().isZero()) {
            String why = "no time was left after the names before it";
            op.ladder.skip(StepKind.NAMED, why);
            warnings.add("the name " + record.name() + " was not checked: " + why);
            return null;
        }
        Deadline budget = op.deadline(shorter(BUDGET, whole.remaining()));
        Rung rung = op.ladder.begin(StepKind.NAMED);
        String problem = " could not be checked: ";
        try {
            rung.attempt();
            Optional<DnsRecord> wanted = toWrite(names.registrar(), record, budget);
            if (wanted.isEmpty()) {
                rung.end(StepOutcome.DONE, record.name() + " points at it");
                return null;
            }
            problem = " could not be pointed at " + op.address + ": ";
            DnsChange change = names.registrar().register(wanted.get(), budget.remaining());
            rung.end(StepOutcome.DONE, change.toString());
            change.records().forEach(written -> warnOfDropped(written, warnings));
            return change;
        } catch (FloatingIpException e) {
            rung.end(e.effect() == Effect.NONE ? StepOutcome.FAILED : StepOutcome.UNKNOWN, e.getMessage());
            warnings.add("the name " + record.name() + problem + e.getMessage());
            return null;
        }
    }

    /** A floating IP's name points at it alone; what else it had may have been meant to be there. */
    private void warnOfDropped(DnsRecordChange record, List<String> warnings) {
        List<String> dropped = record.dropped();
        if (!dropped.isEmpty()) {
            warnings.add("the name " + record.name() + " had " + String.join(", ", dropped) + " too, and points at "
                    + op.address
                    + " alone now. If they belong there, give it another name, or leave the name out of the move");
        }
    }

    /** The calls that {@link #run} would make. */
    public List<PlannedCall> plan(Deadline whole, List<String> warnings) {
        DnsRecord record = own;
        if (names == null || record == null) {
            return List.of();
        }
        boolean differs = false;
        try {
            Optional<DnsRecord> wanted =
                    toWrite(names.registrar(), record, op.deadline(shorter(BUDGET, whole.remaining())));
            differs = wanted.isPresent();
            wanted.ifPresent(write -> warnings.add("the name " + record.name() + " does not point at " + op.address
                    + " alone, and will be written: " + write));
        } catch (FloatingIpException e) {
            warnings.add("the name " + record.name() + " could not be checked: " + e.getMessage());
        }
        return names.registrar().explain(record, differs);
    }

    /** What has to be written; empty if the name points at the address, whatever its TTL. */
    private Optional<DnsRecord> toWrite(Registrar registrar, DnsRecord wanted, Deadline budget) {
        for (DnsRecord there : registrar.lookUp(wanted.name(), budget.remaining())) {
            if (there.pointsOnlyAt(op.address)) {
                return Optional.empty();
            }
            if (there.type() == wanted.type()) {
                // Somebody chose that TTL: a move has no reason to change it.
                return Optional.of(wanted.withTtlSeconds(there.ttlSeconds()));
            }
        }
        return Optional.of(wanted);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
