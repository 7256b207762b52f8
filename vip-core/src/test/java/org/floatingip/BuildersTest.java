package org.floatingip;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groovy, expression languages and dependency injection call builders by reflection. */
class BuildersTest {

    @ParameterizedTest
    @ValueSource(classes = {FloatingIp.Builder.class, FloatingIpGroup.Builder.class})
    void publicMethods_always_canBeCalledFromOutside(Class<?> builder) {
        List<Method> unreachable = Arrays.stream(builder.getMethods())
                .filter(method -> !Modifier.isPublic(method.getDeclaringClass().getModifiers()))
                .toList();

        assertThat(builder.getMethods()).extracting(Method::getName).contains("assigner", "timeoutSeconds", "hosts");
        assertThat(unreachable).isEmpty();
    }
}
