/** The in-memory network and zones as an AWS endpoint over HTTP. */
@NullMarked
package org.floatingip.testkit.aws;

import org.jspecify.annotations.NullMarked;
