package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.floatingip.testkit.assertj.VipAssertions.assertThat;

import org.floatingip.FloatingIp;
import org.floatingip.MoveOutcome;
import org.floatingip.MoveResult;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.junit.FloatingIpTest;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

@FloatingIpTest // i-0a holds 10.0.1.12, i-0b is idle
class FailoverTest {

    /** The whole way: the SDK, HTTP, the in-memory AWS. */
    @Test
    void to_whenTheHolderIsDead_movesTheAddressOverHttp(Scenario scenario) {
        scenario.network().terminate("i-0a");
        try (InMemoryAwsServer aws = scenario.serve();
                Ec2Client ec2 = client(aws);
                Failover failover = new Failover(ec2, "10.0.1.12")) {
            MoveResult moved = failover.to("i-0b");

            System.out.println(moved);
            assertThat(moved.outcome()).isEqualTo(MoveOutcome.MOVED);
        }
        assertThat(scenario).address("10.0.1.12").isHeldBy("i-0b").wasMovedTimes(1);
    }

    /** The same in memory, in virtual time. */
    @Test
    void moveTo_always_isVerified(FloatingIp db, Scenario scenario) {
        db.moveTo("i-0b");

        assertThat(scenario).address("10.0.1.12").isHeldBy("i-0b").wasNeverUnheld();
    }

    private static Ec2Client client(InMemoryAwsServer aws) {
        return Ec2Client.builder()
                .endpointOverride(aws.endpointUrl())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
    }
}
