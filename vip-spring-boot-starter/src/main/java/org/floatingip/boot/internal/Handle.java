package org.floatingip.boot.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.GroupMoveRequest;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MovePlan;
import org.floatingip.MoveRequest;
import org.floatingip.MoveResult;
import org.floatingip.TenureRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** A handle of this application on one address or on several, for whoever treats them alike. */
interface Handle {

    /** Its addresses, in their order. */
    List<IpAddress> addresses();

    /** Asks the network who holds them. */
    Map<IpAddress, List<Holder>> holders();

    /** What a move would do, changing nothing. */
    List<MovePlan> plan(String target, @Nullable String from, @Nullable Long epoch);

    /** Moves them. */
    List<MoveResult> move(String target, @Nullable String from, @Nullable Long epoch);

    /** The time in which that host has them, by an election of that number. */
    TenureRequest tenure(HostId self, long epoch);

    /** What it is called by: its addresses, with commas between them. */
    default String key() {
        return String.join(",", addresses().stream().map(IpAddress::toString).toList());
    }

    /** All handles that are beans, by their keys. */
    static Map<String, Handle> all(ObjectProvider<FloatingIp> single, ObjectProvider<FloatingIpGroup> groups) {
        List<Handle> handles = new ArrayList<>();
        single.orderedStream().forEach(ip -> handles.add(new OfOne(ip)));
        groups.orderedStream().forEach(group -> handles.add(new OfSeveral(group)));
        Map<String, Handle> all = new LinkedHashMap<>();
        handles.forEach(handle -> all.putIfAbsent(handle.key(), handle));
        return all;
    }

    /** One address. */
    record OfOne(FloatingIp ip) implements Handle {

        @Override
        public List<IpAddress> addresses() {
            return List.of(ip.address());
        }

        @Override
        public Map<IpAddress, List<Holder>> holders() {
            return Map.of(ip.address(), ip.holders());
        }

        @Override
        public List<MovePlan> plan(String target, @Nullable String from, @Nullable Long epoch) {
            return List.of(request(target, from, epoch).plan());
        }

        @Override
        public List<MoveResult> move(String target, @Nullable String from, @Nullable Long epoch) {
            return List.of(request(target, from, epoch).execute());
        }

        private MoveRequest request(String target, @Nullable String from, @Nullable Long epoch) {
            MoveRequest request = ip.move().to(target);
            request = epoch == null ? request : request.epoch(epoch);
            return from == null ? request : request.from(from);
        }

        @Override
        public TenureRequest tenure(HostId self, long epoch) {
            return ip.tenure(self, epoch);
        }
    }

    /** Several that move together. */
    record OfSeveral(FloatingIpGroup group) implements Handle {

        @Override
        public List<IpAddress> addresses() {
            return group.addresses();
        }

        @Override
        public Map<IpAddress, List<Holder>> holders() {
            return group.holders();
        }

        @Override
        public List<MovePlan> plan(String target, @Nullable String from, @Nullable Long epoch) {
            return request(target, from, epoch).plan().plans();
        }

        @Override
        public List<MoveResult> move(String target, @Nullable String from, @Nullable Long epoch) {
            return request(target, from, epoch).execute().results();
        }

        private GroupMoveRequest request(String target, @Nullable String from, @Nullable Long epoch) {
            GroupMoveRequest request = group.move().to(target);
            request = epoch == null ? request : request.epoch(epoch);
            return from == null ? request : request.from(from);
        }

        @Override
        public TenureRequest tenure(HostId self, long epoch) {
            return group.tenure(self, epoch);
        }
    }
}
