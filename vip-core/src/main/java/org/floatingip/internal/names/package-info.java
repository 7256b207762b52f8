/** Registering names, and the step of a move that does. Not API. */
@NullMarked
package org.floatingip.internal.names;

import org.jspecify.annotations.NullMarked;
