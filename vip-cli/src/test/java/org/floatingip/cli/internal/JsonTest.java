package org.floatingip.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.spi.HostReport;
import org.junit.jupiter.api.Test;

/** What scripts read of a host. */
class JsonTest {

    private static final IpAddress VIP = IpAddress.of("10.0.1.12");

    @Test
    void host_whenALeaseRuns_saysHowLongItIs() {
        HostReport report = HostReport.of(HostId.of("db.a"), true, false, "eth0 has 10.0.1.12/32");

        assertThat(Json.of(VIP, report.withLease(Duration.ofSeconds(3)), 0)).contains(",\"leaseSeconds\":3,");
        assertThat(Json.of(VIP, report, 0)).doesNotContain("lease");
    }
}
