/** What refusals mean to who called. Not API. */
@NullMarked
package org.floatingip.testkit.internal.fault;

import org.jspecify.annotations.NullMarked;
