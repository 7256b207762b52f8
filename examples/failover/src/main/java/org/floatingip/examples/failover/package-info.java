/** An application that embeds failover. {@link org.floatingip.examples.failover.FailoverApplication} assembles it. */
package org.floatingip.examples.failover;
