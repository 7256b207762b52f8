package org.floatingip.boot;

import java.util.Collection;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.IpAddress;

/**
 * Starts handles on addresses that have all that this application has for them: its assigner, its configurator of hosts, its
 * registrar, the timeout and the names of its properties, its listeners, its customisers. For several handles in one application:
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
 * <p>Where an application has a {@link FloatingIp} of its own, there is none by {@code vip.addresses}.
 *
 * <p>A shutdown of the application waits for the moves of these handles alone, and for the listeners that are beans or come by a
 * {@link VipCustomizer}; not for those that are added to the builders that this gives. Safe for use by several threads; the builders are
 * not.
 */
public interface FloatingIps {

    /**
     * Starts a handle on that address.
     *
     * @throws IllegalArgumentException if it is not one; see {@link IpAddress#of(String)}
     */
    FloatingIp.Builder at(String address);

    /** Like {@link #at(String)}. */
    FloatingIp.Builder at(IpAddress address);

    /**
     * Starts a handle on several addresses that move together.
     *
     * @param addresses {@link IpAddress}es, or anything whose text is the literal of one
     * @throws IllegalArgumentException if there is none, one is not an address, or one comes twice
     */
    FloatingIpGroup.Builder of(Collection<?> addresses);
}
