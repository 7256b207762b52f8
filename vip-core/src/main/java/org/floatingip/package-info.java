/**
 * Moves a floating IP from one host to another.
 *
 * <p>Start at {@link org.floatingip.FloatingIp}. Everything here is immutable and safe for use by several threads
 * unless it says otherwise. Parameters and results are never null unless marked {@code @Nullable}.
 * {@code org.floatingip.spi} has the interfaces for implementers.
 */
@NullMarked
package org.floatingip;

import org.jspecify.annotations.NullMarked;
