package org.floatingip.boot.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.micrometer.MoveObservations;
import org.floatingip.spi.IpAssigner;
import org.floatingip.testkit.Scenario;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What is observed of what the starter builds. */
class MicrometerTest {

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Scenario scenario = Scenario.builder()
            .host("i-0a")
            .holding("10.0.1.12")
            .holding("10.0.1.13")
            .host("i-0b")
            .build();

    private ApplicationContextRunner application() {
        return new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(FloatingIpAutoConfiguration.class, MicrometerAutoConfiguration.class))
                .withBean("assigner", IpAssigner.class, scenario::assigner)
                .withPropertyValues("vip.addresses=10.0.1.12");
    }

    private ApplicationContextRunner observing() {
        return application().withBean("registry", ObservationRegistry.class, () -> {
            ObservationRegistry registry = ObservationRegistry.create();
            registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
            return registry;
        });
    }

    @Test
    void move_ofAnApplicationThatObserves_isTimedOnce() {
        observing().run(context -> context.getBean(FloatingIp.class).moveTo("i-0b"));

        assertThat(meters.get("vip.move").tag("outcome", "moved").timer().count())
                .isEqualTo(1);
    }

    @Test
    void move_ofAGroup_isTimedOnce() {
        observing()
                .withPropertyValues("vip.addresses=10.0.1.12,10.0.1.13")
                .run(context -> context.getBean(FloatingIpGroup.class).moveTo("i-0b"));

        assertThat(meters.get("vip.move").tag("outcome", "moved").timer().count())
                .isEqualTo(1);
    }

    @Test
    void observations_ofTheApplication_areUsedInPlace() {
        MoveObservations own = MoveObservations.of(ObservationRegistry.NOOP);

        observing().withBean("own", MoveObservations.class, () -> own).run(context -> {
            assertThat(context.getBean(MoveObservations.class)).isSameAs(own);
            context.getBean(FloatingIp.class).moveTo("i-0b");
        });

        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void application_thatObservesNothing_hasNoObservations() {
        application().run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(MoveObservations.class));
        observing()
                .withClassLoader(new FilteredClassLoader("org.floatingip.micrometer"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(FloatingIp.class));
    }
}
