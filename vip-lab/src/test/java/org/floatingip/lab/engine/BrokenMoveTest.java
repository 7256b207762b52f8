package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.FloatingIpGroup;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.ThrottledException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.ForwardingIpAssigner;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Ticker;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.Scenario;
import org.junit.jupiter.api.Test;

/** Bugs of somebody else's code in the midst of a handover, when nobody holds the addresses. */
class BrokenMoveTest {

    private final Scenario scene = Scenario.builder()
            .host("i-0a")
            .holding("10.0.1.20")
            .holding("10.0.1.21")
            .host("i-0b")
            .build();
    private boolean taken;

    private FloatingIpGroup group(IpAssigner assigner, Ticker ticker) {
        return FloatingIpGroup.of(scene.addresses())
                .assigner(assigner)
                .ticker(ticker)
                .timeoutSeconds(5)
                .build();
    }

    private FloatingIpException handover(IpAssigner assigner, Ticker ticker) {
        return Objects.requireNonNull(catchThrowableOfType(
                FloatingIpException.class,
                () -> group(assigner, ticker)
                        .move()
                        .from("i-0a")
                        .to("i-0b")
                        .handover()
                        .execute()));
    }

    private void assertAllAreOn(String host) {
        assertThat(scene.addresses())
                .allSatisfy(address -> assertThat(scene.network().holders(address))
                        .singleElement()
                        .extracting(holder -> holder.host().value())
                        .isEqualTo(host));
    }

    /** A network that takes addresses, and gives none to the target. */
    private class Refusing extends ForwardingIpAssigner {

        Refusing() {
            super(scene.assigner());
        }

        @Override
        public void release(List<IpAddress> addresses, Holder holder) {
            super.release(addresses, holder);
            taken = true;
        }

        @Override
        public void assign(List<Transfer> batch) {
            if (batch.get(0).placement().host().value().equals("i-0b")) {
                throw new ThrottledException("ec2:AssignPrivateIpAddresses", null);
            }
            super.assign(batch);
        }
    }

    /** What a lazy map comes to whose backing has gone. */
    private static final class Lazy extends AbstractMap<IpAddress, List<Holder>> {

        @Override
        public Set<Map.Entry<IpAddress, List<Holder>>> entrySet() {
            throw new IllegalStateException("the session is closed");
        }
    }

    @Test
    void handover_whenAnAnswerFailsAsItIsRead_givesBackWhatWasTaken() {
        FloatingIpException failed = handover(
                new Refusing() {
                    @Override
                    public Map<IpAddress, List<Holder>> locate(List<IpAddress> addresses) {
                        return taken ? new Lazy() : super.locate(addresses);
                    }
                },
                scene.ticker());

        assertAllAreOn("i-0a");
        assertThat(failed).isInstanceOf(GroupMoveException.class);
    }

    /** A clock that fails once, after addresses were taken, when somebody waits. */
    private final class Failing implements Ticker {

        private boolean failed;

        @Override
        public Instant now() {
            return scene.ticker().now();
        }

        @Override
        public long nanoTime() {
            return scene.ticker().nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            if (taken && !failed) {
                failed = true;
                throw new IllegalStateException("of the test");
            }
            scene.ticker().sleep(duration);
        }
    }

    @Test
    void handover_whenTheClockFailsBeforeTheyAreGiven_givesBackWhatWasTaken() {
        Failing clock = new Failing();

        FloatingIpException failed = handover(new Refusing(), clock);

        assertThat(clock.failed).isTrue();
        assertAllAreOn("i-0a");
        assertThat(failed)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("sleep(..) of ")
                .hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
    }

    @Test
    void moveTo_whenTheSurveyFailsForOneThatWasNotAskedFor_movesThemAll() {
        IpAssigner talkative = new ForwardingIpAssigner(scene.assigner()) {
            @Override
            public PerAddress<Survey> survey(List<IpAddress> addresses, HostId target) {
                PerAddress.Builder<Survey> more = PerAddress.builder();
                super.survey(addresses, target).values().forEach(more::add);
                return more.fail(
                                IpAddress.of("10.0.1.99"),
                                UnavailableException.withoutEffect("reading", "nobody asked for that", null))
                        .build();
            }
        };

        assertThat(group(talkative, scene.ticker()).moveTo("i-0b").results())
                .hasSize(2)
                .allMatch(MoveResult::moved);
    }
}
