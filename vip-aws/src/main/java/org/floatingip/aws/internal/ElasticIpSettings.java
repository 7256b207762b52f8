package org.floatingip.aws.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * On which private addresses Elastic IPs are put; and what an assigner has learnt, so that a change need not read it again. Safe for
 * use by several threads.
 *
 * @param privateAddresses by the id of an instance or interface; of others the primary one is taken
 * @param allocations the allocation id of each Elastic IP that was read
 * @param memory where each was seen and put
 */
public record ElasticIpSettings(
        Map<String, IpAddress> privateAddresses, Map<IpAddress, String> allocations, ElasticIpMemory memory) {

    /** These, with nothing learnt yet. */
    public static ElasticIpSettings of(Map<String, IpAddress> privateAddresses) {
        return new ElasticIpSettings(Map.copyOf(privateAddresses), new ConcurrentHashMap<>(), new ElasticIpMemory());
    }

    /** The private address that was said for that interface; null for its primary one. */
    @Nullable
    IpAddress said(Holder on) {
        IpAddress ofInterface = privateAddresses.get(on.interfaceId());
        return ofInterface != null
                ? ofInterface
                : privateAddresses.get(on.host().value());
    }
}
