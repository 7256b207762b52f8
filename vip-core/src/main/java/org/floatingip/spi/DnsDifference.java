package org.floatingip.spi;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.floatingip.RefusedException;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;
import org.floatingip.dns.DnsRecordChange;
import org.floatingip.dns.DnsRecordType;

/** Compares wanted records with existing ones. For implementers of {@link DnsRegistrar}, whatever their service. */
public final class DnsDifference {

    private DnsDifference() {}

    /**
     * Checks records that are to be registered together.
     *
     * @throws IllegalArgumentException if two have the same name and type, or one stands beside a CNAME
     */
    public static void check(List<DnsRecord> records) {
        Map<DnsName, Set<DnsRecordType>> types = new HashMap<>();
        for (DnsRecord record : records) {
            Set<DnsRecordType> seen = types.computeIfAbsent(record.name(), name -> new TreeSet<>());
            if (!seen.add(record.type())) {
                throw new IllegalArgumentException("two " + record.type() + " records of " + record.name()
                        + " in one registration: put their values into one record");
            }
            if (seen.contains(DnsRecordType.CNAME) && seen.size() > 1) {
                throw new IllegalArgumentException(
                        record.name() + " can't have a CNAME and another record: " + seen + ". Leave one out");
            }
        }
    }

    /**
     * Returns what a registration does with a record.
     *
     * @param wanted the record to register
     * @param found all existing records of its name
     * @param zone its zone, in words
     * @throws RefusedException DNS_CONFLICT if the record can't stand beside those that were found
     */
    public static DnsRecordChange of(DnsRecord wanted, List<DnsRecord> found, String zone) {
        DnsRecord before = null;
        for (DnsRecord record : found) {
            if (record.type() == wanted.type()) {
                before = record;
            } else if (record.type() == DnsRecordType.CNAME || wanted.type() == DnsRecordType.CNAME) {
                throw RefusedException.dnsConflict(
                        wanted.name(),
                        zone,
                        null,
                        found,
                        "a CNAME stands alone: no " + wanted.type() + " record can come beside that",
                        null);
            }
        }
        return DnsRecordChange.of(before, wanted);
    }
}
