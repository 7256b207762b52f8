package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.floatingip.testkit.assertj.VipAssertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import org.floatingip.FloatingIp;
import org.floatingip.MoveListener;
import org.floatingip.MoveResult;
import org.floatingip.event.OperationEnded;
import org.floatingip.event.Outcome;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.spi.IpAssigner;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;

/** How those who embed us use Mockito in their tests, as docs/testing.md shows it. Our own tests have fakes. */
class MockitoTest {

    private final Scenario scenario = Scenario.create();

    @AfterEach
    void close() {
        scenario.close();
    }

    @Test
    void listener_whenMocked_isToldInOrder() {
        // sample
        MoveListener pool = mock(MoveListener.class);
        FloatingIp db = scenario.floatingIpBuilder("10.0.1.12").listener(pool).build();

        MoveResult moved = db.moveTo("i-0b");

        ArgumentCaptor<OperationEnded> ended = ArgumentCaptor.forClass(OperationEnded.class);
        InOrder told = inOrder(pool);
        told.verify(pool).started(any());
        told.verify(pool).ended(ended.capture());
        assertThat(ended.getValue().outcome()).isEqualTo(Outcome.MOVED);
        assertThat(ended.getValue().outcomes().get(0).moved()).isEqualTo(moved);
        // end
    }

    @Test
    void listener_whenTheMoveIsRefused_isToldThat() {
        MoveListener pool = mock(MoveListener.class);
        FloatingIp db = scenario.floatingIpBuilder("10.0.1.12").listener(pool).build();

        assertThatThrownBy(() -> db.moveTo("i-0f")).hasMessageContaining("i-0f");

        ArgumentCaptor<OperationEnded> ended = ArgumentCaptor.forClass(OperationEnded.class);
        verify(pool).ended(ended.capture());
        assertThat(ended.getValue().outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void assigner_whenSpied_keepsAllItsAbilitiesAndCountsItsCalls() {
        // sample
        InMemoryIpAssigner assigner = spy(scenario.assigner());
        FloatingIp db = FloatingIp.at("10.0.1.12")
                .assigner(assigner)
                .ticker(scenario.ticker())
                .build();
        scenario.assigner().inject(Fault.loseReply().onCall(Call.ASSIGN));

        db.moveTo("i-0b"); // the change was made: it is looked for, and not repeated

        verify(assigner, times(1)).assign(any());
        assertThat(scenario).address("10.0.1.12").isHeldBy("i-0b").wasMovedTimes(1);
        // end
    }

    /** The smallest failover there is. */
    private static final class YourFailover {

        private final FloatingIp db;
        private String alarm = "";

        YourFailover(FloatingIp db) {
            this.db = db;
        }

        void run() {
            try {
                db.moveTo("i-0b");
            } catch (PermissionDeniedException e) {
                alarm = e.getMessage();
            }
        }
    }

    @Test
    void floatingIp_whenMocked_answersAsItIsTold() {
        // sample
        FloatingIp db = mock(FloatingIp.class); // a final class: Mockito 5 can, by its default mock maker
        when(db.moveTo("i-0b")).thenThrow(new PermissionDeniedException("ec2:AssignPrivateIpAddresses", null));

        YourFailover failover = new YourFailover(db);
        failover.run();

        verify(db).moveTo("i-0b");
        // end
        org.assertj.core.api.Assertions.assertThat(failover.alarm).startsWith("not permitted: ec2:Assign");
    }

    /** What not to mock, with the message that one gets. */
    @Test
    void assigner_whenMocked_isFoundOut() {
        IpAssigner agreeing = mock(IpAssigner.class);
        FloatingIp db = FloatingIp.at("10.0.1.12")
                .assigner(agreeing)
                .ticker(scenario.ticker())
                .build();

        assertThatThrownBy(() -> db.moveTo("i-0b"))
                .hasMessageContaining("traits(..) of ")
                .hasMessageContaining("returned null (a mock? use Scenario)");
    }
}
