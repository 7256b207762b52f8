package org.floatingip.boot;

import java.util.Collection;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.IpAddress;

/**
 * Builds floating IPs with the settings of this application: its assigner, its configurator of hosts, its registrar, the timeout
 * and names from its properties, its listeners and its customisers. Use it to define several floating IPs in one application:
 *
 * <pre>{@code
 * @Bean
 * FloatingIp db(FloatingIps floatingIps) {
 *     return floatingIps.at("10.0.1.12").build();
 * }
 *
 * @Bean
 * FloatingIp proxy(FloatingIps floatingIps) {
 *     return floatingIps.at("10.0.1.20").build();
 * }
 * }</pre>
 *
 * <p>If the application defines a {@link FloatingIp} bean, {@code vip.addresses} creates none.
 *
 * <p>A shutdown of the application waits for the moves of these floating IPs alone. It also waits for listeners that are beans or
 * are added by a {@link VipCustomizer}, but not for listeners that you add to the returned builders. Safe for use by several
 * threads; the builders are not.
 */
public interface FloatingIps {

    /**
     * Starts building a floating IP at the given address.
     *
     * @throws IllegalArgumentException if the text isn't an address; see {@link IpAddress#of(String)}
     */
    FloatingIp.Builder at(String address);

    /** Like {@link #at(String)}. */
    FloatingIp.Builder at(IpAddress address);

    /**
     * Starts building a group of addresses that move together.
     *
     * @param addresses {@link IpAddress}es, or objects whose {@code toString()} is an address
     * @throws IllegalArgumentException if there is none, one isn't an address, or one occurs twice
     */
    FloatingIpGroup.Builder of(Collection<?> addresses);
}
