/** What speaks AWS, against the endpoint in memory, and that endpoint against real programs. */
package org.floatingip.lab.aws;
