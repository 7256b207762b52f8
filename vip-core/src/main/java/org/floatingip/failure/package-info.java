/**
 * One type for each failure that a program can handle. The root is {@link org.floatingip.FloatingIpException}. A
 * failure that only a person can mend is a {@link org.floatingip.RefusedException}.
 */
@NullMarked
package org.floatingip.failure;

import org.jspecify.annotations.NullMarked;
