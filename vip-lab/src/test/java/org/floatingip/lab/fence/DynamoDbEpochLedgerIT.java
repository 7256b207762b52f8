package org.floatingip.lab.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.floatingip.Claim;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.dynamodb.DynamoDbEpochLedger;
import org.floatingip.failure.StaleEpochException;
import org.floatingip.lab.Program;
import org.floatingip.spi.EpochLedger;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.contract.EpochLedgerContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The ledger in moto's DynamoDB: the contract, the table by the documented command, what an item should not be, a move behind it. */
class DynamoDbEpochLedgerIT extends EpochLedgerContract {

    private static final AtomicInteger TABLES = new AtomicInteger();
    private static final Duration BUDGET = Duration.ofSeconds(10);
    private static final IpAddress ADDRESS = IpAddress.of("10.0.1.12");
    private static final Claim CLAIM = Claim.of(ADDRESS, 7, HostId.of("i-0b"));

    /** One for all tests, which starts in a second; each has a table of its own. */
    private static LocalDynamoDb server = LocalDynamoDb.start();

    private final String table = "epochs" + TABLES.incrementAndGet();
    private DynamoDbClient client = server.client();

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected EpochLedger ledger() {
        if (!server.alive()) {
            server = LocalDynamoDb.start();
            client = server.client();
        }
        LocalDynamoDb.createTable(client, table);
        return DynamoDbEpochLedger.on(client, table);
    }

    @Override
    protected EpochLedger another() {
        return DynamoDbEpochLedger.on(client, table);
    }

    @Override
    protected void breakStore() {
        server.kill();
    }

    /** Moto takes five milliseconds for each of some two hundred requests a round. */
    @Override
    protected int rounds() {
        return Integer.getInteger("ledger.rounds", 5);
    }

    @Override
    protected void close() {
        client.close();
    }

    private void put(Map<String, AttributeValue> item) {
        client.putItem(request -> request.tableName(table).item(item));
    }

    @Test
    void createTableCommand_always_makesATableThatWorks() {
        DynamoDbEpochLedger ledger = DynamoDbEpochLedger.on(client, "by-command");
        assertThatThrownBy(() -> ledger.advance(CLAIM, BUDGET))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("Requested resource not found")
                .hasMessageContaining(ledger.createTableCommand());

        List<String> words = List.of(ledger.createTableCommand().split(" "));
        Program.Ended ended = Program.aws()
                .and(List.of("--endpoint-url", server.endpoint().toString()))
                .run(words.subList(1, words.size()).toArray(String[]::new));

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ledger.advance(CLAIM, BUDGET)).isEqualTo(CLAIM);
    }

    /** It is never taken for "nobody", and never overwritten. */
    @Test
    void advance_whenTheItemHasNoEpoch_saysSoAndLeavesIt() {
        Map<String, AttributeValue> garbage =
                Map.of("address", AttributeValue.fromS("10.0.1.12"), "owner", AttributeValue.fromS("somebody"));
        put(garbage);

        assertThatThrownBy(() -> another().advance(CLAIM, BUDGET))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("it has no number epoch");
        assertThat(client.getItem(request ->
                                request.tableName(table).key(Map.of("address", AttributeValue.fromS("10.0.1.12"))))
                        .item())
                .isEqualTo(garbage);
    }

    @Test
    void advance_whenTheItemHasMore_leavesThat() {
        put(Map.of(
                "address", AttributeValue.fromS("10.0.1.12"),
                "epoch", AttributeValue.fromN("6"),
                "target", AttributeValue.fromS("i-0a"),
                "note", AttributeValue.fromS("ours")));

        assertThat(another().advance(CLAIM, BUDGET)).isEqualTo(CLAIM);
        assertThat(client.getItem(request ->
                                request.tableName(table).key(Map.of("address", AttributeValue.fromS("10.0.1.12"))))
                        .item())
                .containsEntry("note", AttributeValue.fromS("ours"))
                .containsEntry("epoch", AttributeValue.fromN("7"));
    }

    @Test
    void move_behindIt_obeysTheLaterEpoch() {
        try (Scenario scenario = Scenario.builder()
                .host("i-0a")
                .holding("10.0.1.12")
                .host("i-0b")
                .build()) {
            FloatingIp db = FloatingIp.at("10.0.1.12")
                    .assigner(scenario.assigner())
                    .ticker(scenario.ticker())
                    .fence(another())
                    .build();
            db.move().to("i-0b").epoch(8).execute();

            assertThatThrownBy(() -> db.move().to("i-0a").epoch(7).execute())
                    .isInstanceOfSatisfying(StaleEpochException.class, stale -> {
                        assertThat(stale.effect()).isEqualTo(Effect.NONE);
                        assertThat(stale.standing().epoch()).isEqualTo(8);
                    });
            assertThat(db.holder().orElseThrow().host()).isEqualTo(HostId.of("i-0b"));
        }
    }
}
