/**
 * Moves a floating IP from one host to another.
 *
 * <p>Start at {@link org.floatingip.FloatingIp}. Everything here is immutable and safe for use by several threads unless
 * it says otherwise; parameters and results are never null unless marked {@code @Nullable}. What others implement is in
 * {@code org.floatingip.spi}.
 */
@NullMarked
package org.floatingip;

import org.jspecify.annotations.NullMarked;
