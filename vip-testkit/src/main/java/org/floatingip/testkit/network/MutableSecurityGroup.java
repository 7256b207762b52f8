package org.floatingip.testkit.network;

import java.util.Map;

/** The state of a security group. Guarded by the lock of its {@link InMemoryVpc}. */
final class MutableSecurityGroup {

    final String id;
    final MutableVpc vpc;
    final String name;
    final TagSet tags;
    private final String description;

    MutableSecurityGroup(String id, MutableVpc vpc, String name, String description, Map<String, String> tags) {
        this.id = id;
        this.vpc = vpc;
        this.name = name;
        this.description = description;
        this.tags = new TagSet(tags);
    }

    boolean isDefault() {
        return name.equals(VpcSecurityGroup.DEFAULT);
    }

    VpcSecurityGroup snapshot() {
        return new VpcSecurityGroup(id, vpc.id, name, description, tags.snapshot());
    }
}
