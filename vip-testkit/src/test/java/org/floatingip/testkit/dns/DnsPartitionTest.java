package org.floatingip.testkit.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.floatingip.Effect;
import org.floatingip.IpAddress;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsChangeStatus;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;
import org.floatingip.failure.UnavailableException;
import org.floatingip.testkit.Sandbox;
import org.junit.jupiter.api.Test;

/** A host that can't reach DNS, and one that can. */
class DnsPartitionTest {

    private static final Duration BUDGET = Duration.ofSeconds(5);
    private static final DnsName NAME = DnsName.of("db.example.com");

    private final InMemoryDns dns = Sandbox.create().dns();
    private final InMemoryDnsRegistrar here = InMemoryDnsRegistrar.of(dns);
    private final InMemoryDnsRegistrar there = InMemoryDnsRegistrar.of(dns);
    private final DnsRecord record = DnsRecord.address(NAME, 60, IpAddress.of("10.0.1.12"));

    @Test
    void everyCall_whenCutOff_failsWithoutEffectUntilMended() {
        DnsChange pending = here.register(List.of(record), BUDGET);
        here.cutOff();

        assertThatThrownBy(() -> here.lookUp(NAME, BUDGET))
                .isInstanceOfSatisfying(
                        UnavailableException.class, e -> assertThat(e.effect()).isEqualTo(Effect.NONE))
                .hasMessageContaining("cut off");
        assertThatThrownBy(() -> here.register(List.of(record), BUDGET)).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> here.remove(record, BUDGET)).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> here.replace(record, record, BUDGET)).isInstanceOf(UnavailableException.class);
        assertThat(here.await(pending, BUDGET)).isEqualTo(pending);
        assertThat(there.lookUp(NAME, BUDGET)).containsExactly(record);

        here.mend();
        assertThat(here.lookUp(NAME, BUDGET)).containsExactly(record);
        assertThat(here.await(pending, BUDGET).status()).isEqualTo(DnsChangeStatus.IN_SYNC);
    }
}
