/** In-memory zones with Route 53's rules, and a registrar for them. */
@NullMarked
package org.floatingip.testkit.dns;

import org.jspecify.annotations.NullMarked;
