/** DNS names and records, their changes and failures, and the DNS cache of this JVM. */
@NullMarked
package org.floatingip.dns;

import org.jspecify.annotations.NullMarked;
