/** Events for a {@link org.floatingip.MoveListener}. They are immutable values, and all listeners get the same ones. */
@NullMarked
package org.floatingip.event;

import org.jspecify.annotations.NullMarked;
