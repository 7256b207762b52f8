package org.floatingip.internal;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.spi.GroupIpAssigner;
import org.floatingip.spi.GroupSurvey;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;

/**
 * Reads and assigns several addresses through an assigner that does one at a time. It can't give several all or none, so it
 * takes one transfer at a time.
 */
record OneByOne(IpAssigner assigner) implements GroupIpAssigner {

    /** The assigner's own ability where it has it. */
    static GroupIpAssigner unlessAble(IpAssigner assigner) {
        return assigner instanceof GroupIpAssigner able ? able : new OneByOne(assigner);
    }

    @Override
    public Map<IpAddress, List<Holder>> locateAll(Collection<IpAddress> addresses) {
        Map<IpAddress, List<Holder>> found = new LinkedHashMap<>();
        addresses.forEach(address -> found.put(address, locate(address)));
        return found;
    }

    @Override
    public GroupSurvey surveyAll(Collection<IpAddress> addresses, HostId target) {
        GroupSurvey.Builder found = GroupSurvey.builder();
        for (IpAddress address : addresses) {
            try {
                found.add(address, survey(address, target));
            } catch (RefusedException e) {
                found.refuse(address, e);
            }
        }
        return found.build();
    }

    @Override
    public void assignAll(List<Transfer> transfers) {
        if (transfers.size() != 1) {
            throw new IllegalArgumentException("one at a time, not " + transfers.size());
        }
        assign(transfers.get(0));
    }

    @Override
    public List<Holder> locate(IpAddress address) {
        return assigner.locate(address);
    }

    @Override
    public Survey survey(IpAddress address, HostId target) {
        return assigner.survey(address, target);
    }

    @Override
    public void assign(Transfer transfer) {
        assigner.assign(transfer);
    }

    @Override
    public void release(IpAddress address, Holder holder) {
        assigner.release(address, holder);
    }
}
