/**
 * The epochs of floating IPs in a table of DynamoDB.
 *
 * <p>Nullness is marked: what is not {@code @Nullable} is never null.
 */
@NullMarked
package org.floatingip.dynamodb;

import org.jspecify.annotations.NullMarked;
