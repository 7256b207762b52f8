/**
 * AssertJ assertions about the in-memory network. Failures show its history. Besides {@code contract}, this is the only package
 * that needs {@code assertj-core}.
 */
@NullMarked
package org.floatingip.testkit.assertj;

import org.jspecify.annotations.NullMarked;
