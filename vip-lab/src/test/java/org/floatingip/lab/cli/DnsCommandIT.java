package org.floatingip.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.floatingip.lab.Program;
import org.floatingip.spi.SystemTicker;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.fault.WireFault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code vip names}, {@code vip dns} and {@code vip move --dns} as their users meet them. */
class DnsCommandIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHANGE = "ChangeResourceRecordSets";

    private final Sandbox sandbox = Sandbox.create(SystemTicker.instance());
    private final InMemoryAwsServer server = sandbox.serve();
    private final String a = sandbox.instanceId("db.a");
    private final String b = sandbox.instanceId("db.b");

    @AfterEach
    void stop() {
        server.close();
    }

    private Program.Ended vip(String... arguments) {
        return Program.vip()
                .with("AWS_ENDPOINT_URL", server.endpointUrl().toString())
                .run(arguments);
    }

    private static JsonNode json(Program.Ended ended) {
        try {
            return JSON.readTree(ended.out());
        } catch (IOException e) {
            throw new AssertionError(ended.out() + ended.err(), e);
        }
    }

    private String[] names(String... more) {
        return concat(
                new String[] {
                    "names",
                    "--vip",
                    "db.example.com=" + Sandbox.FLOATING_IP,
                    "--host",
                    "db.a.example.com=" + a,
                    "--host",
                    "db.b.example.com=" + b
                },
                more);
    }

    private static String[] concat(String[] first, String... more) {
        String[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }

    @Test
    void names_whenRunTwice_writesTheTableOnceAndThenMakesNoChangeRequest() {
        Program.Ended first = vip(names());

        assertThat(first.status()).as(first.err()).isZero();
        assertThat(first.err()).isEmpty();
        assertThat(first.out().lines().toList())
                .startsWith(
                        "created db.example.com 60 A 10.0.1.12",
                        "created db.a.example.com 60 A 10.0.1.10",
                        "created db.b.example.com 60 A 10.0.1.11");
        assertThat(server.count(CHANGE)).isEqualTo(1);

        Program.Ended second = vip(names("--output", "json"));

        assertThat(second.status()).as(second.err()).isZero();
        assertThat(json(second).get("outcome").asText()).isEqualTo("UNCHANGED");
        assertThat(json(second).get("records"))
                .extracting(record -> record.get("outcome").asText())
                .containsExactly("KEPT", "KEPT", "KEPT");
        assertThat(server.count(CHANGE)).isEqualTo(1);
    }

    @Test
    void names_whenDryRunAndPointers_printsTheRecordsAndWritesNothing() {
        Program.Ended ended = vip(names("--ptr", "--ttl", "5", "--dry-run"));

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out().lines())
                .containsExactly(
                        "db.example.com 5 A 10.0.1.12",
                        "12.1.0.10.in-addr.arpa 5 PTR db.example.com",
                        "db.a.example.com 5 A 10.0.1.10",
                        "10.1.0.10.in-addr.arpa 5 PTR db.a.example.com",
                        "db.b.example.com 5 A 10.0.1.11",
                        "11.1.0.10.in-addr.arpa 5 PTR db.b.example.com");
        assertThat(server.requests()).noneMatch(RecordedRequest::mutating);
    }

    @Test
    void dnsSet_whenWaiting_showsFromWhenItIsSafe() {
        Program.Ended set = vip(
                "dns",
                "set",
                "_db.example.com",
                "10.0.1.12",
                "--ttl",
                "5",
                "--ptr",
                "--wait",
                "60",
                "--output",
                "json");

        assertThat(set.status()).as(set.err()).isZero();
        assertThat(json(set).get("status").asText()).isEqualTo("IN_SYNC");
        assertThat(json(set).get("safeFrom").asText())
                .isEqualTo(json(set).get("inSyncAt").asText());
        assertThat(json(set).get("records")).hasSize(2);

        Program.Ended show = vip("dns", "show", "_db.example.com");
        assertThat(show.out().lines()).containsExactly("_db.example.com 5 A 10.0.1.12");
        Program.Ended nothing = vip("dns", "show", "nothing.example.com");
        assertThat(nothing.status()).isZero();
        assertThat(nothing.out().lines()).containsExactly("nothing.example.com has no records");
    }

    @Test
    void dnsSet_withoutATtl_keepsTheOneThatIsThereAndNamesWhatIsDropped() {
        vip("dns", "set", "db.example.com", "10.0.1.12", "--ttl", "300", "--ptr");

        Program.Ended other = vip("dns", "set", "db.example.com", "10.0.1.99", "--ptr");
        Program.Ended asked = vip("dns", "set", "db.example.com", "10.0.1.99", "--ttl", "5");
        Program.Ended fresh = vip("dns", "set", "new.example.com", "10.0.1.99");

        assertThat(other.status()).as(other.err()).isZero();
        assertThat(other.out().lines())
                .startsWith(
                        "changed db.example.com 300 A 10.0.1.99 (was 300 A 10.0.1.12)",
                        "created 99.1.0.10.in-addr.arpa 60 PTR db.example.com");
        assertThat(other.err().lines())
                .containsExactly("vip: warning: db.example.com had 10.0.1.12, and has 10.0.1.99 alone now");
        assertThat(asked.out().lines()).startsWith("changed db.example.com 5 A 10.0.1.99 (was 300 A 10.0.1.99)");
        assertThat(asked.err()).isEmpty();
        assertThat(fresh.out().lines()).startsWith("created new.example.com 60 A 10.0.1.99");
        assertThat(fresh.err()).isEmpty();
    }

    @Test
    void names_withoutATtl_saysWhichTtlItChanged() {
        vip("dns", "set", "db.example.com", "10.0.1.12", "--ttl", "300");

        Program.Ended ended = vip(names());

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.err().lines())
                .containsExactly(
                        "vip: warning: db.example.com had a TTL of 300 s, and has 60 s now: say --ttl to choose it");
    }

    @Test
    void dnsSet_whenTheChangeIsMadeAndCantBeAskedFor_saysThatItIsMade() {
        server.inject(WireFault.error(403, "AccessDenied", "no GetChange")
                .onAction("GetChange")
                .always());

        Program.Ended set = vip("dns", "set", "x.example.com", "10.0.1.12", "--wait", "--output", "json");

        assertThat(set.status()).as(set.err()).isEqualTo(5);
        assertThat(json(set).get("outcome").asText()).isEqualTo("CHANGED");
        assertThat(json(set).get("status").asText()).isEqualTo("PENDING");
        assertThat(json(set).get("changeIds")).hasSize(1);
        assertThat(set.err()).contains("submitted: ", "route53:GetChange");
        assertThat(server.count(CHANGE)).isEqualTo(1);
    }

    @Test
    void move_whenRoute53IsDown_movesAndSaysThatTheNameCouldNotBeChecked() {
        for (String action : List.of("ListHostedZones", "ListResourceRecordSets")) {
            server.inject(WireFault.error(503, "ServiceUnavailable", "down")
                    .onAction(action)
                    .always());
        }

        Program.Ended moved = vip("move", Sandbox.FLOATING_IP, b, "--dns", "db.example.com", "--output", "json");

        assertThat(moved.status()).as(moved.err()).isZero();
        assertThat(json(moved).get("outcome").asText()).isEqualTo("MOVED");
        assertThat(json(moved).get("warnings"))
                .singleElement()
                .satisfies(warning ->
                        assertThat(warning.asText()).startsWith("the name db.example.com could not be checked: "));
        assertThat(sandbox.network().holders(Sandbox.FLOATING_IP))
                .allMatch(holder -> holder.host().value().equals(b));
    }

    @Test
    void move_whenTheNameIsMissing_writesItAfterTheMoveAndThePlanSaysSo() {
        Program.Ended plan =
                vip("move", Sandbox.FLOATING_IP, b, "--dns", "db.example.com", "--dry-run", "--output", "json");
        assertThat(plan.status()).as(plan.err()).isZero();
        assertThat(json(plan).get("permissions"))
                .extracting(JsonNode::asText)
                .contains("ec2:AssignPrivateIpAddresses", "route53:ChangeResourceRecordSets");
        assertThat(server.requests()).noneMatch(RecordedRequest::mutating);

        Program.Ended moved = vip("move", Sandbox.FLOATING_IP, b, "--dns", "db.example.com");

        assertThat(moved.status()).as(moved.err()).isZero();
        assertThat(moved.out()).contains("named done", "created db.example.com 60 A 10.0.1.12");
        assertThat(server.requests().stream().filter(RecordedRequest::mutating).map(RecordedRequest::action))
                .containsExactly("AssignPrivateIpAddresses", CHANGE);
    }

    @Test
    void names_whenInputIsBad_saysSoAndChangesNothing() {
        for (List<String> row : List.of(
                List.of("2", "not --vip NAME=ADDRESS", "names", "--vip", "db.example.com"),
                List.of("2", "not an IP address", "names", "--vip", "db.example.com=nonsense"),
                List.of("2", "punycode", "dns", "show", "bücher.example.com"),
                List.of("2", "253", "dns", "show", ("a".repeat(50) + ".").repeat(5) + "e"),
                List.of("2", "not a TTL", "dns", "set", "x.example.com", "10.0.1.1", "--ttl", "2147483648"),
                List.of("2", "not the id of a hosted zone", "dns", "show", "x.example.com", "--zone", "../x"),
                List.of(
                        "2",
                        "is given twice",
                        "names",
                        "--vip",
                        "x.example.com=10.0.1.12",
                        "--host",
                        "x.example.com=" + a),
                List.of(
                        "2",
                        "has the name x.example.com already",
                        "names",
                        "--vip",
                        "v.example.com=10.0.1.12",
                        "--host",
                        "x.example.com=" + a,
                        "--host",
                        "y.example.com=" + a),
                List.of("2", "set or show", "dns"),
                List.of("3", "example.org", "dns", "set", "x.example.org", "10.0.1.1"),
                List.of(
                        "3",
                        "does not exist",
                        "names",
                        "--vip",
                        "x.example.com=10.0.1.12",
                        "--host",
                        "y.example.com=i-0123456789abcdef0"))) {
            Program.Ended ended = vip(row.subList(2, row.size()).toArray(String[]::new));

            assertThat(ended.status()).as("%s: %s", row, ended.err()).isEqualTo(Integer.parseInt(row.get(0)));
            assertThat(ended.err()).as(row.toString()).contains(row.get(1)).doesNotContain("\tat ");
            assertThat(ended.out()).as(row.toString()).isEmpty();
        }
        assertThat(server.requests()).noneMatch(RecordedRequest::mutating);
    }
}
