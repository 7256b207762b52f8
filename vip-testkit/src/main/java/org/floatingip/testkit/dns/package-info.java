/** Zones in memory, with Route 53's rules, and their view as a registrar. */
@NullMarked
package org.floatingip.testkit.dns;

import org.jspecify.annotations.NullMarked;
