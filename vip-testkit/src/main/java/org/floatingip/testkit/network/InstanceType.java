package org.floatingip.testkit.network;

import java.util.List;
import java.util.Optional;

/**
 * The limits of interfaces and addresses of an instance type. The figures are those of the EC2 user guide ("IP addresses per
 * network interface per instance type").
 *
 * @param name for example {@code m5.large}
 * @param maximumInterfaces the maximum number of interfaces
 * @param addressesPerInterface the maximum number of private IPv4 addresses per interface, including the primary one
 */
public record InstanceType(String name, int maximumInterfaces, int addressesPerInterface) {

    private static final List<InstanceType> ALL = List.of(
            new InstanceType("m1.small", 2, 4),
            new InstanceType("t2.nano", 2, 2),
            new InstanceType("t2.micro", 2, 2),
            new InstanceType("t2.small", 3, 4),
            new InstanceType("t2.medium", 3, 6),
            new InstanceType("t3.nano", 2, 2),
            new InstanceType("t3.micro", 2, 2),
            new InstanceType("t3.small", 3, 4),
            new InstanceType("t3.medium", 3, 6),
            new InstanceType("t3.large", 3, 12),
            new InstanceType("m5.large", 3, 10),
            new InstanceType("m5.xlarge", 4, 15),
            new InstanceType("m5.2xlarge", 4, 15),
            new InstanceType("m5.4xlarge", 8, 30),
            new InstanceType("m5.12xlarge", 8, 30),
            new InstanceType("m5.24xlarge", 15, 50),
            new InstanceType("c5.large", 3, 10),
            new InstanceType("c5.xlarge", 4, 15),
            new InstanceType("c5.9xlarge", 8, 30),
            new InstanceType("c5.18xlarge", 15, 50));

    /** Returns all types that the in-memory VPC knows. */
    public static List<InstanceType> all() {
        return ALL;
    }

    /** Returns the type with the given name; empty if the in-memory VPC doesn't know it. */
    public static Optional<InstanceType> find(String name) {
        return ALL.stream().filter(type -> type.name.equals(name)).findFirst();
    }
}
