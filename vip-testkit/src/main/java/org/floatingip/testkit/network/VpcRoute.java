package org.floatingip.testkit.network;

import org.floatingip.CidrBlock;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a route.
 *
 * @param destination what it is for: a route of a longer prefix goes before one of a shorter
 * @param cameWithTable whether it is for a range of the VPC itself: then it came with the table, and can't be deleted
 * @param interfaceId the interface that it leads to; null if it stays within the VPC
 * @param instanceId the instance that the interface is attached to; null if the route is not active, or stays within the VPC
 * @param active whether it leads anywhere: else it is a {@code blackhole}, since its interface is gone or is attached to nothing
 *     that runs
 */
public record VpcRoute(
        CidrBlock destination,
        boolean cameWithTable,
        @Nullable String interfaceId,
        @Nullable String instanceId,
        boolean active) {}
