/** A PostgreSQL primary and its standby behind a floating IP: switched over, and back, without losing what was acknowledged. */
@NullMarked
package org.floatingip.examples.postgres;

import org.jspecify.annotations.NullMarked;
