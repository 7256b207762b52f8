/**
 * Ledgers of epochs that need no library besides the JDK. They record in a shared store which host may have an address.
 */
@NullMarked
package org.floatingip.fence;

import org.jspecify.annotations.NullMarked;
