/** The testkit beside the extensions of other frameworks. */
package org.floatingip.lab.frameworks;
