/** The actions of the AWS endpoint in memory. Not API. */
@NullMarked
package org.floatingip.testkit.internal.aws;

import org.jspecify.annotations.NullMarked;
