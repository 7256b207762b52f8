package org.floatingip.testkit.network;

import org.floatingip.CidrBlock;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a route.
 *
 * @param destination its destination; a longer prefix takes precedence over a shorter one
 * @param cameWithTable whether it is for a range of the VPC itself: then it came with the table, and can't be deleted
 * @param interfaceId the interface that it leads to; null if it stays within the VPC
 * @param instanceId the instance that the interface is attached to; null if the route is not active, or stays within the VPC
 * @param active whether it leads anywhere; otherwise it is a {@code blackhole}: its interface was deleted, or isn't attached to a
 *     running instance
 */
public record VpcRoute(
        CidrBlock destination,
        boolean cameWithTable,
        @Nullable String interfaceId,
        @Nullable String instanceId,
        boolean active) {}
