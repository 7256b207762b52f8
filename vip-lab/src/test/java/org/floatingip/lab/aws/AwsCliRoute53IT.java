package org.floatingip.lab.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.floatingip.lab.Program;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.dns.InMemoryDns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The in-memory Route 53 as the real {@code aws route53} command sees it. The clock stands still unless a test moves it. */
class AwsCliRoute53IT {

    private static final String OLD = "10.0.1.10";
    private static final String VIP = "10.0.1.12";

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final String zone = sandbox.dns().zones().get(0).id();
    private InMemoryAwsServer server;

    @BeforeEach
    void start() {
        Program.aws(); // skips before a server is started
        server = sandbox.serve();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private Program.Ended route53(String... arguments) {
        return at(server.endpointUrl().toString(), arguments);
    }

    private static Program.Ended at(String endpoint, String... arguments) {
        return Program.aws()
                .run(Stream.concat(Stream.of("--endpoint-url", endpoint, "route53"), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private static JsonNode done(Program.Ended ended) {
        assertThat(ended.status()).as(ended.err()).isZero();
        return ended.json();
    }

    private static String edit(String action, String address) {
        return "{\"Action\":\"" + action
                + "\",\"ResourceRecordSet\":{\"Name\":\"db.example.com\",\"Type\":\"A\",\"TTL\":60,"
                + "\"ResourceRecords\":[{\"Value\":\"" + address + "\"}]}}";
    }

    private Program.Ended change(String... edits) {
        return route53(
                "change-resource-record-sets",
                "--hosted-zone-id",
                zone,
                "--change-batch",
                "{\"Changes\":[" + String.join(",", edits) + "]}");
    }

    private static List<String> texts(JsonNode items, String field) {
        List<String> texts = new ArrayList<>();
        items.forEach(item -> texts.add(item.get(field).asText()));
        return texts;
    }

    private List<String> addresses() {
        JsonNode sets = done(route53("list-resource-record-sets", "--hosted-zone-id", "/hostedzone/" + zone))
                .get("ResourceRecordSets");
        List<String> values = new ArrayList<>();
        sets.forEach(set -> {
            if (set.get("Name").asText().equals("db.example.com.")
                    && set.get("Type").asText().equals("A")) {
                values.addAll(texts(set.get("ResourceRecords"), "Value"));
            }
        });
        return values;
    }

    @Test
    void sandbox_whenAsked_hasTheZonesThatItPrinted() {
        try (Program.SandboxProcess process = Program.SandboxProcess.start()) {
            JsonNode printed = process.description().get("hostedZones");
            assertThat(texts(printed, "name")).containsExactly("example.com.", "1.0.10.in-addr.arpa.");
            assertThat(texts(printed, "private")).containsExactly("true", "true");

            JsonNode listed =
                    done(at(process.endpointUrl(), "list-hosted-zones")).get("HostedZones");
            assertThat(texts(listed, "Name")).isEqualTo(texts(printed, "name"));
            assertThat(texts(listed, "Id"))
                    .isEqualTo(texts(printed, "id").stream()
                            .map(id -> "/hostedzone/" + id)
                            .toList());
            JsonNode ofVpc = done(at(
                            process.endpointUrl(),
                            "list-hosted-zones-by-vpc",
                            "--vpc-id",
                            process.description().get("vpcId").asText(),
                            "--vpc-region",
                            "us-east-1"))
                    .get("HostedZoneSummaries");
            assertThat(texts(ofVpc, "HostedZoneId")).isEqualTo(texts(printed, "id"));
        }
    }

    @Test
    void change_whenConditional_isMadeOnceAndRefusedWithAwsTextWhenStale() {
        done(change(edit("CREATE", OLD)));
        assertThat(addresses()).containsExactly(OLD);

        done(change(edit("DELETE", OLD), edit("CREATE", VIP)));
        assertThat(addresses()).containsExactly(VIP);

        Program.Ended stale = change(edit("DELETE", OLD), edit("CREATE", "10.0.1.11"));
        assertThat(stale.status()).isNotZero();
        assertThat(stale.err())
                .contains("An error occurred (InvalidChangeBatch) when calling the ChangeResourceRecordSets operation: "
                        + "[Tried to delete resource record set [name='db.example.com.', type='A'] but the values provided"
                        + " do not match the current values");
        assertThat(addresses()).as("all or nothing").containsExactly(VIP);
        assertThat(change(edit("CREATE", VIP)).err()).contains("but it already exists]");
    }

    @Test
    void getChange_whenTimePasses_isPendingAndThenInSync() {
        JsonNode taken = done(change(edit("UPSERT", VIP))).get("ChangeInfo");
        assertThat(taken.get("Status").asText()).isEqualTo("PENDING");
        String id = taken.get("Id").asText();

        for (String form : List.of(id, id.replace("/change/", ""))) {
            assertThat(done(route53("get-change", "--id", form))
                            .at("/ChangeInfo/Status")
                            .asText())
                    .isEqualTo("PENDING");
        }
        ticker.advance(InMemoryDns.DEFAULT_SYNC_TIME);
        assertThat(done(route53("get-change", "--id", id))
                        .at("/ChangeInfo/Status")
                        .asText())
                .isEqualTo("INSYNC");
        assertThat(route53("get-change", "--id", "C0NO").err()).contains("(NoSuchChange)");
    }

    @Test
    void createHostedZone_whenPublic_isListedByName() {
        JsonNode made = done(route53("create-hosted-zone", "--name", "example.com", "--caller-reference", "once"));
        assertThat(made.at("/HostedZone/Config/PrivateZone").asBoolean()).isFalse();

        JsonNode byName = done(route53("list-hosted-zones-by-name", "--dns-name", "example.com"))
                .get("HostedZones");
        assertThat(texts(byName, "Name")).containsExactly("example.com.", "example.com.");
        assertThat(route53("create-hosted-zone", "--name", "x.com", "--caller-reference", "once")
                        .err())
                .contains("(HostedZoneAlreadyExists)");
        assertThat(done(route53("get-hosted-zone", "--id", zone))
                        .at("/VPCs/0/VPCId")
                        .asText())
                .isEqualTo(sandbox.vpc().id());
    }
}
