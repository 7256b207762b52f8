/**
 * An in-memory EC2 network with EC2's rules, for tests of code that moves addresses.
 *
 * <p>{@link org.floatingip.testkit.network.InMemoryVpc} implements the rules. The in-memory assigner and the in-memory AWS
 * endpoint are views of it. The rules come from EC2's documentation and from observed replies of the service; the few points
 * without either are marked in the Javadoc.
 */
@NullMarked
package org.floatingip.testkit;

import org.jspecify.annotations.NullMarked;
