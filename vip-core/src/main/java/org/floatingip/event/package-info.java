/** Events that a {@link org.floatingip.MoveListener} hears: values, each made once for all listeners. */
@NullMarked
package org.floatingip.event;

import org.jspecify.annotations.NullMarked;
