package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.TcpProbe;
import org.floatingip.spi.ReachabilityProbe;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.junit.jupiter.api.Test;

/** Reaching what a moved address is for. */
class ProbeTest {

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final HostId b = HostId.of(sandbox.instanceId("db.b"));

    private MoveResult moveWith(ReachabilityProbe probe) {
        return FloatingIp.at(Sandbox.FLOATING_IP)
                .assigner(InMemoryIpAssigner.of(sandbox.network()))
                .probe(probe)
                .ticker(ticker)
                .build()
                .moveTo(b);
    }

    @Test
    void probe_whenItAnswersAfterAWhile_isTriedAfterVerificationUntilThen() {
        int[] tries = {0};

        MoveResult result = moveWith((address, budget) -> {
            assertThat(sandbox.network().holders(address)).allMatch(holder -> holder.isOn(b));
            if (++tries[0] < 4) {
                throw new IOException("connection refused");
            }
            return "it answers";
        });

        assertThat(result.warnings()).isEmpty();
        assertThat(result.steps().get(3).kind()).isEqualTo(StepKind.REACHABLE);
        assertThat(result.steps().get(3).outcome()).isEqualTo(StepOutcome.DONE);
        assertThat(result.steps().get(3).attempts()).isEqualTo(4);
    }

    @Test
    void probe_whenItNeverAnswers_isAWarningOnAMoveThatWasMade() {
        MoveResult result = moveWith((address, budget) -> {
            throw new IOException("no route to host");
        });

        assertThat(result.moved()).isTrue();
        assertThat(result.warnings()).singleElement().asString().contains("no route to host");
        assertThat(result.steps().get(3).outcome()).isEqualTo(StepOutcome.FAILED);
        assertThat(Duration.ofNanos(ticker.nanoTime())).isLessThanOrEqualTo(FloatingIp.DEFAULT_TIMEOUT);
    }

    @Test
    void tcpProbe_whenSomethingListens_reachesItAndElseSaysWhy() throws IOException {
        IpAddress loopback = IpAddress.of("127.0.0.1");
        int port;
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = listening.getLocalPort();
            assertThat(TcpProbe.of(port).reach(loopback, Duration.ofSeconds(5))).contains("" + port);
        }
        assertThatThrownBy(() -> TcpProbe.of(port).reach(loopback, Duration.ofSeconds(5)))
                .isInstanceOf(IOException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> TcpProbe.of(0));
        assertThatIllegalArgumentException().isThrownBy(() -> TcpProbe.of(65536));
    }
}
