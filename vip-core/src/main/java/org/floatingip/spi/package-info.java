/**
 * What an implementer of another network writes, and the values that pass between it and the move engine.
 *
 * <p>Implementations are given to {@link org.floatingip.FloatingIp} by hand; nothing is discovered.
 */
@NullMarked
package org.floatingip.spi;

import org.jspecify.annotations.NullMarked;
