/**
 * Floating IPs in a Spring Boot application: the types that its configuration uses and defines. The properties are {@code vip.*}
 * (docs/spring-boot.md).
 */
@NullMarked
package org.floatingip.boot;

import org.jspecify.annotations.NullMarked;
