package org.floatingip.cli.internal;

import java.time.Duration;
import java.util.List;
import org.floatingip.FloatingIpGroup;
import org.floatingip.aws.ConfiguredCredentials;
import org.floatingip.aws.ConfiguredHttpClient;
import org.floatingip.dynamodb.DynamoDbEpochLedger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** The ledger that remembers whose election an address belongs to. */
final class FenceOptions {

    /** What is lost on the way is sent once more within the two seconds that a question to the ledger has. */
    private static final Duration SILENCE = Duration.ofMillis(900);

    @Option(
            names = "--fence",
            paramLabel = "dynamodb:TABLE",
            converter = Ledger.class,
            description = {
                "The ledger of epochs: a table of DynamoDB, in the region of the command.",
                "AWS_ENDPOINT_URL_DYNAMODB sets its endpoint."
            })
    @Nullable
    String table;

    /** Refuses the one without the other. */
    void check(@Nullable Long epoch, ReportingCommand command) {
        if (epoch != null && table == null) {
            throw command.usage("--epoch needs --fence dynamodb:TABLE, the ledger that remembers it");
        }
        if (epoch == null && table != null) {
            throw command.usage("--fence needs --epoch N, the number of the election");
        }
    }

    /** The same of a plan, which carries its epoch. */
    void checkPlan(@Nullable Long epoch, ReportingCommand command) {
        if (epoch != null && table == null) {
            throw command.usage(
                    "the plan is of epoch " + epoch + ": give --fence dynamodb:TABLE, the ledger that remembers it");
        }
        if (epoch == null && table != null) {
            throw command.usage("the plan has no epoch: make it with --epoch N and --fence");
        }
    }

    /** Puts the handle behind it, if one was given. */
    void addTo(FloatingIpGroup.Builder builder, CommonOptions common, List<Runnable> closing) {
        if (table == null) {
            return;
        }
        ConfiguredCredentials.Builder identity = ConfiguredCredentials.builder();
        if (common.profile != null) {
            identity.profile(common.profile);
        }
        common.region(identity::region);
        ConfiguredCredentials credentials = identity.build();
        closing.add(credentials::close);
        DynamoDbClientBuilder client = DynamoDbClient.builder()
                .credentialsProvider(credentials)
                .httpClientBuilder(ConfiguredHttpClient.builder(SILENCE))
                .overrideConfiguration(config -> {
                    if (common.profile != null) {
                        config.defaultProfileName(common.profile);
                    }
                });
        common.region(region -> client.region(Region.of(region)));
        DynamoDbClient made = client.build();
        closing.add(made::close);
        builder.fence(DynamoDbEpochLedger.on(made, table));
    }

    /** The number of an election. */
    static final class Epoch implements ITypeConverter<Long> {

        @Override
        public Long convert(String value) {
            try {
                if (value.matches("[0-9]{1,19}")) {
                    return Long.valueOf(value);
                }
            } catch (NumberFormatException e) {
                // Beyond what a ledger keeps.
            }
            throw new TypeConversionException("not an epoch: \"" + value + "\": expected a number from 0 to "
                    + Long.MAX_VALUE + " that rises with each election, such as a czxid, or a build's number");
        }
    }

    /** Where the ledger is; the name of its table is what comes out. */
    static final class Ledger implements ITypeConverter<String> {

        @Override
        public String convert(String value) {
            if (!value.matches("dynamodb:[A-Za-z0-9_.-]{3,255}")) {
                throw new TypeConversionException(
                        "not a ledger: \"" + value + "\": expected dynamodb: and the name of a table, as in"
                                + " dynamodb:" + DynamoDbEpochLedger.DEFAULT_TABLE);
            }
            return value.substring("dynamodb:".length());
        }
    }
}
