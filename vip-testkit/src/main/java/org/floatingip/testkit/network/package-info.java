/**
 * The network in memory: the model with EC2's rules, what can be read of it, and what happens in it. Knows neither assigners
 * nor the wire.
 */
@NullMarked
package org.floatingip.testkit.network;

import org.jspecify.annotations.NullMarked;
