package org.floatingip.boot.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.floatingip.FloatingIp;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.spi.ForwardingIpAssigner;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What the health says of the addresses, and how often the network is asked for it. */
@Timeout(30)
class HealthTest {

    private final Scenario scenario = Scenario.create();

    private ApplicationContextRunner application(IpAssigner assigner) {
        return new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(FloatingIpAutoConfiguration.class, HealthAutoConfiguration.class))
                .withBean("assigner", IpAssigner.class, () -> assigner)
                .withBean("ticker", Ticker.class, scenario::ticker)
                .withPropertyValues("vip.addresses=10.0.1.12");
    }

    private ApplicationContextRunner application() {
        return application(scenario.assigner());
    }

    @SuppressWarnings("unchecked") // what the indicator puts there
    private static Map<String, Object> of(Health health) {
        return (Map<String, Object>) Objects.requireNonNull(health.getDetails().get("10.0.1.12"));
    }

    @Test
    void health_whenOneHostHolds_isUpAndNamesIt() {
        application().run(context -> {
            Health health = context.getBean(FloatingIpHealthIndicator.class).health();

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(of(health))
                    .containsEntry("holder", "i-0a (eni-0a)")
                    .containsEntry("readAt", "2026-01-01T00:00:00Z")
                    .doesNotContainKey("unknown");
        });
    }

    @Test
    void probes_withinTheInterval_askTheNetworkOnce() {
        application().withPropertyValues("vip.health.interval=30s").run(context -> {
            FloatingIpHealthIndicator indicator = context.getBean(FloatingIpHealthIndicator.class);
            for (int i = 0; i < 29; i++) {
                assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
                scenario.ticker().advance(Duration.ofSeconds(1));
            }
            assertThat(scenario.assigner().count(Call.LOOK)).isEqualTo(1);

            scenario.ticker().advance(Duration.ofSeconds(1));
            assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
            assertThat(scenario.assigner().count(Call.LOOK)).isEqualTo(2);
        });
    }

    @Test
    void health_whenTheNetworkCantBeRead_isUnknownAndSaysWhatWasKnown() {
        application().run(context -> {
            FloatingIpHealthIndicator indicator = context.getBean(FloatingIpHealthIndicator.class);
            assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
            scenario.assigner().inject(Fault.deny().onCall(Call.LOOK).always());
            scenario.ticker().advance(Duration.ofSeconds(30));

            Health health = indicator.health();

            assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
            assertThat(of(health))
                    .containsEntry("lastKnownHolder", "i-0a (eni-0a)")
                    .containsEntry("readAt", "2026-01-01T00:00:00Z")
                    .doesNotContainKey("holder")
                    .hasEntrySatisfying(
                            "unknown", why -> assertThat(why).asString().contains("not authorized"));
            long asked = scenario.assigner().count(Call.LOOK);
            assertThat(indicator.health().getStatus()).isEqualTo(Status.UNKNOWN);
            assertThat(scenario.assigner().count(Call.LOOK))
                    .as("a failed answer is kept as long")
                    .isEqualTo(asked);
        });
    }

    @Test
    void health_whenItWasNeverRead_namesNobody() {
        scenario.assigner().inject(Fault.deny().onCall(Call.LOOK).always());

        application().run(context -> {
            Health health = context.getBean(FloatingIpHealthIndicator.class).health();

            assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
            assertThat(of(health)).containsOnlyKeys("unknown");
        });
    }

    @Test
    void health_whenTheNetworkSaysNobody_isDown() {
        scenario.floatingIp().release("i-0a");

        application().run(context -> {
            Health health = context.getBean(FloatingIpHealthIndicator.class).health();

            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(of(health)).containsEntry("holder", "nobody");
        });
    }

    @Test
    void health_afterAMoveOfTheApplication_isReadAnew() {
        application().run(context -> {
            FloatingIpHealthIndicator indicator = context.getBean(FloatingIpHealthIndicator.class);
            assertThat(of(indicator.health())).containsEntry("holder", "i-0a (eni-0a)");

            context.getBean(FloatingIp.class).moveTo("i-0b");

            assertThat(of(indicator.health())).containsEntry("holder", "i-0b (eni-0b)");
        });
    }

    @Test
    void probe_whileAnotherReads_getsWhatWasKnownAtOnce() {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        IpAssigner slow = new ForwardingIpAssigner(scenario.assigner()) {
            private boolean first = true;

            @Override
            public Map<IpAddress, List<Holder>> locate(List<IpAddress> addresses) {
                if (!first) {
                    reading.countDown();
                    await(goOn);
                }
                first = false;
                return super.locate(addresses);
            }
        };

        application(slow).run(context -> {
            FloatingIpHealthIndicator indicator = context.getBean(FloatingIpHealthIndicator.class);
            assertThat(of(indicator.health())).containsEntry("holder", "i-0a (eni-0a)");
            scenario.floatingIp().moveTo("i-0b");
            scenario.ticker().advance(Duration.ofSeconds(30));
            CompletableFuture<Health> slowProbe = CompletableFuture.supplyAsync(indicator::health);
            await(reading);

            assertThat(of(indicator.health())).containsEntry("holder", "i-0a (eni-0a)");
            goOn.countDown();
            assertThat(of(slowProbe.get(20, TimeUnit.SECONDS))).containsEntry("holder", "i-0b (eni-0b)");
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void health_whereItIsSwitchedOffOrThereIsNoAddress_isNotThere() {
        application()
                .withPropertyValues("management.health.vip.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(FloatingIpHealthIndicator.class));
        application()
                .withPropertyValues("vip.addresses=")
                .run(context -> assertThat(context).doesNotHaveBean(FloatingIpHealthIndicator.class));
    }
}
