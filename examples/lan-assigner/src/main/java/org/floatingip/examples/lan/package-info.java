/** An assigner for a network that vip does not know: a plain LAN of Linux hosts. */
@NullMarked
package org.floatingip.examples.lan;

import org.jspecify.annotations.NullMarked;
