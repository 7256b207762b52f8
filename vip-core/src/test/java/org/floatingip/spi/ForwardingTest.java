package org.floatingip.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveStrategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever wraps an assigner or a configurator loses nothing: every method, with what it was given and what it answers. */
class ForwardingTest {

    private static final IpAddress ADDRESS = IpAddress.of("10.0.1.12");
    private static final Holder HOLDER = Holder.of(HostId.of("i-0a"), "eni-0a");
    private static final Placement PLACEMENT =
            Placement.builder(HostId.of("i-0b"), "eni-0b").build();

    private final List<Object> told = new ArrayList<>();

    private static final class Assigner extends ForwardingIpAssigner {
        Assigner(IpAssigner delegate) {
            super(delegate);
        }
    }

    private static final class Hosts extends ForwardingHostNetworkConfigurator {
        Hosts(HostNetworkConfigurator delegate) {
            super(delegate);
        }
    }

    static Stream<Arguments> methods() {
        return Stream.of(IpAssigner.class, HostNetworkConfigurator.class)
                .flatMap(type -> Arrays.stream(type.getMethods()).map(method -> Arguments.of(type, method)));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void method_always_isAbstractAndForwardedAsItIs(Class<?> type, Method method) throws Exception {
        Object[] arguments =
                Arrays.stream(method.getParameterTypes()).map(this::some).toArray();
        Object answer = some(method.getReturnType());
        Object real = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, given) -> {
            told.add(called);
            told.addAll(given == null ? List.of() : Arrays.asList(given));
            return answer;
        });
        Object wrapped =
                type == IpAssigner.class ? new Assigner((IpAssigner) real) : new Hosts((HostNetworkConfigurator) real);

        Object got = method.invoke(wrapped, arguments);

        assertThat(Modifier.isAbstract(method.getModifiers()))
                .as("who wraps by hand has to answer it")
                .isTrue();
        assertThat(got).isEqualTo(answer);
        List<Object> expected = new ArrayList<>(List.of(method));
        expected.addAll(Arrays.asList(arguments));
        assertThat(told).containsExactlyElementsOf(expected);
    }

    private @Nullable Object some(Class<?> type) {
        Map<Class<?>, Object> values = Map.ofEntries(
                Map.entry(boolean.class, true),
                Map.entry(List.class, List.of(ADDRESS)),
                Map.entry(Map.class, Map.of(ADDRESS, HOLDER)),
                Map.entry(IpAddress.class, ADDRESS),
                Map.entry(HostId.class, HOLDER.host()),
                Map.entry(Holder.class, HOLDER),
                Map.entry(Placement.class, PLACEMENT),
                Map.entry(Survey.class, Survey.of(List.of(HOLDER), PLACEMENT)),
                Map.entry(Transfer.class, Transfer.of(ADDRESS, List.of(HOLDER), PLACEMENT)),
                Map.entry(MoveStrategy.class, MoveStrategy.HANDOVER),
                Map.entry(Duration.class, Duration.ofSeconds(7)),
                Map.entry(
                        Traits.class, Traits.builder().conditional().putsBack().build()),
                Map.entry(
                        PerAddress.class,
                        PerAddress.builder().add(ADDRESS, "said").build()));
        if (type == void.class) {
            return null;
        }
        assertThat(values).as("a value of " + type).containsKey(type);
        return values.get(type);
    }
}
