/** Where a move spends time and memory, by the JDK's flight recorder: see docs/decisions/0021-overhead-and-hot-spots.md. */
package org.floatingip.lab.hotspots;
