/** The API of what is published, compared with that of the last release: VERSIONING.md. */
@NullMarked
package org.floatingip.lab.api;

import org.jspecify.annotations.NullMarked;
