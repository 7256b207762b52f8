/** Ledgers of epochs that need no library beside the JDK: who may have an address, remembered in a store that movers share. */
@NullMarked
package org.floatingip.fence;

import org.jspecify.annotations.NullMarked;
