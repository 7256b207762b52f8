/**
 * Metrics and spans of moves, by Micrometer. Start at {@link org.floatingip.micrometer.MoveObservations}. The names of all
 * meters, spans and tags are in {@link org.floatingip.micrometer.VipObservation} and {@link org.floatingip.micrometer.VipMeter}.
 */
@NullMarked
package org.floatingip.micrometer;

import org.jspecify.annotations.NullMarked;
