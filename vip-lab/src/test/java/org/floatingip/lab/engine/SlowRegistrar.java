package org.floatingip.lab.engine;

import java.time.Duration;
import java.util.List;
import org.floatingip.PlannedCall;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.spi.DnsRegistrar;
import org.floatingip.testkit.VirtualTicker;

/** A registrar of which no look-up is answered: each takes all the time that it has. */
record SlowRegistrar(DnsRegistrar behind, VirtualTicker ticker) implements DnsRegistrar {

    @Override
    public List<DnsRecord> lookUp(DnsName name, Duration budget) {
        ticker.advance(budget);
        throw new OutOfTimeException("looking up " + name, budget, false, null);
    }

    @Override
    public DnsChange register(List<DnsRecord> records, Duration budget) {
        return behind.register(records, budget);
    }

    @Override
    public DnsChange replace(DnsRecord expected, DnsRecord replacement, Duration budget) {
        return behind.replace(expected, replacement, budget);
    }

    @Override
    public DnsChange remove(DnsRecord expected, Duration budget) {
        return behind.remove(expected, budget);
    }

    @Override
    public DnsChange await(DnsChange change, Duration budget) {
        return behind.await(change, budget);
    }

    @Override
    public List<PlannedCall> explain(DnsRecord record, boolean differs) {
        return behind.explain(record, differs);
    }
}
