package org.floatingip.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An epoch and its ledger belong together; told before anybody is asked: the endpoint that these name is nobody's. */
class FenceOptionsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "move 10.0.1.12 i-0fedcba9876543210 --epoch 7 | --epoch needs --fence dynamodb:TABLE",
                "move 10.0.1.12 i-0fedcba9876543210 --fence dynamodb:vip_epoch | --fence needs --epoch N",
                "evacuate i-0123456789abcdef0 i-0fedcba9876543210 10.0.1.12 --epoch 7 | --epoch needs --fence dynamodb:TABLE",
                "evacuate i-0123456789abcdef0 i-0fedcba9876543210 10.0.1.12 --fence dynamodb:vip_epoch | --fence needs --epoch N",
                "release 10.0.1.12 --from i-0123456789abcdef0 --epoch 7 | --epoch needs --fence dynamodb:TABLE",
                "release 10.0.1.12 --from i-0123456789abcdef0 --fence dynamodb:vip_epoch | --fence needs --epoch N",
                "move 10.0.1.12 i-0fedcba9876543210 --fence dynamodb:vip_epoch --epoch -1 | not an epoch: \"-1\"",
                "move 10.0.1.12 i-0fedcba9876543210 --fence dynamodb:vip_epoch --epoch 7.5 | not an epoch: \"7.5\"",
                "move 10.0.1.12 i-0fedcba9876543210 --fence dynamodb:vip_epoch --epoch 9223372036854775808 | expected a number from 0 to 9223372036854775807",
                "move 10.0.1.12 i-0fedcba9876543210 --epoch 7 --fence vip_epoch | not a ledger: \"vip_epoch\"",
                "move 10.0.1.12 i-0fedcba9876543210 --epoch 7 --fence dynamodb: | not a ledger: \"dynamodb:\"",
                "move 10.0.1.12 i-0fedcba9876543210 --epoch 7 --fence redis:x | expected dynamodb: and the name of a table",
            })
    void command_withoutBoth_isUsage(String command, String message) {
        StringWriter err = new StringWriter();

        int status = VipCommand.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true),
                (command + " --endpoint-url http://127.0.0.1:1").split(" "));

        assertThat(status).as(err.toString()).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains(message);
    }
}
