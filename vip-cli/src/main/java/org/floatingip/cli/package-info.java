/** The {@code vip} command. Its public interface is the command line, not its classes. */
@NullMarked
package org.floatingip.cli;

import org.jspecify.annotations.NullMarked;
