/**
 * The in-memory network for JUnit Jupiter tests: injected, fresh for each test, with its history in failures. Works with JUnit
 * 5.14 and 6. Besides {@code contract}, this is the only package that needs {@code junit-jupiter-api}.
 */
@NullMarked
package org.floatingip.testkit.junit;

import org.jspecify.annotations.NullMarked;
