/** The move engine. Not API: no other module may reach it, and it changes without notice. */
@NullMarked
package org.floatingip.internal;

import org.jspecify.annotations.NullMarked;
