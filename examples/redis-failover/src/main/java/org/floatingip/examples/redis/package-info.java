/** A Redis pair behind a floating IP: promotes the replica, then moves the address to it. */
@NullMarked
package org.floatingip.examples.redis;

import org.jspecify.annotations.NullMarked;
