/** The engine: a batch of addresses on its way, one file a step. Not API. */
@NullMarked
package org.floatingip.internal.move;

import org.jspecify.annotations.NullMarked;
