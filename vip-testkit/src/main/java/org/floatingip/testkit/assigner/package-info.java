/** The network in memory as an assigner. */
@NullMarked
package org.floatingip.testkit.assigner;

import org.jspecify.annotations.NullMarked;
