package org.floatingip.aws.internal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * On which private addresses Elastic IPs were seen and put, for as long as an assigner lives. EC2 keeps none of it: an association that
 * ended leaves no trace. Safe for use by several threads.
 */
public final class ElasticIpMemory {

    /** A private address of an interface. */
    public record Place(String interfaceId, IpAddress privateAddress) {

        @Override
        public String toString() {
            return privateAddress + " of " + interfaceId;
        }
    }

    private record On(IpAddress address, String interfaceId) {}

    private final Map<IpAddress, Place> put = new ConcurrentHashMap<>();
    private final Map<On, IpAddress> seen = new ConcurrentHashMap<>();

    /** A look shows it there. */
    void isSeen(IpAddress address, Place at) {
        seen.put(new On(address, at.interfaceId()), at.privateAddress());
    }

    /** The private address of that interface on which it was seen last, to which it goes back; null if it was not, or is planned anew. */
    @Nullable
    IpAddress seenOn(IpAddress address, String interfaceId) {
        return seen.get(new On(address, interfaceId));
    }

    /** It is decided anew on which private address of that interface it is put. */
    void isPlanned(IpAddress address, String interfaceId) {
        seen.remove(new On(address, interfaceId));
    }

    /** A move begins where they hold it: by then it has left where it was put, unless it is nowhere. */
    void isSurveyed(IpAddress address, List<Holder> holders) {
        Place last = put.get(address);
        boolean left = last != null
                && !holders.isEmpty()
                && holders.stream().noneMatch(holder -> holder.interfaceId().equals(last.interfaceId()));
        if (left) {
            put.remove(address, last);
        }
    }

    /**
     * It is asked for there.
     *
     * @return takes it back, where that was refused: it is still where it was put before
     */
    Runnable isPut(IpAddress address, Place place) {
        Place before = put.put(address, place);
        return () -> {
            if (before == null) {
                put.remove(address, place);
            } else {
                put.replace(address, place, before);
            }
        };
    }

    /** It was taken from where it was put. */
    void isTaken(IpAddress address) {
        put.remove(address);
    }

    /** Where it was put last; null for nowhere, or where it was moved since. */
    @Nullable
    Place lastPut(IpAddress address) {
        return put.get(address);
    }
}
