package org.floatingip.internal.gate;

import java.time.Duration;
import java.util.List;
import org.floatingip.Effect;
import org.floatingip.PlannedCall;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;
import org.floatingip.spi.DnsRegistrar;

/**
 * The caller's registrar: all of its failures are ours. Safe for use by several threads.
 *
 * @param registrar as the caller brought it
 */
public record Registrar(DnsRegistrar registrar) {

    public List<DnsRecord> lookUp(DnsName name, Duration budget) {
        return Spi.answer(registrar, "lookUp", Effect.NONE, () -> Network.copy(registrar.lookUp(name, budget)));
    }

    public DnsChange register(DnsRecord record, Duration budget) {
        return Spi.answer(registrar, "register", Effect.UNKNOWN, () -> registrar.register(record, budget));
    }

    public DnsChange register(List<DnsRecord> records, Duration budget) {
        return Spi.answer(registrar, "register", Effect.UNKNOWN, () -> registrar.register(records, budget));
    }

    /** Empty where it can't say. */
    public List<PlannedCall> explain(DnsRecord record, boolean differs) {
        return Spi.answer(registrar, "explain", Effect.NONE, () -> Network.copy(registrar.explain(record, differs)));
    }
}
