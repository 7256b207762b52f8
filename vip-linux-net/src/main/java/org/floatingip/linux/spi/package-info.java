/** The SPI for reaching hosts in another way than locally or over SSH: {@link org.floatingip.linux.spi.CommandRunner}. */
@NullMarked
package org.floatingip.linux.spi;

import org.jspecify.annotations.NullMarked;
