/** What {@link org.floatingip.FloatingIp#doctor(String...)} finds. */
@NullMarked
package org.floatingip.doctor;

import org.jspecify.annotations.NullMarked;
