/**
 * The epochs of floating IPs in a DynamoDB table.
 *
 * <p>The package is null-marked: values that aren't {@code @Nullable} are never null.
 */
@NullMarked
package org.floatingip.dynamodb;

import org.jspecify.annotations.NullMarked;
