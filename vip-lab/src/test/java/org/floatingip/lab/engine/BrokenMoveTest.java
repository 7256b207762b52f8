package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
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
import org.floatingip.GroupMoveRequest;
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
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
            if (batch.stream().anyMatch(this::refuses)) {
                throw new ThrottledException("ec2:AssignPrivateIpAddresses", null);
            }
            super.assign(batch);
        }

        boolean refuses(Transfer transfer) {
            return transfer.placement().host().equals(HostId.of("i-0b"));
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

    /** A clock that fails once, after addresses were taken. */
    private final class Failing implements Ticker {

        boolean failed;
        private final int whenAsked;
        private int asked;

        /** @param whenAsked at which question for the time; 0 for when somebody waits */
        Failing(int whenAsked) {
            this.whenAsked = whenAsked;
        }

        private void fail() {
            failed = true;
            throw new IllegalStateException("of the test");
        }

        private void ask() {
            if (taken && ++asked == whenAsked) {
                fail();
            }
        }

        @Override
        public Instant now() {
            ask();
            return scene.ticker().now();
        }

        @Override
        public long nanoTime() {
            ask();
            return scene.ticker().nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            if (taken && whenAsked == 0 && !failed) {
                fail();
            }
            scene.ticker().sleep(duration);
        }
    }

    @Test
    void handover_whenTheClockFailsBeforeTheyAreGiven_givesBackWhatWasTaken() {
        Failing clock = new Failing(0);

        FloatingIpException failed = handover(new Refusing(), clock);

        assertThat(clock.failed).isTrue();
        assertAllAreOn("i-0a");
        assertThat(failed)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("sleep(..) of ")
                .hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
    }

    /** How far the handover comes. */
    enum Fate {
        GIVEN,
        /** Given, where the first answer to taking it is lost. */
        UNANSWERED,
        /** Nothing is given, and all of it goes back. */
        REFUSED,
        /** One is given and the other refused, where all or nothing was asked for: both go back. */
        HALF
    }

    /** A network that takes one address a call, and gives to the target what that fate has it give. */
    private final class Taking extends Refusing {

        private final Fate fate;
        private boolean lost;

        Taking(Fate fate) {
            this.fate = fate;
        }

        @Override
        public Traits traits() {
            return Traits.builder().mostPerCall(1).conditional().build();
        }

        @Override
        public void release(List<IpAddress> addresses, Holder holder) {
            super.release(addresses, holder);
            if (fate == Fate.UNANSWERED && !lost) {
                lost = true;
                throw UnavailableException.effectUnknown("ec2:UnassignPrivateIpAddresses", "the reply is lost", null);
            }
        }

        @Override
        boolean refuses(Transfer transfer) {
            boolean second = transfer.address().equals(scene.addresses().get(1));
            return super.refuses(transfer) && (fate == Fate.REFUSED || (fate == Fate.HALF && second));
        }
    }

    /** Wherever the clock fails between the network's answer and the end, what that answer said is known by then. */
    @ParameterizedTest
    @EnumSource
    void handover_wheneverTheClockFails_leavesNoneToNobody(Fate fate) {
        String eni = scene.network()
                .instance("i-0a")
                .orElseThrow()
                .interfaces()
                .get(0)
                .id();
        int question = 0;
        Failing clock;
        do {
            scene.addresses().forEach(address -> scene.network().assignAddresses(eni, List.of(address), true));
            taken = false;
            clock = new Failing(++question);
            FloatingIpGroup group = group(new Taking(fate), clock);
            GroupMoveRequest request =
                    group.move().from("i-0a").to("i-0b").handover().timeoutSeconds(1);
            Throwable ended = catchThrowable((fate == Fate.HALF ? request.allOrNothing() : request)::execute);

            for (IpAddress address : scene.addresses()) {
                assertThat(scene.network().holders(address))
                        .as("%s after the clock failed at question %s: %s", address, question, ended)
                        .hasSize(1);
            }
        } while (clock.failed);
        assertThat(question).isGreaterThan(10);
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
