/** How EC2 is asked and understood. Not API: no other module may reach it, and it changes without notice. */
@NullMarked
package org.floatingip.aws.internal;

import org.jspecify.annotations.NullMarked;
