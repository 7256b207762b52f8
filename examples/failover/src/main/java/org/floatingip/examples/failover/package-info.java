/** An application that embeds failover: {@link org.floatingip.examples.failover.FailoverApplication} puts it together. */
package org.floatingip.examples.failover;
