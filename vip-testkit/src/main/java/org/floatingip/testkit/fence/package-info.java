/** Who may have an address, in memory. */
@NullMarked
package org.floatingip.testkit.fence;

import org.jspecify.annotations.NullMarked;
