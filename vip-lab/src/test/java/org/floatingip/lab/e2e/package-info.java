/**
 * The lab end to end: a client, two Debian hosts and the network between them, which follows the in-memory VPC; packets are
 * counted while the address moves. See {@code docs/decisions/0018}.
 */
package org.floatingip.lab.e2e;
