package org.floatingip.testkit.network;

import java.util.Map;
import org.floatingip.CidrBlock;

/** The state of a VPC. Guarded by the lock of its {@link InMemoryVpc}. */
final class MutableVpc {

    final String id;
    final CidrBlock cidr;
    final TagSet tags;

    MutableVpc(String id, CidrBlock cidr, Map<String, String> tags) {
        this.id = id;
        this.cidr = cidr;
        this.tags = new TagSet(tags);
    }

    Vpc snapshot() {
        return new Vpc(id, cidr, tags.snapshot());
    }
}
