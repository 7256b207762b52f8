/**
 * What becomes of TCP clients when the floating IP moves, or does not, under their open connections: measured with real
 * kernels' timers, and written down in {@code docs/clients.md}.
 */
package org.floatingip.lab.clients;
