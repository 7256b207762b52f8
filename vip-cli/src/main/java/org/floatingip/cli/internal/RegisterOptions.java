package org.floatingip.cli.internal;

import java.time.Duration;
import org.floatingip.FloatingIpException;
import org.floatingip.aws.Route53DnsRegistrar;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsChangeStatus;
import org.floatingip.dns.DnsRecord;
import org.floatingip.dns.DnsRecordChange;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How names are written, and what is said of it. */
final class RegisterOptions {

    @Option(
            names = "--ttl",
            paramLabel = "SECONDS",
            converter = Ttl.class,
            description = "How long resolvers may cache the record; default " + DnsRecord.DEFAULT_TTL_SECONDS
                    + ", and for 'vip dns set' the TTL of an existing record.")
    @Nullable
    Long ttl;

    @Option(names = "--ptr", description = "Also write the PTR record of each address, in the reverse zone.")
    boolean ptr;

    @Option(
            names = "--wait",
            arity = "0..1",
            paramLabel = "SECONDS",
            fallbackValue = "120",
            converter = DnsOptions.WaitSeconds.class,
            description = "Wait until all of Route 53's servers have the change: for ${FALLBACK-VALUE} seconds at "
                    + "most, unless you give a number.")
    @Nullable
    Duration patience;

    /** Waits if that was asked for, and says what became of each record. */
    int done(ReportingCommand command, Route53DnsRegistrar registrar, DnsChange submitted) {
        DnsChange change = submitted;
        String problem = "";
        if (patience != null) {
            try {
                change = registrar.await(submitted, patience);
            } catch (FloatingIpException e) {
                // The change is made, and no failure to ask for it may say otherwise.
                problem = ", and can't be asked for: " + e.getMessage();
            }
        }
        boolean unknown = patience != null && change.status() == DnsChangeStatus.PENDING;
        int status = unknown ? ExitStatus.OUTCOME_UNKNOWN : ExitStatus.DONE;
        if (command.json()) {
            command.out().println(Json.of(change, status));
        } else {
            for (DnsRecordChange record : change.records()) {
                command.out().println(record);
            }
            command.out()
                    .println(
                            switch (change.status()) {
                                case UNCHANGED -> "nothing had to be changed";
                                case PENDING -> "pending: " + String.join(", ", change.ids());
                                case IN_SYNC ->
                                    "in sync; old answers are gone from "
                                            + change.safeFrom().orElseThrow();
                            });
        }
        for (DnsRecordChange record : change.records()) {
            warnOf(record, command);
        }
        if (unknown) {
            command.warn((problem.isEmpty()
                            ? "still pending after "
                                    + VipCommand.given(patience).toSeconds() + " s: "
                            : "submitted: ")
                    + String.join(", ", change.ids())
                    + problem);
        }
        return status;
    }

    /** What nobody asked for by a word of the command line, and nobody should have to find out by its consequences. */
    private void warnOf(DnsRecordChange record, ReportingCommand command) {
        if (record.before().isEmpty() || record.after().isEmpty()) {
            return;
        }
        DnsRecord before = record.before().get();
        DnsRecord after = record.after().get();
        if (!record.dropped().isEmpty()) {
            command.warn(record.name() + " had " + String.join(", ", record.dropped()) + ", and has "
                    + String.join(", ", after.values()) + " alone now");
        }
        if (ttl == null && before.ttlSeconds() != after.ttlSeconds()) {
            command.warn(record.name() + " had a TTL of " + before.ttlSeconds() + " s, and has " + after.ttlSeconds()
                    + " s now: say --ttl to choose it");
        }
    }

    /** A TTL. */
    static final class Ttl implements ITypeConverter<Long> {

        @Override
        public Long convert(String value) {
            if (!value.matches("[0-9]{1,10}") || Long.parseLong(value) > Integer.MAX_VALUE) {
                throw new TypeConversionException(
                        "not a TTL: \"" + value + "\": expected 0 to " + Integer.MAX_VALUE + " seconds");
            }
            return Long.valueOf(value);
        }
    }
}
