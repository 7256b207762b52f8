package org.floatingip.lab.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.floatingip.lab.Program;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.aws.InMemoryMetadataService;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiles with a role: the real {@code aws}, and {@code vip} with the AWS SDK for Java, become what the profile says. */
class AwsCliRoleIT {

    @TempDir
    private Path home;

    private final Sandbox sandbox = Sandbox.create();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(sandbox.network());

    @BeforeEach
    void profiles() throws IOException {
        Files.writeString(home.resolve("credentials"), """
                [base]
                aws_access_key_id = AKIABASE
                aws_secret_access_key = hush
                """);
        Files.writeString(home.resolve("config"), """
                [profile base]
                region = us-east-1
                [profile failover]
                region = us-east-1
                role_arn = arn:aws:iam::123456789012:role/failover
                role_session_name = night
                source_profile = base
                [profile machine]
                region = us-east-1
                role_arn = arn:aws:iam::123456789012:role/failover
                role_session_name = night
                credential_source = Ec2InstanceMetadata
                """);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Program as(String profile, Program program) {
        return program.with("AWS_ACCESS_KEY_ID", null)
                .with("AWS_SECRET_ACCESS_KEY", null)
                .with("AWS_CONFIG_FILE", home.resolve("config").toString())
                .with("AWS_SHARED_CREDENTIALS_FILE", home.resolve("credentials").toString())
                .with("AWS_PROFILE", profile)
                .with("HOME", home.toString());
    }

    /** Debian's {@code aws} knows no AWS_ENDPOINT_URL_STS: its own data say where STS is, and a folder before them says so too. */
    private Program aws(String profile) throws IOException {
        Path rules = home.resolve("models/sts/2011-06-15/endpoint-rule-set-1.json");
        Files.createDirectories(rules.getParent());
        Files.writeString(rules, """
                {"version": "1.0", "parameters": {
                   "Region": {"builtIn": "AWS::Region", "required": false, "type": "String", "documentation": ""},
                   "UseDualStack": {"builtIn": "AWS::UseDualStack", "required": true, "default": false, "type": "Boolean", "documentation": ""},
                   "UseFIPS": {"builtIn": "AWS::UseFIPS", "required": true, "default": false, "type": "Boolean", "documentation": ""},
                   "Endpoint": {"builtIn": "SDK::Endpoint", "required": false, "type": "String", "documentation": ""},
                   "UseGlobalEndpoint": {"builtIn": "AWS::STS::UseGlobalEndpoint", "required": true, "default": false, "type": "Boolean", "documentation": ""}},
                 "rules": [{"conditions": [], "endpoint": {"url": "%s", "properties": {}, "headers": {}}, "type": "endpoint"}]}
                """.formatted(server.endpointUrl()));
        return as(profile, Program.aws())
                .with("AWS_DATA_PATH", home.resolve("models").toString());
    }

    private Program.Ended whoAmI(String profile) throws IOException {
        return aws(profile).run("--endpoint-url", server.endpointUrl().toString(), "sts", "get-caller-identity");
    }

    private static Program.Ended done(Program.Ended ended) {
        assertThat(ended.status()).as(ended.err()).isZero();
        return ended;
    }

    @Test
    void aws_withARoleProfile_isTheRole() throws IOException {
        assertThat(done(whoAmI("base")).json().get("Arn").asText()).endsWith(":user/in-memory");
        assertThat(done(whoAmI("failover")).json().get("Arn").asText())
                .isEqualTo("arn:aws:sts::123456789012:assumed-role/failover/night");

        done(aws("failover").run("--endpoint-url", server.endpointUrl().toString(), "ec2", "describe-vpcs"));
        assertThat(server.requests())
                .extracting(RecordedRequest::action)
                .containsExactly("GetCallerIdentity", "AssumeRole", "GetCallerIdentity", "DescribeVpcs");
    }

    @Test
    void vip_withARoleProfile_isTheRole() {
        done(as("failover", Program.vip())
                .with("AWS_ENDPOINT_URL", server.endpointUrl().toString())
                .run("status", Sandbox.FLOATING_IP));

        assertThat(server.requests())
                .extracting(RecordedRequest::action)
                .startsWith("AssumeRole")
                .contains("DescribeNetworkInterfaces");
        assertThat(server.requests().get(0).parameters())
                .containsEntry("RoleArn", "arn:aws:iam::123456789012:role/failover")
                .containsEntry("RoleSessionName", "night");
    }

    @Test
    void bothPrograms_withTheKeysOfAnInstance_areItsRole() throws IOException {
        VpcInstance instance = sandbox.network()
                .run(InstanceSpec.with(InterfaceSpec.in(
                                sandbox.network().subnets().get(0).id()))
                        .instanceProfile("arn:aws:iam::123456789012:instance-profile/machine"));
        try (InMemoryMetadataService metadata = InMemoryMetadataService.start(sandbox.network(), instance.id())) {
            Program.Ended direct = done(aws("base")
                    .with("AWS_PROFILE", null)
                    .with("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials")
                    .with("AWS_EC2_METADATA_DISABLED", null)
                    .with("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.endpointUrl() + "/") // or it adds none
                    .run("--endpoint-url", server.endpointUrl().toString(), "sts", "get-caller-identity"));
            assertThat(direct.json().get("Arn").asText())
                    .isEqualTo("arn:aws:sts::123456789012:assumed-role/machine/" + instance.id());

            done(as("machine", Program.vip())
                    .with("AWS_EC2_METADATA_DISABLED", null)
                    .with(
                            "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                            metadata.endpointUrl().toString())
                    .with("AWS_ENDPOINT_URL", server.endpointUrl().toString())
                    .run("status", Sandbox.FLOATING_IP));
            assertThat(server.count("AssumeRole")).isEqualTo(1);
            assertThat(metadata.requests()).hasSizeGreaterThan(4).allMatch(request -> request.status() == 200);
        }
    }
}
