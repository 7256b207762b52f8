package org.floatingip.lab.simulation;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.floatingip.PlannedCall;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.lab.simulation.Story.Trouble;
import org.floatingip.spi.DnsRegistrar;
import org.floatingip.testkit.dns.InMemoryDnsRegistrar;
import org.jspecify.annotations.Nullable;

/** One mover's way to the DNS, which all movers share, and from which the host that it runs on may be cut off. */
class SimulatedNames implements DnsRegistrar {

    final Mover mover;
    private final InMemoryDnsRegistrar dns;

    SimulatedNames(Mover mover) {
        this.mover = mover;
        this.dns = InMemoryDnsRegistrar.of(mover.world.dns);
    }

    @Override
    public List<DnsRecord> lookUp(DnsName name, Duration budget) {
        return call("look up " + name, () -> dns.lookUp(name, budget));
    }

    @Override
    public DnsChange register(List<DnsRecord> records, Duration budget) {
        return call("register " + records, () -> dns.register(records, budget));
    }

    @Override
    public DnsChange replace(DnsRecord expected, DnsRecord replacement, Duration budget) {
        return call("replace " + expected, () -> dns.replace(expected, replacement, budget));
    }

    @Override
    public DnsChange remove(DnsRecord expected, Duration budget) {
        return call("remove " + expected, () -> dns.remove(expected, budget));
    }

    @Override
    public DnsChange await(DnsChange change, Duration budget) {
        return call("await " + change, () -> dns.await(change, budget));
    }

    @Override
    public List<PlannedCall> explain(DnsRecord record, boolean differs) {
        return dns.explain(record, differs);
    }

    private <T> T call(String text, Supplier<T> body) {
        return mover.call(text, trouble -> {
            before(text, trouble);
            if (mover.world.cutOffFromDns.contains(Story.home(mover.task))) {
                dns.cutOff();
            } else {
                dns.mend();
            }
            T answer = body.get();
            if (trouble == Trouble.REPLY_LOST || trouble == Trouble.REPLY_CUT) {
                throw UnavailableException.effectUnknown("route53", text + ": the connection broke", null);
            }
            return answer;
        });
    }

    private static void before(String text, @Nullable Trouble trouble) {
        if (trouble == null) {
            return;
        }
        switch (trouble) {
            case THROTTLED, THROTTLED_FOR_LONG, UNAVAILABLE ->
                throw UnavailableException.withoutEffect("route53", text + ": no connection", null);
            case REQUEST_LOST, EFFECT_LATE ->
                throw UnavailableException.effectUnknown("route53", text + ": no answer", null);
            case DENIED, FULL -> throw new PermissionDeniedException("route53", null);
            case REPLY_LOST, REPLY_CUT, DUPLICATED, PAUSED, SLOW, INTERRUPTED, CLOSED, CRASH_BEFORE, CRASH_AFTER -> {}
        }
    }
}
