package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveListener;
import org.floatingip.MoveResult;
import org.floatingip.MoveStep;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.junit.jupiter.api.Test;

/** What listeners hear, and that they can't hurt a move. */
class MoveListenerTest {

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final InMemoryIpAssigner assigner = InMemoryIpAssigner.of(sandbox.network());
    private final String b = sandbox.instanceId("db.b");
    private final List<String> heard = new ArrayList<>();

    private final MoveListener listener = new MoveListener() {
        @Override
        public void started(IpAddress address, HostId target) {
            heard.add("started " + address + " " + target);
        }

        @Override
        public void step(IpAddress address, MoveStep step) {
            heard.add("step " + step.kind());
        }

        @Override
        public void moved(MoveResult result) {
            heard.add("moved " + result.outcome());
        }

        @Override
        public void refused(IpAddress address, RefusedException refusal) {
            heard.add("refused " + refusal.reason());
        }

        @Override
        public void failed(IpAddress address, FloatingIpException failure) {
            heard.add("failed " + failure.effect());
        }
    };

    private FloatingIp.Builder db() {
        return FloatingIp.at(Sandbox.FLOATING_IP).assigner(assigner).ticker(ticker);
    }

    @Test
    void listener_ofAMove_hearsAllOfItInOrder() {
        db().listener(listener).build().moveTo(b);

        assertThat(heard)
                .containsExactly(
                        "started 10.0.1.12 " + b, "step PLANNED", "step ASSIGNED", "step VERIFIED", "moved MOVED");
    }

    @Test
    void listener_withoutAnExecutor_isCalledWhenTheMoveHasEnded() {
        assigner.inject(Fault.none().onCall(Call.ASSIGN).first(() -> heard.add("the flip")));

        db().listener(listener).build().moveTo(b);

        assertThat(heard.get(0)).isEqualTo("the flip");
        assertThat(heard).hasSize(6);
    }

    @Test
    void listener_withAnExecutor_isCalledAsThingsHappen() {
        assigner.inject(Fault.none().onCall(Call.ASSIGN).first(() -> heard.add("the flip")));

        db().listener(listener, Runnable::run).build().moveTo(b);

        assertThat(heard)
                .containsExactly(
                        "started 10.0.1.12 " + b,
                        "step PLANNED",
                        "the flip",
                        "step ASSIGNED",
                        "step VERIFIED",
                        "moved MOVED");
    }

    @Test
    void listener_ofARefusalAndOfAFailure_hearsWhich() {
        FloatingIp db = db().listener(listener).build();
        assertThatThrownBy(() -> db.moveTo(sandbox.instanceId("far"))).is(refusal(RefusalReason.SUBNET_MISMATCH));
        sandbox.network().delayVisibility(Duration.ofHours(1));
        assertThatThrownBy(() -> db.moveTo(b)).isInstanceOf(NotVerifiedException.class);

        assertThat(heard).contains("refused SUBNET_MISMATCH", "failed APPLIED");
    }

    @Test
    void listener_thatThrows_hurtsNeitherTheMoveNorOtherListeners() {
        MoveListener broken = new MoveListener() {
            @Override
            public void started(IpAddress address, HostId target) {
                throw new IllegalStateException("broken on purpose");
            }

            @Override
            public void moved(MoveResult result) {
                throw new IllegalStateException("broken on purpose");
            }
        };

        MoveResult result = db().listener(broken)
                .listener(broken, Runnable::run)
                .listener(broken, task -> {
                    throw new RejectedExecutionException("full on purpose");
                })
                .listener(listener)
                .build()
                .moveTo(b);

        assertThat(result.moved()).isTrue();
        assertThat(heard).hasSize(5);
    }

    @Test
    void listener_ofReadings_hearsNothing() {
        FloatingIp db = db().listener(listener).build();

        db.holder();
        db.move().to(b).plan();
        db.standby(b);

        assertThat(heard).isEmpty();
    }
}
