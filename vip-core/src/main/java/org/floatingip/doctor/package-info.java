/** The findings of {@link org.floatingip.FloatingIp#doctor(String...)}. */
@NullMarked
package org.floatingip.doctor;

import org.jspecify.annotations.NullMarked;
