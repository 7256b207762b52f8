package org.floatingip.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.floatingip.dynamodb.DynamoDbEpochLedger;
import org.floatingip.lab.Program;
import org.floatingip.lab.fence.LocalDynamoDb;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** {@code vip move --epoch --fence} by process: the sandbox as EC2, moto as DynamoDB. */
class FenceCommandIT {

    private static final String VIP = "10.0.1.12";
    private static final String FENCE = "dynamodb:" + DynamoDbEpochLedger.DEFAULT_TABLE;

    private static LocalDynamoDb dynamoDb;
    private static Program.SandboxProcess sandbox;
    private static String a;
    private static String b;

    @BeforeAll
    static void start() {
        dynamoDb = LocalDynamoDb.start();
        sandbox = Program.SandboxProcess.start();
        a = sandbox.instance("db.a");
        b = sandbox.instance("db.b");
        try (DynamoDbClient client = dynamoDb.client()) {
            LocalDynamoDb.createTable(client, DynamoDbEpochLedger.DEFAULT_TABLE);
        }
    }

    @AfterAll
    static void stop() {
        if (sandbox != null) {
            sandbox.close();
        }
        if (dynamoDb != null) {
            dynamoDb.close();
        }
    }

    private static Program.Ended vip(String... arguments) {
        return Program.vip()
                .with("AWS_ENDPOINT_URL_EC2", sandbox.endpointUrl())
                .with("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.endpoint().toString())
                .run(arguments);
    }

    private static String holder() {
        Program.Ended status = vip("status", VIP);
        assertThat(status.status()).as(status.err()).isZero();
        return status.out().contains(b) ? b : a;
    }

    @Test
    void move_afterALaterEpoch_isRefusedWithThreeAndTheSameClaimConverges(@TempDir Path folder) {
        Program.Ended first = vip("move", VIP, b, "--epoch", "8", "--fence", FENCE);
        assertThat(first.status()).as(first.err()).isZero();

        Program.Ended stale = vip("move", VIP, a, "--epoch", "7", "--fence", FENCE);
        assertThat(stale.status()).isEqualTo(3);
        assertThat(stale.err())
                .contains(VIP + " was claimed for " + b + " by epoch 8, which is later than epoch 7 for " + a)
                .contains("nothing was changed");
        assertThat(holder()).isEqualTo(b);

        Program.Ended other = vip("move", VIP, a, "--epoch", "8", "--fence", FENCE, "--output", "json");
        assertThat(other.status()).isEqualTo(3);
        assertThat(other.json().get("error").get("type").asText()).isEqualTo("StaleEpoch");

        Program.Ended again = vip("move", VIP, b, "--epoch", "8", "--fence", FENCE);
        assertThat(again.status()).as(again.err()).isZero();
        assertThat(again.out()).contains("held");

        Program.Ended released = vip("release", VIP, "--from", b, "--epoch", "7", "--fence", FENCE);
        assertThat(released.status()).isEqualTo(3);
        assertThat(holder()).isEqualTo(b);

        Program.Ended doctor = vip("doctor", VIP, "--hosts", a + "," + b, "--fence", FENCE);
        assertThat(doctor.out()).contains("ledger " + VIP + ": it is claimed for " + b + " by epoch 8");

        String plan = folder.resolve("plan.txt").toString();
        Program.Ended planned = vip("move", VIP, a, "--epoch", "9", "--fence", FENCE, "--plan-out", plan);
        assertThat(planned.status()).as(planned.err()).isZero();
        assertThat(planned.out()).contains("UpdateItem in the table vip_epoch", "GetItem from the table vip_epoch");
        assertThat(vip("apply", plan).status()).isEqualTo(2);
        Program.Ended applied = vip("apply", plan, "--fence", FENCE);
        assertThat(applied.status()).as(applied.err()).isZero();
        assertThat(holder()).isEqualTo(a);
    }

    @Test
    void move_whenThereIsNoTable_isRefusedAndSaysHowToMakeIt() {
        Program.Ended refused = vip("move", "10.0.1.13", b, "--epoch", "1", "--fence", "dynamodb:other");

        assertThat(refused.status()).isEqualTo(3);
        assertThat(refused.err())
                .contains("Requested resource not found", "aws dynamodb create-table --table-name other");
    }
}
