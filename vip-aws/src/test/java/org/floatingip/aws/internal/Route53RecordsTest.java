package org.floatingip.aws.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.floatingip.testkit.assertj.VipAssertions.catchRefusal;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.dns.DnsName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Which sets are written over. */
class Route53RecordsTest {

    private static final DnsName DB = DnsName.of("db.example.com");
    private static final Route53Zones.Zone ZONE = new Route53Zones.Zone("Z1", "example.com", false, null);

    private static ResourceRecordSet.Builder plain() {
        return ResourceRecordSet.builder()
                .name("db.example.com.")
                .type("A")
                .ttl(60L)
                .resourceRecords(ResourceRecord.builder().value("10.0.1.12").build());
    }

    @Test
    void checkWritable_whenItIsPlainOrHasAHealthCheckOrIsNotThere_passes() {
        assertThatCode(() -> {
                    Route53Records.checkWritable(DB, ZONE, null);
                    Route53Records.checkWritable(DB, ZONE, plain().build());
                    Route53Records.checkWritable(
                            DB, ZONE, plain().healthCheckId("0f7d2f5c-1a2b").build());
                })
                .doesNotThrowAnyException();
    }

    static Stream<Consumer<ResourceRecordSet.Builder>> whatWeDoNotKnow() {
        return Stream.of(
                set -> set.trafficPolicyInstanceId("tpi-1"),
                set -> set.weight(10L),
                set -> set.region("us-east-1"),
                set -> set.multiValueAnswer(true),
                set -> set.setIdentifier("blue"));
    }

    @ParameterizedTest
    @MethodSource("whatWeDoNotKnow")
    void checkWritable_whenItHasMoreThanWeKeep_leavesItAlone(Consumer<ResourceRecordSet.Builder> more) {
        ResourceRecordSet set = plain().applyMutation(more).build();

        RefusedException refused =
                catchRefusal(RefusalReason.DNS_CONFLICT, () -> Route53Records.checkWritable(DB, ZONE, set));

        assertThat(refused.what()).contains("its A record has a ").contains("left alone");
    }
}
