/** The doctor's looks at the network, the hosts and the names. Not API. */
@NullMarked
package org.floatingip.internal.doctor;

import org.jspecify.annotations.NullMarked;
