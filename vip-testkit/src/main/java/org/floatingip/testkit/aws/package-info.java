/** The network and the zones in memory as an AWS endpoint that is spoken to over HTTP. */
@NullMarked
package org.floatingip.testkit.aws;

import org.jspecify.annotations.NullMarked;
