/** Seeded schedules of movers, faults and crashes in virtual time: see docs/decisions/0016-simulation.md. */
@NullMarked
package org.floatingip.lab.simulation;

import org.jspecify.annotations.NullMarked;
