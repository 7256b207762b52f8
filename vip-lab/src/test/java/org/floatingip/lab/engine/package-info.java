/** The engine in front of everything it works with, most of it in virtual time. */
package org.floatingip.lab.engine;
