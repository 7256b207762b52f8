/**
 * Makes Linux hosts accept a floating IP: {@link org.floatingip.linux.LinuxConfigurator}, locally and over SSH.
 */
@NullMarked
package org.floatingip.linux;

import org.jspecify.annotations.NullMarked;
