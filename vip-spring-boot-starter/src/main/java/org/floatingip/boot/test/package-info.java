/** The in-memory network in Spring Boot tests. Needs {@code vip-testkit} and {@code spring-boot-starter-test}. */
@NullMarked
package org.floatingip.boot.test;

import org.jspecify.annotations.NullMarked;
