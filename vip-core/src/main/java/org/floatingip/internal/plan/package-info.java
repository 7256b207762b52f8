/** Plans as text. Knows no plan, only lines. Not API. */
@NullMarked
package org.floatingip.internal.plan;

import org.jspecify.annotations.NullMarked;
