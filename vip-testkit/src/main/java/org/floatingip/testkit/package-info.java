/**
 * An in-memory EC2 network with the real one's rules, for tests of code that moves addresses.
 *
 * <p>The rules are written once, in {@link org.floatingip.testkit.network.InMemoryVpc}; the in-memory assigner and the in-memory
 * AWS endpoint are views of it. Their sources are the documentation of EC2 and observed replies of the real service; the
 * few points for which there is neither are marked in the Javadoc.
 */
@NullMarked
package org.floatingip.testkit;

import org.jspecify.annotations.NullMarked;
