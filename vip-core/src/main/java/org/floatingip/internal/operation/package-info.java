/** One operation under way, whatever it does: its collaborators, its deadline, its ladder. Not API. */
@NullMarked
package org.floatingip.internal.operation;

import org.jspecify.annotations.NullMarked;
