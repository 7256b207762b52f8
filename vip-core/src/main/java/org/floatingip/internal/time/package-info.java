/** How long an operation may take, and how long it waits in between. Not API. */
@NullMarked
package org.floatingip.internal.time;

import org.jspecify.annotations.NullMarked;
