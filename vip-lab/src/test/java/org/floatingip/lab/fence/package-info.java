/** Epochs: moves behind a fence, ledgers on real stores, leaders. */
@NullMarked
package org.floatingip.lab.fence;

import org.jspecify.annotations.NullMarked;
