/** A PostgreSQL primary and its standby behind a floating IP: switches over, and back, without losing acknowledged writes. */
@NullMarked
package org.floatingip.examples.postgres;

import org.jspecify.annotations.NullMarked;
