/**
 * AssertJ assertions about the in-memory network, whose failures show what happened in it. The only package beside
 * {@code contract} that needs {@code assertj-core}.
 */
@NullMarked
package org.floatingip.testkit.assertj;

import org.jspecify.annotations.NullMarked;
