/** What vip adds to the calls of the SDK that it makes, by JMH: see docs/decisions/0021-overhead-and-hot-spots.md. */
package org.floatingip.lab.overhead;
