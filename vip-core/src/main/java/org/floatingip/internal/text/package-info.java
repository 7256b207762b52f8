/** Words and literals that every room uses. Not API. */
@NullMarked
package org.floatingip.internal.text;

import org.jspecify.annotations.NullMarked;
