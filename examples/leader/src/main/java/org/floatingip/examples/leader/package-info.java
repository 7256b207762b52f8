/** Makes an address follow a leader: elected by Curator on ZooKeeper, or by a lock of a database. */
@NullMarked
package org.floatingip.examples.leader;

import org.jspecify.annotations.NullMarked;
