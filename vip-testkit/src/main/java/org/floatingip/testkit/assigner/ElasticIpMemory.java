package org.floatingip.testkit.assigner;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * On which private addresses Elastic IPs were seen and put, for as long as an assigner lives: what the real assigner remembers, too.
 * Safe for use by several threads.
 */
final class ElasticIpMemory {

    /** A private address of an interface. */
    record Place(String interfaceId, IpAddress privateAddress) {

        @Override
        public String toString() {
            return privateAddress + " of " + interfaceId;
        }
    }

    /**
     * Where an Elastic IP was put last.
     *
     * @param awaited whether it is still to be seen there
     */
    private record Put(Place place, boolean awaited) {}

    private record On(IpAddress address, String interfaceId) {}

    private final Map<IpAddress, Put> put = new ConcurrentHashMap<>();
    private final Map<On, IpAddress> seen = new ConcurrentHashMap<>();

    /** A look shows it there. */
    void isSeen(IpAddress address, Place at) {
        seen.put(new On(address, at.interfaceId()), at.privateAddress());
        Put last = put.get(address);
        if (last == null || last.place().equals(at)) {
            isAwaitedNoMore(address);
        } else if (!last.awaited()) {
            // While it is awaited, an answer that shows it elsewhere may be old.
            put.remove(address, last);
        }
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

    /**
     * It is asked for there.
     *
     * @return takes it back, where that was refused: it is still where it was put before
     */
    Runnable isPut(IpAddress address, Place place) {
        Put now = new Put(place, true);
        Put before = put.put(address, now);
        return () -> {
            if (before == null) {
                put.remove(address, now);
            } else {
                put.replace(address, now, before);
            }
        };
    }

    /** It was taken from where it was put. */
    void isTaken(IpAddress address) {
        put.remove(address);
    }

    /** Where it was put last, for as long as it was not seen anywhere else; null for nowhere. */
    @Nullable
    Place lastPut(IpAddress address) {
        Put last = put.get(address);
        return last == null ? null : last.place();
    }

    /** Whether it was put there and is still to be seen there. */
    boolean isAwaited(IpAddress address) {
        Put last = put.get(address);
        return last != null && last.awaited();
    }

    /** It was seen where it was put, or another move has begun. */
    void isAwaitedNoMore(IpAddress address) {
        Put last = put.get(address);
        if (last != null && last.awaited()) {
            put.replace(address, last, new Put(last.place(), false));
        }
    }
}
