/** The in-memory network: the model with EC2's rules, its snapshots, and its incidents. Knows neither assigners nor the wire. */
@NullMarked
package org.floatingip.testkit.network;

import org.jspecify.annotations.NullMarked;
