package org.floatingip.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.floatingip.Claim;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.PlannedCall;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.failure.CredentialsException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.ThrottledException;
import org.floatingip.failure.UnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What DynamoDB is asked, and what its answers and its silence come to. The contract runs on a real store: DynamoDbEpochLedgerIT. */
class DynamoDbEpochLedgerTest {

    private static final Duration BUDGET = Duration.ofSeconds(10);
    private static final IpAddress ADDRESS = IpAddress.of("10.0.1.12");
    private static final HostId A = HostId.of("i-0a");
    private static final HostId B = HostId.of("i-0b");
    private static final Claim CLAIM = Claim.of(ADDRESS, 7, B);
    private static final String STALE = """
            {"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",\
            "Item":{"address":{"S":"10.0.1.12"},"epoch":{"N":"%s"},"target":{"S":"%s"}},\
            "message":"The conditional request failed"}""";

    private final DynamoDbStub stub = DynamoDbStub.start();
    private final DynamoDbClient client = stub.client();
    private final DynamoDbEpochLedger ledger = DynamoDbEpochLedger.on(client);

    @AfterEach
    void close() {
        client.close();
        stub.close();
    }

    private static String error(String type, String message) {
        return "{\"__type\":\"" + type + "\",\"message\":\"" + message + "\"}";
    }

    private FloatingIpException failureOfReading() {
        FloatingIpException failure =
                catchThrowableOfType(FloatingIpException.class, () -> ledger.current(ADDRESS, BUDGET));
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(isSerialisable(failure)).isTrue();
        return failure;
    }

    private static boolean isSerialisable(Throwable thrown) {
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            out.writeObject(thrown);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "two words", "a/b", "arn:aws:dynamodb:us-east-1:123456789012:table/x"})
    void on_whatIsNoName_isRefused(String table) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DynamoDbEpochLedger.on(client, table))
                .withMessageContaining("is no name of a DynamoDB table");
    }

    @Test
    void advance_always_isOneConditionalUpdate() {
        stub.answers(200, "{}");

        assertThat(ledger.advance(CLAIM, BUDGET)).isEqualTo(CLAIM);
        assertThat(stub.requests())
                .singleElement()
                .asString()
                .startsWith("UpdateItem ")
                .contains(
                        "\"ConditionExpression\":\"attribute_not_exists(#a) OR #e < :e OR (#e = :e AND #t = :t)\"",
                        "\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\"",
                        "\"TableName\":\"vip_epoch\"",
                        "\":e\":{\"N\":\"7\"}",
                        "\":t\":{\"S\":\"i-0b\"}");
    }

    @Test
    void advance_whenALaterEpochStands_saysWhichWithoutAskingAgain() {
        stub.answers(400, STALE.formatted("8", "i-0a"));

        assertThat(ledger.advance(CLAIM, BUDGET)).isEqualTo(Claim.of(ADDRESS, 8, A));
        assertThat(stub.requests()).hasSize(1);
    }

    /** As dynalite has it. */
    @Test
    void advance_whenTheRefusalDoesNotSayWhatStands_readsIt() {
        stub.answers(400, error("com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", "failed"))
                .answers(
                        200,
                        "{\"Item\":{\"address\":{\"S\":\"10.0.1.12\"},\"epoch\":{\"N\":\"8\"},\"target\":{\"S\":\"i-0a\"}}}");

        assertThat(ledger.advance(CLAIM, BUDGET)).isEqualTo(Claim.of(ADDRESS, 8, A));
        assertThat(stub.requests()).hasSize(2).last().asString().startsWith("GetItem ");
    }

    @Test
    void current_always_readsConsistently() {
        stub.answers(200, "{}");

        assertThat(ledger.current(ADDRESS, BUDGET)).isNull();
        assertThat(stub.requests())
                .singleElement()
                .asString()
                .startsWith("GetItem ")
                .contains("\"ConsistentRead\":true");
    }

    @Test
    void next_whenSomebodyWasFaster_goesOnFromTheirs() {
        stub.answers(200, "{}").answers(400, STALE.formatted("1", "i-0a")).answers(200, "{}");

        assertThat(ledger.next(ADDRESS, B, BUDGET)).isEqualTo(Claim.of(ADDRESS, 2, B));
        assertThat(stub.requests()).last().asString().contains("attribute_exists(#a) AND #e = :was AND #t = :whose");
    }

    /** The same host asked twice at once, or the SDK asked again after a lost reply: nobody can tell which. */
    @Test
    void next_whenItsOwnClaimStandsAlready_takesAHigherNumber() {
        stub.answers(200, "{}").answers(400, STALE.formatted("1", "i-0b")).answers(200, "{}");

        assertThat(ledger.next(ADDRESS, B, BUDGET)).isEqualTo(Claim.of(ADDRESS, 2, B));
    }

    @Test
    void next_whenThereIsNoHigherNumber_saysSo() {
        stub.answers(200, "{\"Item\":{\"epoch\":{\"N\":\"9223372036854775807\"},\"target\":{\"S\":\"i-0a\"}}}");

        assertThatThrownBy(() -> ledger.next(ADDRESS, B, BUDGET)).hasMessageContaining("there is no epoch after");
    }

    @Test
    void current_whenThereIsNoTable_saysWhichCommandMakesIt() {
        stub.answers(
                400,
                error("com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", "Requested resource not found"));

        FloatingIpException failure = failureOfReading();

        assertThat(failure)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.LEDGER_REFUSED));
        assertThat(failure)
                .hasMessageContaining("ResourceNotFoundException: Requested resource not found")
                .hasMessageContaining(ledger.createTableCommand());
        assertThat(failure.serviceError()).isNotNull();
        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void advance_whenItMayOnlyRead_namesTheAction() {
        stub.answers(
                400,
                error(
                        "com.amazon.coral.service#AccessDeniedException",
                        "User: arn:aws:sts::123456789012:assumed-role/db/i-0b is not authorized to perform: dynamodb:UpdateItem"
                                + " on resource: arn:aws:dynamodb:us-east-1:123456789012:table/vip_epoch because no identity-based"
                                + " policy allows the dynamodb:UpdateItem action"));

        assertThatThrownBy(() -> ledger.advance(CLAIM, BUDGET))
                .isInstanceOf(PermissionDeniedException.class)
                .hasMessageContaining("dynamodb:UpdateItem")
                .hasMessageContaining("no identity-based policy");
    }

    @ParameterizedTest
    @CsvSource({
        "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
        "com.amazon.coral.availability#ThrottlingException",
        "com.amazonaws.dynamodb.v20120810#RequestLimitExceeded",
    })
    void current_whenItIsThrottled_saysSoAndMayPass(String type) {
        stub.answers(400, error(type, "Rate exceeded"));

        assertThat(failureOfReading()).isInstanceOf(ThrottledException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UnrecognizedClientException", "InvalidSignatureException", "ExpiredTokenException"})
    void current_whenTheSignatureIsRefused_saysWhy(String code) {
        stub.answers(
                400,
                error("com.amazon.coral.service#" + code, "The security token included in the request is invalid."));

        assertThat(failureOfReading())
                .isInstanceOf(CredentialsException.class)
                .hasMessageContaining("security token included in the request is invalid");
    }

    @Test
    void current_whenTheKeyIsAnother_saysWhatTheTableShouldBe() {
        stub.answers(
                400,
                error(
                        "com.amazon.coral.validate#ValidationException",
                        "The provided key element does not match the schema"));

        assertThat(failureOfReading())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("does not match the schema")
                .hasMessageContaining("AttributeName=address,KeyType=HASH");
    }

    @Test
    void current_whenDynamoDbFails_mayPass() {
        stub.answers(500, error("com.amazonaws.dynamodb.v20120810#InternalServerError", "Internal server error"));

        FloatingIpException failure = failureOfReading();

        assertThat(failure).isInstanceOf(UnavailableException.class).hasMessageContaining("InternalServerError");
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void current_whenNothingComes_endsWithinItsBudget() {
        assertThatThrownBy(() -> ledger.current(ADDRESS, Duration.ofMillis(300)))
                .isInstanceOfSatisfying(UnavailableException.class, failure -> {
                    assertThat(failure).hasMessageContaining("did not answer in time");
                    assertThat(failure.retryable()).isTrue();
                });
    }

    @Test
    void current_whenNobodyListens_isUnavailableAndMayPass() {
        try (DynamoDbClient nowhere = DynamoDbStub.client(URI.create("http://127.0.0.1:1"))) {
            assertThatThrownBy(() -> DynamoDbEpochLedger.on(nowhere).current(ADDRESS, BUDGET))
                    .isInstanceOfSatisfying(UnavailableException.class, failure -> {
                        assertThat(failure.effect()).isEqualTo(Effect.NONE);
                        assertThat(failure.retryable()).isTrue();
                        assertThat(isSerialisable(failure)).isTrue();
                    });
        }
    }

    /** Each would read as "nobody has claimed it". */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | text/html | <html>Sign in</html>",
                "200 | application/json | {}",
                "200 | application/json | ''",
                "403 | text/html | <html>Forbidden</html>",
                "302 | text/html | ''",
            })
    void current_whenItIsNotDynamoDbThatAnswers_isAFailure(int status, String type, String body) {
        stub.strangerAnswers(status, type, body);

        assertThat(failureOfReading())
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("not answered by the service");
    }

    @Test
    void advance_whenItIsNotDynamoDbThatAnswers_isAFailure() {
        stub.strangerAnswers(200, "application/json", "{}");

        assertThatThrownBy(() -> ledger.advance(CLAIM, BUDGET)).hasMessageContaining("not answered by the service");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'target':{'S':'i-0b'}} | it has no number epoch",
                "{'epoch':{'S':'7'},'target':{'S':'i-0b'}} | it has no number epoch",
                "{'epoch':{'N':'7'}} | it has no string target",
                "{'epoch':{'N':'7'},'target':{'N':'1'}} | it has no string target",
                "{'epoch':{'N':'-1'},'target':{'S':'i-0b'}} | an epoch is 0 or higher",
                "{'epoch':{'N':'7.5'},'target':{'S':'i-0b'}} | its epoch is 7.5, not a whole number",
                "{'epoch':{'N':'9223372036854775808'},'target':{'S':'i-0b'}} | its epoch is 9223372036854775808",
                "{'epoch':{'N':'7'},'target':{'S':'two words'}} | two words",
            })
    void current_whenTheItemIsGarbage_saysSoAndClaimsNothing(String item, String why) {
        stub.answers(200, "{\"Item\":" + item.replace('\'', '"') + "}");

        assertThat(failureOfReading())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("the item of 10.0.1.12 in the DynamoDB table vip_epoch is not a claim: ")
                .hasMessageContaining(why);
    }

    @Test
    void current_whenTheNumberIsWrittenOtherwise_isThatNumber() {
        stub.answers(200, "{\"Item\":{\"epoch\":{\"N\":\"7.0E1\"},\"target\":{\"S\":\"i-0b\"}}}");

        assertThat(ledger.current(ADDRESS, BUDGET)).isEqualTo(Claim.of(ADDRESS, 70, B));
    }

    @Test
    void current_whenTheThreadIsInterrupted_saysSoAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> ledger.current(ADDRESS, BUDGET))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void current_whenTheClientIsClosed_saysThatWaitingDoesNotHelp() {
        client.close();

        assertThatThrownBy(() -> ledger.current(ADDRESS, BUDGET))
                .isInstanceOfSatisfying(
                        UnavailableException.class,
                        failure -> assertThat(failure.retryable()).isFalse());
    }

    // ---- who answers before DynamoDB is asked

    private static AwsServiceException answer(int status, String service, String code, String text) {
        return AwsServiceException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .serviceName(service)
                        .errorMessage(text)
                        .build())
                .message(text)
                .build();
    }

    static Stream<RuntimeException> failuresOfCredentials() {
        return Stream.of(
                answer(
                        403,
                        "Sts",
                        "AccessDenied",
                        "User: arn:aws:iam::123456789012:user/ops is not authorized to perform: sts:AssumeRole"),
                answer(401, "SSO", "UnauthorizedException", "Session token not found or invalid"),
                answer(400, "Sts", "ExpiredTokenException", "Token expired: it is past the expiration"),
                answer(400, "Sts", "ResourceNotFoundException", "no such thing"),
                SdkClientException.create("Unable to load credentials from any of the providers in the chain"),
                new IllegalStateException("Profile file contained no credentials for profile 'ops'"),
                new UncheckedIOException(new IOException("no such file")));
    }

    private FloatingIpException failureOfReading(Supplier<AwsCredentials> credentials) {
        try (DynamoDbClient signed = stub.client(credentials::get)) {
            FloatingIpException failure = catchThrowableOfType(
                    FloatingIpException.class,
                    () -> DynamoDbEpochLedger.on(signed).current(ADDRESS, BUDGET));
            assertThat(failure.effect()).isEqualTo(Effect.NONE);
            assertThat(isSerialisable(failure)).isTrue();
            assertThat(stub.requests()).isEmpty();
            return failure;
        }
    }

    /** A refusal of STS or SSO is none of DynamoDB's, whatever its code. */
    @ParameterizedTest
    @MethodSource("failuresOfCredentials")
    void current_whenTheCredentialsCantBeHad_saysSoInTheWordsOfWhoeverGivesThem(RuntimeException thrown) {
        FloatingIpException failure = failureOfReading(() -> {
            throw thrown;
        });

        assertThat(failure)
                .isInstanceOf(CredentialsException.class)
                .hasMessageContaining("none could be loaded")
                .hasMessageContaining(String.valueOf(thrown.getMessage()).replaceAll("^java\\S+ ", ""))
                .hasMessageNotContaining("DynamoDB")
                .hasMessageNotContaining("create-table");
        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void current_whenTheServiceOfCredentialsIsBusy_mayPass() {
        FloatingIpException failure = failureOfReading(() -> {
            throw answer(503, "Sts", "ServiceUnavailable", "try later");
        });

        assertThat(failure)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("has to wait for credentials: try later");
        assertThat(failure.retryable()).isTrue();
    }

    /** Which the parser quotes, and it was to be a secret. */
    @Test
    void current_whenWhatAProcessGaveIsNotJson_keepsItOutOfTheMessage() {
        FloatingIpException failure = failureOfReading(() -> {
            throw new IllegalStateException(
                    "Failed to refresh credentials.", new JsonQuoteException("Unrecognized token 'wJalrXUtnFEMI'"));
        });

        assertThat(failure)
                .isInstanceOf(CredentialsException.class)
                .hasMessageContaining("not JSON")
                .hasStackTraceContaining("not JSON");
        assertThat(failure.toString() + failure.getCause()).doesNotContain("wJalrXUtnFEMI");
    }

    private static final class JsonQuoteException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        JsonQuoteException(String message) {
            super(message);
        }
    }

    @Test
    void current_whenTheCredentialsTakeTooLong_doesNotBlameDynamoDb() {
        try (DynamoDbClient slow = stub.client(() -> {
            throw ApiCallTimeoutException.create(1);
        })) {
            assertThatThrownBy(() -> DynamoDbEpochLedger.on(slow).current(ADDRESS, BUDGET))
                    .hasMessageNotContaining("DynamoDB did not answer");
        }
    }

    @Test
    void current_whenDeniedByABoundary_advisesToAllowItThere() {
        stub.answers(
                400,
                error(
                        "com.amazon.coral.service#AccessDeniedException",
                        "User: arn:aws:iam::1:user/ops is not authorized to perform: dynamodb:GetItem on resource:"
                                + " arn:aws:dynamodb:us-east-1:1:table/vip_epoch because no permissions boundary allows the"
                                + " dynamodb:GetItem action"));

        assertThat(failureOfReading())
                .isInstanceOf(PermissionDeniedException.class)
                .hasMessageContaining("in the permissions boundary of the credentials in use");
    }

    @Test
    void explain_always_namesBothCallsAndAsksNobody() {
        assertThat(ledger.explain(List.of(CLAIM)))
                .extracting(PlannedCall::permission)
                .containsExactly("dynamodb:UpdateItem", "dynamodb:GetItem");
        assertThat(stub.requests()).isEmpty();
    }

    @Test
    void toString_always_namesTheTable() {
        assertThat(DynamoDbEpochLedger.on(client, "ha.epochs")).hasToString("DynamoDbEpochLedger(ha.epochs)");
    }
}
