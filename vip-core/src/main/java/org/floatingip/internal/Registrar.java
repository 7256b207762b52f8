package org.floatingip.internal;

import java.time.Duration;
import java.util.List;
import org.floatingip.DnsChange;
import org.floatingip.DnsName;
import org.floatingip.DnsRecord;
import org.floatingip.Effect;
import org.floatingip.PlannedCall;
import org.floatingip.spi.DnsRegistrar;

/**
 * The caller's registrar: all of its failures are ours. Safe for use by several threads.
 *
 * @param registrar as the caller brought it
 */
public record Registrar(DnsRegistrar registrar) {

    List<DnsRecord> lookUp(DnsName name, Duration budget) {
        return Spi.answer(registrar, "lookUp", Effect.NONE, () -> Network.copy(registrar.lookUp(name, budget)));
    }

    DnsChange register(DnsRecord record, Duration budget) {
        return Spi.answer(registrar, "register", Effect.UNKNOWN, () -> registrar.register(record, budget));
    }

    DnsChange register(List<DnsRecord> records, Duration budget) {
        return Spi.answer(registrar, "register", Effect.UNKNOWN, () -> registrar.register(records, budget));
    }

    /** Empty where it can't say. */
    List<PlannedCall> explain(DnsRecord record, boolean differs) {
        return Spi.answer(registrar, "explain", Effect.NONE, () -> Network.copy(registrar.explain(record, differs)));
    }
}
