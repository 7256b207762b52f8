/**
 * What moves, as metrics and spans of Micrometer. Start at {@link org.floatingip.micrometer.MoveObservations}; the names of all
 * meters, spans and their tags are in
 * {@link org.floatingip.micrometer.VipObservation} and {@link org.floatingip.micrometer.VipMeter}.
 */
@NullMarked
package org.floatingip.micrometer;

import org.jspecify.annotations.NullMarked;
