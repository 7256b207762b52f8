package org.floatingip.lab.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.floatingip.lab.Program;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a script does around the address, with the real {@code aws} command and {@code vip sandbox} in a process of its own. */
class AwsCliAroundIT {

    private static Program.SandboxProcess sandbox;

    @BeforeAll
    static void start() {
        Program.aws(); // skips before a sandbox is started
        sandbox = Program.SandboxProcess.start();
    }

    @AfterAll
    static void end() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    private static Program.Ended aws(String... arguments) {
        return Program.aws()
                .run(Stream.concat(Stream.of("--endpoint-url", sandbox.endpointUrl()), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private static Program.Ended done(String... arguments) {
        Program.Ended ended = aws(arguments);
        assertThat(ended.status()).as(ended.err()).isZero();
        return ended;
    }

    @Test
    void tags_areGivenFoundListedAndTakenAway() {
        String id = sandbox.instance("far");
        done("ec2", "create-tags", "--resources", id, "--tags", "Key=role,Value=standby", "Key=empty,Value=");

        assertThat(done("ec2", "describe-instances", "--filters", "Name=tag:role,Values=stand*")
                        .json()
                        .findValuesAsText("InstanceId"))
                .contains(id);
        assertThat(done("ec2", "describe-tags", "--filters", "Name=resource-id,Values=" + id, "--page-size", "5")
                        .json()
                        .findValuesAsText("Key"))
                .contains("role", "empty");

        done("ec2", "delete-tags", "--resources", id, "--tags", "Key=role");
        assertThat(done("ec2", "describe-tags", "--filters", "Name=key,Values=role")
                        .json()
                        .at("/Tags"))
                .isEmpty();
        assertThat(aws("ec2", "create-tags", "--resources", id, "--tags", "Key=aws:x,Value=1")
                        .err())
                .contains(
                        "(InvalidParameterValue)",
                        "CreateTags",
                        "Value ( aws:x ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for"
                                + " internal use");
    }

    @Test
    void anInstance_isWaitedForAndRebooted() {
        String id = sandbox.instance("db.b");
        done("ec2", "wait", "instance-status-ok", "--instance-ids", id);
        done("ec2", "reboot-instances", "--instance-ids", id);

        assertThat(done("ec2", "describe-instance-status", "--instance-ids", id)
                        .json()
                        .at("/InstanceStatuses/0/SystemStatus/Details/0/Status")
                        .asText())
                .isEqualTo("passed");
        assertThat(done("ec2", "describe-availability-zones").json().findValuesAsText("ZoneName"))
                .hasSize(6);
        assertThat(done("sts", "get-caller-identity").json().get("Account").asText())
                .isEqualTo("123456789012");
    }

    @Test
    void aRoute_isMadeLookedUpAndPointedElsewhere() {
        String db = sandbox.instance("db.a");
        String table = done("ec2", "describe-route-tables", "--filters", "Name=association.main,Values=true")
                .json()
                .at("/RouteTables/0/RouteTableId")
                .asText();
        String[] overlay = {"--route-table-id", table, "--destination-cidr-block", "192.168.7.7/32"};
        done("ec2", "modify-instance-attribute", "--instance-id", db, "--no-source-dest-check");
        assertThat(done("ec2", "describe-instance-attribute", "--instance-id", db, "--attribute", "sourceDestCheck")
                        .json()
                        .at("/SourceDestCheck/Value")
                        .asBoolean(true))
                .isFalse();

        done(route("create-route", overlay, "--instance-id", db));
        done(route("replace-route", overlay, "--instance-id", sandbox.instance("far")));
        assertThat(done(
                                "ec2",
                                "describe-route-tables",
                                "--route-table-ids",
                                table,
                                "--query",
                                "RouteTables[*].Routes[?DestinationCidrBlock=='192.168.7.7/32'].InstanceId")
                        .out())
                .contains(sandbox.instance("far"));
        assertThat(aws(route("replace-route", overlay, "--instance-id", sandbox.instance("twin")))
                        .err())
                .contains("(InvalidInstanceID)", "There are multiple interfaces attached to instance");
        done(route("delete-route", overlay));
        assertThat(aws(route("delete-route", overlay)).err()).contains("(InvalidRoute.NotFound)");
    }

    private static String[] route(String action, String[] which, String... more) {
        return Stream.of(Stream.of("ec2", action), Stream.of(which), Stream.of(more))
                .flatMap(part -> part)
                .toArray(String[]::new);
    }

    @Test
    void whatIsNotModelled_isRefusedInPlainWords() {
        assertThat(aws("ec2", "describe-volumes").err())
                .contains(
                        "(UnsupportedOperation)",
                        "The action DescribeVolumes is not supported (not modelled by this in-memory AWS)");
        assertThat(aws("ec2", "describe-vpcs", "--filters", "Name=dhcp-options-id,Values=x")
                        .err())
                .contains("The filter 'dhcp-options-id' is not supported (not modelled by this in-memory AWS)");
    }
}
