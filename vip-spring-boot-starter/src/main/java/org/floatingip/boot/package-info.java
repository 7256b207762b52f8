/**
 * Floating IPs in a Spring Boot application: what its configuration can use and define. The properties are those of {@code vip.*}
 * (docs/spring-boot.md).
 */
@NullMarked
package org.floatingip.boot;

import org.jspecify.annotations.NullMarked;
