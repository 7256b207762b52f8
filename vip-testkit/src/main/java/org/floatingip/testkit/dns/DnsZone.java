package org.floatingip.testkit.dns;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a hosted zone.
 *
 * @param id for example {@code Z0...}
 * @param name in lower case, without trailing dot
 * @param vpcs the VPCs that see it; empty for a public zone
 * @param callerReference the caller reference of the request that created it
 * @param comment the comment of that request; null if it has none
 * @param otherAccount the account that owns it; null if it is the account of the DNS
 * @param recordSetCount the number of its record sets, including its own NS and SOA
 */
public record DnsZone(
        String id,
        String name,
        List<ZoneVpc> vpcs,
        String callerReference,
        @Nullable String comment,
        @Nullable String otherAccount,
        int recordSetCount) {

    /**
     * A VPC that sees a private zone.
     *
     * @param id for example {@code vpc-0...}
     * @param region for example {@code us-east-1}
     */
    public record ZoneVpc(String id, String region) {}

    public DnsZone {
        vpcs = List.copyOf(vpcs);
    }

    /** Creates the snapshot of a zone of the DNS's own account. */
    public DnsZone(
            String id,
            String name,
            List<ZoneVpc> vpcs,
            String callerReference,
            @Nullable String comment,
            int recordSetCount) {
        this(id, name, vpcs, callerReference, comment, null, recordSetCount);
    }

    /** Returns whether the zone is private, that is, only VPCs see it. */
    public boolean isPrivate() {
        return !vpcs.isEmpty();
    }

    /** Returns the name, id and kind, for people. */
    @Override
    public String toString() {
        return name + " (" + id + ", " + (isPrivate() ? "private" : "public") + ")";
    }
}
