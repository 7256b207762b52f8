/** The packaged command. */
package org.floatingip.lab.cli;
