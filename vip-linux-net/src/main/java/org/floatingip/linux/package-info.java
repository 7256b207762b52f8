/**
 * Makes Debian hosts accept a floating IP. Empty yet: what the host side looks like is decided together with the engine's
 * make-before-break, and a stub would only pretend.
 */
@NullMarked
package org.floatingip.linux;

import org.jspecify.annotations.NullMarked;
