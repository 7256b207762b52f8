package org.floatingip.boot.internal;

import java.util.List;
import java.util.function.Predicate;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Conditions on what the properties say, for bean definitions: these come before there is a {@link VipProperties}. */
abstract class Given extends SpringBootCondition {

    private final String what;
    private final Predicate<Environment> condition;

    private Given(String what, Predicate<Environment> condition) {
        this.what = what;
        this.condition = condition;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        boolean met = condition.test(context.getEnvironment());
        return new ConditionOutcome(met, ConditionMessage.forCondition("vip").because(what + (met ? "" : ": no")));
    }

    private static int addresses(Environment environment) {
        return Binder.get(environment)
                .bind("vip.addresses", Bindable.listOf(String.class))
                .orElse(List.of())
                .size();
    }

    private static boolean any(Environment environment, String prefix) {
        return Binder.get(environment)
                .bind(prefix, Bindable.mapOf(String.class, Object.class))
                .map(found -> !found.isEmpty())
                .orElse(false);
    }

    /** One address. */
    static final class OneAddress extends Given {
        OneAddress() {
            super("vip.addresses has one", environment -> addresses(environment) == 1);
        }
    }

    /** More than one. */
    static final class SeveralAddresses extends Given {
        SeveralAddresses() {
            super("vip.addresses has several", environment -> addresses(environment) > 1);
        }
    }

    /** A way to at least one host. */
    static final class Hosts extends Given {
        Hosts() {
            super(
                    "vip.hosts has some",
                    environment ->
                            environment.containsProperty("vip.hosts.local") || any(environment, "vip.hosts.ssh"));
        }
    }

    /** A name. */
    static final class Names extends Given {
        Names() {
            super("vip.dns.names has some", environment -> any(environment, "vip.dns.names"));
        }
    }
}
