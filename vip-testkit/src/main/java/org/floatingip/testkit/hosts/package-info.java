/** Hosts in memory. */
@NullMarked
package org.floatingip.testkit.hosts;

import org.jspecify.annotations.NullMarked;
