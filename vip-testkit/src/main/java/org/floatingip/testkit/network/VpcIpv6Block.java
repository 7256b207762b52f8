package org.floatingip.testkit.network;

import org.floatingip.CidrBlock;

/**
 * An IPv6 range of a VPC or a subnet.
 *
 * @param associationId for example {@code vpc-cidr-assoc-0...} or {@code subnet-cidr-assoc-0...}
 * @param cidr the range
 */
public record VpcIpv6Block(String associationId, CidrBlock cidr) {}
