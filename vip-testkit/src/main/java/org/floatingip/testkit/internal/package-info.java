/** Parts of the in-memory VPC. Not API: no other module may reach it, and it changes without notice. */
@NullMarked
package org.floatingip.testkit.internal;

import org.jspecify.annotations.NullMarked;
