/** A Redis pair behind a floating IP: the replica is promoted, and then gets the address. */
@NullMarked
package org.floatingip.examples.redis;

import org.jspecify.annotations.NullMarked;
