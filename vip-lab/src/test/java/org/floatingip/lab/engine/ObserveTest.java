package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.FloatingIp;
import org.floatingip.MoveListener;
import org.floatingip.PoolEviction;
import org.floatingip.event.OperationEnded;
import org.floatingip.event.StepStarted;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The samples of docs/observe.md. */
@SuppressWarnings("ClassCanBeStatic") // the page shows it without a word that means nothing there
class ObserveTest {

    private final Scenario scenario = Scenario.create();
    private final Pool pool = new Pool();

    /** HikariCP's {@code HikariPoolMXBean} has such a method. */
    private static final class Pool {

        private int evicted;

        private void softEvictConnections() {
            evicted++;
        }
    }

    @AfterEach
    void close() {
        scenario.close();
    }

    @Test
    void listeners_asThePageShowsThem_hearWhatItSays() {
        // sample
        List<String> progress = new ArrayList<>();
        MoveListener live = new MoveListener() {
            @Override
            public void stepStarted(StepStarted event) {
                progress.add(event.address() + " " + event.kind() + " ...");
            }

            @Override
            public void ended(OperationEnded event) {
                progress.add(event.outcome() + " " + event.operation().target());
            }
        };
        FloatingIp db = scenario.floatingIpBuilder("10.0.1.12")
                .listener(PoolEviction.of(pool::softEvictConnections))
                .listener(live, Runnable::run)
                .build();
        // end

        scenario.assigner()
                .inject(Fault.none().onCall(Call.ASSIGN).first(() -> progress.add("the address is given now")));

        db.moveTo("i-0b");

        assertThat(progress)
                .containsSubsequence(
                        "10.0.1.12 PLANNED ...",
                        "10.0.1.12 HOST_READY ...",
                        "10.0.1.12 ASSIGNED ...",
                        "the address is given now",
                        "10.0.1.12 VERIFIED ...",
                        "MOVED i-0b");
        assertThat(pool.evicted).isEqualTo(1);
        assertThatThrownBy(() -> db.moveTo("i-0nowhere")).isNotNull();
        db.moveTo("i-0b");
        assertThat(pool.evicted).as("refused, or there already").isEqualTo(1);
        scenario.assigner().inject(Fault.loseReply().onCall(Call.ASSIGN));
        scenario.assigner().inject(Fault.unavailable().onCall(Call.LOOK).skip(1).always());
        assertThatThrownBy(() -> db.moveTo("i-0a")).isInstanceOf(NotVerifiedException.class);
        assertThat(pool.evicted).as("nobody knows").isEqualTo(2);
    }
}
