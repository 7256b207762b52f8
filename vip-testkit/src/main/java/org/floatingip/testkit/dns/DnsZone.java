package org.floatingip.testkit.dns;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hosted zone: a snapshot.
 *
 * @param id for example {@code Z0...}
 * @param name in lower case, without trailing dot
 * @param vpcs the VPCs that see it; empty for a public zone
 * @param callerReference what its creator called it
 * @param comment what its creator said about it; null if nothing
 * @param recordSetCount how many record sets it has, its own NS and SOA included
 */
public record DnsZone(
        String id,
        String name,
        List<ZoneVpc> vpcs,
        String callerReference,
        @Nullable String comment,
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

    /** Whether only VPCs see it. */
    public boolean isPrivate() {
        return !vpcs.isEmpty();
    }

    /** The name, id and kind, for people. */
    @Override
    public String toString() {
        return name + " (" + id + ", " + (isPrivate() ? "private" : "public") + ")";
    }
}
