/** Configures Linux hosts, locally and over SSH, to accept a floating IP: {@link org.floatingip.linux.LinuxConfigurator}. */
@NullMarked
package org.floatingip.linux;

import org.jspecify.annotations.NullMarked;
