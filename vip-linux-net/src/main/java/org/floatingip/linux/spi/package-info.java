/** What somebody implements who reaches hosts in another way: {@link org.floatingip.linux.spi.CommandRunner}. */
@NullMarked
package org.floatingip.linux.spi;

import org.jspecify.annotations.NullMarked;
