/**
 * Where the code of others is called: the implementations of the SPI, listeners, the clock. What they throw or leave out is
 * made ours here. Not API.
 */
@NullMarked
package org.floatingip.internal.gate;

import org.jspecify.annotations.NullMarked;
