/** In-memory hosts that accept and drop addresses, with faults. */
@NullMarked
package org.floatingip.testkit.hosts;

import org.jspecify.annotations.NullMarked;
