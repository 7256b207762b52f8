/**
 * What goes wrong and a program can do something about: a type for each. The root of all is
 * {@link org.floatingip.FloatingIpException}; what only a person can mend is a {@link org.floatingip.RefusedException}.
 */
@NullMarked
package org.floatingip.failure;

import org.jspecify.annotations.NullMarked;
