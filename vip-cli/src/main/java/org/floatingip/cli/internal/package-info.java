/** The subcommands of {@code vip} and what they share. */
@NullMarked
package org.floatingip.cli.internal;

import org.jspecify.annotations.NullMarked;
