/** How hosts are asked, and what they answer. No API. */
@NullMarked
package org.floatingip.linux.internal;

import org.jspecify.annotations.NullMarked;
