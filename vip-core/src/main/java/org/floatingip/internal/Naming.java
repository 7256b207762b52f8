package org.floatingip.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.floatingip.DnsChange;
import org.floatingip.DnsRecord;
import org.floatingip.DnsRecordChange;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.PlannedCall;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.jspecify.annotations.Nullable;

/**
 * The name of a moved address: looked up, and written only where it does not point at the address. It has a small budget of
 * its own and never fails the move: clients that have the address don't ask for its name. Used by one thread.
 */
final class Naming {

    /** For looking up and writing together. Waiting until all servers answer with it is the caller's choice, never ours. */
    private static final Duration BUDGET = Duration.ofSeconds(2);

    private final Operation op;
    private final @Nullable Names names;

    Naming(Operation op, @Nullable Names names) {
        this.op = op;
        this.names = names;
    }

    /**
     * Sets the name right where it is wrong.
     *
     * @param warnings gets what somebody has to see to
     * @return the change; null if nothing was changed
     */
    @Nullable
    DnsChange run(List<String> warnings) {
        if (names == null) {
            return null;
        }
        Deadline budget = op.deadline(BUDGET);
        Rung rung = op.ladder.begin(StepKind.NAMED);
        String problem = " could not be checked: ";
        try {
            rung.attempt();
            Optional<DnsRecord> wanted = toWrite(names, budget);
            if (wanted.isEmpty()) {
                rung.end(StepOutcome.DONE, names.name() + " points at it");
                return null;
            }
            problem = " could not be pointed at " + op.address + ": ";
            DnsChange change = names.registrar().register(wanted.get(), budget.remaining());
            rung.end(StepOutcome.DONE, change.toString());
            change.records().forEach(record -> warnOfDropped(record, warnings));
            return change;
        } catch (FloatingIpException e) {
            rung.end(e.effect() == Effect.NONE ? StepOutcome.FAILED : StepOutcome.UNKNOWN, e.getMessage());
            warnings.add("the name " + names.name() + problem + e.getMessage());
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
    List<PlannedCall> plan(List<String> warnings) {
        if (names == null) {
            return List.of();
        }
        boolean differs = false;
        try {
            Optional<DnsRecord> wanted = toWrite(names, op.deadline(BUDGET));
            differs = wanted.isPresent();
            wanted.ifPresent(record -> warnings.add("the name " + names.name() + " does not point at " + op.address
                    + " alone, and will be written: " + record));
        } catch (FloatingIpException e) {
            warnings.add("the name " + names.name() + " could not be checked: " + e.getMessage());
        }
        return names.registrar().explain(names.record(op.address), differs);
    }

    /** What has to be written; empty if the name points at the address, whatever its TTL. */
    private Optional<DnsRecord> toWrite(Names names, Deadline budget) {
        DnsRecord wanted = names.record(op.address);
        for (DnsRecord there : names.registrar().lookUp(names.name(), budget.remaining())) {
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
}
