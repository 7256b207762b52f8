/** Names: what stands in a zone, what a registration changed, what can go wrong with it, and what this JVM remembers. */
@NullMarked
package org.floatingip.dns;

import org.jspecify.annotations.NullMarked;
