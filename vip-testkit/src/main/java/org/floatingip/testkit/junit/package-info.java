/**
 * The in-memory network in JUnit Jupiter tests: injected, fresh for each test, its history shown when one fails. Works with
 * JUnit 5.14 and 6, and is the only package beside {@code contract} that needs {@code junit-jupiter-api}.
 */
@NullMarked
package org.floatingip.testkit.junit;

import org.jspecify.annotations.NullMarked;
