/** Seeded schedules of leaders that are elected, paused and cut off, in virtual time, and a judge of what became of the address. */
@NullMarked
package org.floatingip.lab.simulation.leaders;

import org.jspecify.annotations.NullMarked;
