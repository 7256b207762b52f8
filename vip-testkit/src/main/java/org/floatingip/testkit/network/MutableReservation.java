package org.floatingip.testkit.network;

import java.util.Map;
import org.floatingip.CidrBlock;

/** The state of a subnet CIDR reservation. Guarded by the lock of its {@link InMemoryVpc}. */
final class MutableReservation {

    final String id;
    final MutableSubnet subnet;
    final CidrBlock cidr;
    final TagSet tags;
    private final String type;
    private final String description;

    MutableReservation(
            String id,
            MutableSubnet subnet,
            CidrBlock cidr,
            String type,
            String description,
            Map<String, String> tags) {
        this.id = id;
        this.subnet = subnet;
        this.cidr = cidr;
        this.type = type;
        this.description = description;
        this.tags = new TagSet(tags);
    }

    VpcReservation snapshot() {
        return new VpcReservation(id, subnet.id, cidr, type, description, tags.snapshot());
    }
}
