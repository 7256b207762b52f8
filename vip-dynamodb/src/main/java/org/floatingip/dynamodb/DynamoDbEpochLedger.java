package org.floatingip.dynamodb;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.floatingip.Claim;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.PlannedCall;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.EpochLedger;
import org.floatingip.spi.SystemTicker;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * An {@link EpochLedger} in a DynamoDB table that all movers share. The table has one item per address, with {@code address} (a
 * string, the key), {@code epoch} (a number) and {@code target} (a string). This class never creates the table; {@link
 * #createTableCommand()} returns the command that does.
 *
 * <p>Each claim is one conditional {@code UpdateItem}. Each read is one {@code GetItem} with {@code ConsistentRead}. Other
 * attributes of an item are kept. All movers must use the table in the same region: in a global table, two regions can each
 * accept a claim, and one of the claims is dropped later.
 *
 * <p>The caller owns the client, with its region, credentials and retries. Do not leave the credentials to the SDK's default
 * chain: it goes on from an identity that fails to the next one, and another account has another ledger. The budget limits each call, including the SDK's
 * retries. These retries are harmless: repeating a claim is no conflict, and {@link #next} takes a higher number if it can't tell
 * whether a claim is its own. Safe for use by several threads.
 *
 * <pre>{@code
 * ConfiguredCredentials credentials = ConfiguredCredentials.create(); // of vip-aws, as the assigners have them
 * EpochLedger ledger = DynamoDbEpochLedger.on(DynamoDbClient.builder().credentialsProvider(credentials).build());
 * FloatingIp db = FloatingIp.at("10.0.1.12").assigner(ec2).fence(ledger).build();
 * }</pre>
 */
public final class DynamoDbEpochLedger implements EpochLedger {

    /** The default name of the table: {@value}. */
    public static final String DEFAULT_TABLE = "vip_epoch";

    private static final String UPDATE = "dynamodb:UpdateItem";
    private static final String GET = "dynamodb:GetItem";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{3,255}");

    /** The limit of retries after a lost race. Each lost race was won by somebody, so nobody loses this often. */
    private static final int MOST_TRIES = 100;

    /**
     * Names are passed by reference, since the list of reserved words changes. DynamoDB refuses names that a request doesn't use,
     * so each condition uses all of them.
     */
    private static final Map<String, String> NAMES = Map.of("#a", "address", "#e", "epoch", "#t", "target");

    private final DynamoDbClient client;
    private final String table;

    private DynamoDbEpochLedger(DynamoDbClient client, String table) {
        this.client = Objects.requireNonNull(client, "client");
        if (!NAME.matcher(table).matches()) {
            throw new IllegalArgumentException(
                    "\"" + table + "\" is no name of a DynamoDB table: 3 to 255 letters, digits, _, - and ., such as "
                            + DEFAULT_TABLE);
        }
        this.table = table;
    }

    /** Returns a ledger in the table {@value #DEFAULT_TABLE}. The caller closes the client. */
    public static DynamoDbEpochLedger on(DynamoDbClient client) {
        return new DynamoDbEpochLedger(client, DEFAULT_TABLE);
    }

    /**
     * Returns a ledger in the given table. The caller closes the client.
     *
     * @param table the name of the table
     * @throws IllegalArgumentException if it can't be the name of a table
     */
    public static DynamoDbEpochLedger on(DynamoDbClient client, String table) {
        return new DynamoDbEpochLedger(client, table);
    }

    /** Returns the command that creates the table. It is meant for the account's administrator; this class never runs it. */
    public String createTableCommand() {
        return "aws dynamodb create-table --table-name " + table
                + " --attribute-definitions AttributeName=address,AttributeType=S"
                + " --key-schema AttributeName=address,KeyType=HASH --billing-mode PAY_PER_REQUEST";
    }

    @Override
    public Claim advance(Claim claim, Duration budget) {
        Objects.requireNonNull(claim, "claim");
        Calls calls = new Calls("claiming " + claim, budget);
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Answer answer = calls.replaceEarlier(claim);
            Claim stands = answer.recorded() ? claim : answer.stands();
            if (stands != null && (stands.equals(claim) || !claim.mayReplace(stands))) {
                return stands;
            }
        }
        throw calls.undecided();
    }

    @Override
    public @Nullable Claim current(IpAddress address, Duration budget) {
        Objects.requireNonNull(address, "address");
        return new Calls("reading the epoch of " + address, budget).read(address);
    }

    @Override
    public Claim next(IpAddress address, HostId target, Duration budget) {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(target, "target");
        Calls calls = new Calls("taking the next epoch of " + address, budget);
        Claim recorded = calls.read(address);
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            if (recorded != null && recorded.epoch() == Long.MAX_VALUE) {
                throw RefusedException.of(
                        RefusalReason.LEDGER_REFUSED,
                        "there is no epoch after " + recorded.epoch() + " for " + address,
                        "see who recorded that one, and delete its item from " + table
                                + " while nobody moves the address",
                        null);
            }
            Claim next = Claim.of(address, recorded == null ? 1 : recorded.epoch() + 1, target);
            Answer answer = calls.replaceThat(recorded, next);
            // Not by what stands there: where this host asked twice at once, the other one's claim is equal to ours.
            if (answer.recorded()) {
                return next;
            }
            recorded = answer.stands();
        }
        throw calls.undecided();
    }

    @Override
    public List<PlannedCall> explain(List<Claim> claims) {
        return claims.stream()
                .flatMap(claim -> Stream.of(
                        PlannedCall.mutating(
                                "UpdateItem in the table " + table + ": " + claim + ", unless a later epoch has it",
                                UPDATE),
                        PlannedCall.reading(
                                "GetItem from the table " + table + " for " + claim.address() + ", before each change",
                                GET)))
                .toList();
    }

    /** Returns, for example, {@code DynamoDbEpochLedger(vip_epoch)}. */
    @Override
    public String toString() {
        return "DynamoDbEpochLedger(" + table + ")";
    }

    /**
     * The result of a conditional update.
     *
     * @param recorded whether it was made
     * @param stands the recorded claim otherwise; null if there is none
     */
    private record Answer(boolean recorded, @Nullable Claim stands) {}

    /** The requests of one call, which share its time budget. */
    private final class Calls {

        private final String what;
        private final Duration budget;
        private final long endNanos;

        Calls(String what, Duration budget) {
            this.what = what + " in the DynamoDB table " + table;
            this.budget = budget;
            this.endNanos = SystemTicker.instance().nanoTime() + budget.toNanos();
        }

        Answer replaceEarlier(Claim claim) {
            // An item without an epoch is none that may be replaced: somebody has to look at it.
            return update(claim, "attribute_not_exists(#a) OR #e < :e OR (#e = :e AND #t = :t)", Map.of());
        }

        /** Replaces exactly the given claim by another one. */
        Answer replaceThat(@Nullable Claim recorded, Claim next) {
            return recorded == null
                    ? update(next, "attribute_not_exists(#a)", Map.of())
                    : update(
                            next,
                            "attribute_exists(#a) AND #e = :was AND #t = :whose",
                            Map.of(
                                    ":was",
                                    number(recorded.epoch()),
                                    ":whose",
                                    string(recorded.target().value())));
        }

        private Answer update(Claim claim, String condition, Map<String, AttributeValue> more) {
            Map<String, AttributeValue> values = new HashMap<>(more);
            values.put(":e", number(claim.epoch()));
            values.put(":t", string(claim.target().value()));
            try {
                DynamoDbResponse unused = answered(
                        UPDATE,
                        time -> client.updateItem(request -> request.tableName(table)
                                .key(key(claim.address()))
                                .updateExpression("SET #e = :e, #t = :t")
                                .conditionExpression(condition)
                                .expressionAttributeNames(NAMES)
                                .expressionAttributeValues(values)
                                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                                .overrideConfiguration(time)));
                return new Answer(true, null);
            } catch (ConditionalCheckFailedException e) {
                // Those that imitate DynamoDB don't all say what stands there.
                return new Answer(
                        false,
                        e.hasItem() && !e.item().isEmpty() ? claim(claim.address(), e.item()) : read(claim.address()));
            }
        }

        @Nullable
        Claim read(IpAddress address) {
            GetItemResponse answer = answered(
                    GET,
                    time -> client.getItem(request -> request.tableName(table)
                            .key(key(address))
                            .consistentRead(true)
                            .overrideConfiguration(time)));
            return answer.hasItem() ? claim(address, answer.item()) : null;
        }

        private <T extends DynamoDbResponse> T answered(
                String action, Function<AwsRequestOverrideConfiguration, T> call) {
            Duration left = Duration.ofNanos(endNanos - SystemTicker.instance().nanoTime());
            if (left.isNegative() || left.isZero()) {
                throw UnavailableException.withoutEffect(what, "not done within " + budget.toMillis() + " ms", null);
            }
            T answer;
            Asked asked = new Asked();
            try {
                answer = call.apply(AwsRequestOverrideConfiguration.builder()
                        .apiCallTimeout(left)
                        .addPlugin(asked.plugin())
                        .build());
            } catch (ConditionalCheckFailedException e) {
                throw e;
            } catch (RuntimeException e) {
                throw DynamoDbFaults.typed(action, what, createTableCommand(), e, asked.sent());
            }
            // An empty body reads as an answer without an item, and that as "nobody has claimed it": what DynamoDB says
            // has a
            // request id.
            String id = answer.responseMetadata().requestId();
            if (id == null || id.isEmpty() || id.equals("UNKNOWN")) {
                throw UnavailableException.notTheService(what, "the answer has no request id", null);
            }
            return answer;
        }

        UnavailableException undecided() {
            return UnavailableException.withoutEffect(what, "other movers were faster " + MOST_TRIES + " times", null);
        }
    }

    private static Map<String, AttributeValue> key(IpAddress address) {
        return Map.of("address", string(address.toString()));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    private static AttributeValue string(String value) {
        return AttributeValue.fromS(value);
    }

    private Claim claim(IpAddress address, Map<String, AttributeValue> item) {
        try {
            String epoch = Optional.ofNullable(item.get("epoch"))
                    .map(AttributeValue::n)
                    .orElse(null);
            String target = Optional.ofNullable(item.get("target"))
                    .map(AttributeValue::s)
                    .orElse(null);
            if (epoch == null || target == null) {
                throw new IllegalArgumentException(
                        epoch == null ? "it has no number epoch" : "it has no string target");
            }
            return Claim.of(address, epoch(epoch), HostId.of(target));
        } catch (IllegalArgumentException e) {
            throw RefusedException.of(
                    RefusalReason.LEDGER_REFUSED,
                    "the item of " + address + " in the DynamoDB table " + table + " is not a claim: " + e.getMessage(),
                    "mend it, or delete it while nobody moves the address",
                    e);
        }
    }

    /** DynamoDB's numbers have fractions and 38 digits. */
    private static long epoch(String number) {
        try {
            return new BigDecimal(number).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "its epoch is " + number + ", not a whole number from 0 to " + Long.MAX_VALUE, e);
        }
    }
}
