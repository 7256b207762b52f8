/** Scripted faults of calls and replies, and records of calls and requests. */
@NullMarked
package org.floatingip.testkit.fault;

import org.jspecify.annotations.NullMarked;
