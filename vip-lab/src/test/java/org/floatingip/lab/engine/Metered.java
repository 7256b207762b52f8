package org.floatingip.lab.engine;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.spi.ForwardingIpAssigner;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;

/** What people write for metrics: counts the calls that they know of, and the addresses in them. */
final class Metered extends ForwardingIpAssigner {

    private final Map<String, Integer> calls = new TreeMap<>();

    Metered(IpAssigner inside) {
        super(inside);
    }

    /** For example {@code assign of 3} once. */
    Map<String, Integer> calls() {
        return calls;
    }

    private void count(String call, List<?> of) {
        calls.merge(call + " of " + of.size(), 1, Integer::sum);
    }

    @Override
    public Map<IpAddress, List<Holder>> locate(List<IpAddress> addresses) {
        count("locate", addresses);
        return super.locate(addresses);
    }

    @Override
    public PerAddress<Survey> survey(List<IpAddress> addresses, HostId target) {
        count("survey", addresses);
        return super.survey(addresses, target);
    }

    @Override
    public void assign(List<Transfer> batch) {
        count("assign", batch);
        super.assign(batch);
    }

    @Override
    public void release(List<IpAddress> addresses, Holder holder) {
        count("release", addresses);
        super.release(addresses, holder);
    }
}
