package org.floatingip.testkit.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.floatingip.CidrBlock;

/** The state of a VPC. Guarded by the lock of its {@link InMemoryVpc}. */
final class MutableVpc {

    final String id;
    final CidrBlock cidr;
    final TagSet tags;
    final List<VpcIpv6Block> ipv6Blocks = new ArrayList<>();
    String ownerId = InMemoryVpc.ACCOUNT;

    MutableVpc(String id, CidrBlock cidr, Map<String, String> tags) {
        this.id = id;
        this.cidr = cidr;
        this.tags = new TagSet(tags);
    }

    /** Returns all its IPv4 and IPv6 ranges. */
    List<CidrBlock> ranges() {
        return Stream.concat(Stream.of(cidr), ipv6Blocks.stream().map(VpcIpv6Block::cidr))
                .toList();
    }

    Vpc snapshot() {
        return new Vpc(id, ownerId, cidr, ipv6Blocks, tags.snapshot());
    }
}
