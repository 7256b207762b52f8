/** An in-memory ledger of epochs. */
@NullMarked
package org.floatingip.testkit.fence;

import org.jspecify.annotations.NullMarked;
