/** What Spring Boot finds and builds. No promise. */
@NullMarked
package org.floatingip.boot.internal;

import org.jspecify.annotations.NullMarked;
