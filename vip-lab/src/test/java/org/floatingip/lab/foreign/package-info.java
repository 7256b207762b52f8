/** Programs of others, as they come, against the in-memory AWS: whether they believe it. */
package org.floatingip.lab.foreign;
