/**
 * The interfaces to implement for another network or DNS service, and the values that pass between them and the engine.
 *
 * <p>You pass implementations to {@link org.floatingip.FloatingIp} yourself; none is discovered.
 */
@NullMarked
package org.floatingip.spi;

import org.jspecify.annotations.NullMarked;
