/** What can go wrong, by name: calls, replies, hosts. */
@NullMarked
package org.floatingip.testkit.fault;

import org.jspecify.annotations.NullMarked;
