/** The in-memory network as an assigner. */
@NullMarked
package org.floatingip.testkit.assigner;

import org.jspecify.annotations.NullMarked;
