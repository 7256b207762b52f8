/** An application that embeds failover. */
package org.floatingip.examples.failover;
