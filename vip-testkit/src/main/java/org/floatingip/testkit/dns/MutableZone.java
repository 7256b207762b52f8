package org.floatingip.testkit.dns;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A hosted zone, guarded by the lock of its DNS. */
final class MutableZone {

    /** The key of a record set. Sorted as Route 53 lists them: by name, then type. */
    record Key(String name, String type) implements Comparable<Key> {

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::name, ZoneNames.ORDER).thenComparing(Key::type);

        static Key of(DnsRecordSet set) {
            return new Key(set.name(), set.type());
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** The name servers of every private zone. Those of public ones differ, which nothing here needs. */
    static final List<String> NAME_SERVERS = List.of(
            "ns-1536.awsdns-00.co.uk.", "ns-0.awsdns-00.com.", "ns-1024.awsdns-00.org.", "ns-512.awsdns-00.net.");

    final String id;
    final String name;
    final List<DnsZone.ZoneVpc> vpcs;
    final String callerReference;
    final @Nullable String comment;
    final @Nullable String otherAccount;
    TreeMap<Key, DnsRecordSet> sets = new TreeMap<>();

    MutableZone(
            String id,
            String name,
            List<DnsZone.ZoneVpc> vpcs,
            String callerReference,
            @Nullable String comment,
            @Nullable String otherAccount) {
        this.id = id;
        this.name = name;
        this.vpcs = vpcs;
        this.callerReference = callerReference;
        this.comment = comment;
        this.otherAccount = otherAccount;
        add(new DnsRecordSet(name, "NS", 172_800L, NAME_SERVERS, null));
        add(DnsRecordSet.of(
                name, "SOA", 900, NAME_SERVERS.get(0) + " awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400"));
    }

    private void add(DnsRecordSet set) {
        sets.put(Key.of(set), set);
    }

    DnsZone snapshot() {
        return new DnsZone(id, name, vpcs, callerReference, comment, otherAccount, sets.size());
    }
}
