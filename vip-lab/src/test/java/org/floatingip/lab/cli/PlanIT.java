package org.floatingip.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.lab.Program;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcElasticIp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan made by one process and carried out, or refused, by another. */
class PlanIT {

    private static final String VIP = Sandbox.FLOATING_IP;

    private final Sandbox sandbox = Sandbox.create();
    private final InMemoryVpc network = sandbox.network();
    private final String a = sandbox.instanceId("db.a");
    private final String b = sandbox.instanceId("db.b");
    private InMemoryAwsServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        server = InMemoryAwsServer.start(network);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Program.Ended vip(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--endpoint-url";
        all[arguments.length + 1] = server.endpointUrl().toString();
        return Program.vip().run(all);
    }

    private boolean heldBy(String instance) {
        return network.holders(VIP).stream().allMatch(holder -> holder.isOn(HostId.of(instance)));
    }

    @Test
    void apply_whenAThirdPartyMovedIt_isRefusedWithTheDifference() {
        Path file = folder.resolve("plan.txt");
        Program.Ended planned = vip("move", VIP, b, "--plan-out", file.toString());
        assertThat(planned.status()).isZero();
        assertThat(planned.out())
                .contains("plan: " + VIP)
                .contains(a)
                .contains(b)
                .contains("with AllowReassignment")
                .contains("ec2:AssignPrivateIpAddresses");
        assertThat(server.requests()).noneMatch(RecordedRequest::mutating);
        String small = sandbox.instanceId("small");
        network.assignAddresses(
                network.instance(small).orElseThrow().interfaces().get(0).id(), List.of(IpAddress.of(VIP)), true);

        Program.Ended applied = vip("apply", file.toString(), "--output", "json");

        assertThat(applied.status()).isEqualTo(3);
        JsonNode error = applied.json().get("error");
        assertThat(error.get("type").asText()).isEqualTo("StalePlan");
        assertThat(error.get("message").asText()).contains("was held by " + a).contains("is now held by " + small);
        assertThat(heldBy(small)).isTrue();
        assertThat(server.requests()).noneMatch(RecordedRequest::mutating);
    }

    @Test
    void apply_whenTheWorldIsAsItWas_movesWithItsConditions() {
        Path file = folder.resolve("plan.txt");
        Program.Ended planned =
                vip("move", VIP, b, "--from", a, "--handover", "--plan-out", file.toString(), "--output", "json");
        assertThat(planned.json().get("outcome").asText()).isEqualTo("PLANNED");
        assertThat(planned.json().get("strategy").asText()).isEqualTo("HANDOVER");

        Program.Ended applied = vip("apply", file.toString(), "--output", "json");

        assertThat(applied.status()).isZero();
        assertThat(applied.json().get("outcome").asText()).isEqualTo("MOVED");
        assertThat(server.count("UnassignPrivateIpAddresses")).isEqualTo(1);
        assertThat(heldBy(b)).isTrue();
    }

    @Test
    void apply_whenAnElasticIpIsToBePutBack_putsItBack() {
        VpcElasticIp elasticIp = network.associateElasticIp(
                network.allocateElasticIp().allocationId(),
                network.holders(VIP).get(0).interfaceId(),
                IpAddress.of(VIP),
                false);
        Path file = folder.resolve("plan.txt");
        Program.Ended unasked = vip("move", VIP, b, "--from", a, "--handover");
        Program.Ended alone = vip("move", VIP, b, "--from", a, "--reassociate");
        Program.Ended planned = vip(
                "move",
                VIP,
                b,
                "--from",
                a,
                "--handover",
                "--reassociate",
                "--plan-out",
                file.toString(),
                "--output",
                "json");

        Program.Ended applied = vip("apply", file.toString(), "--output", "json");

        assertThat(unasked.status()).isEqualTo(3);
        assertThat(unasked.err()).contains("203.0.113.1").contains("reassociate");
        assertThat(alone.status()).isEqualTo(2);
        assertThat(alone.err()).contains("--reassociate needs --handover");
        assertThat(planned.json().at("/reassociate").asBoolean()).isTrue();
        assertThat(planned.json().at("/dependents/0/id").asText()).isEqualTo(elasticIp.allocationId());
        assertThat(planned.json().get("permissions").toString()).contains("ec2:AssociateAddress");
        assertThat(applied.status()).isZero();
        assertThat(applied.json().get("outcome").asText()).isEqualTo("MOVED");
        assertThat(applied.json().findValuesAsText("step")).contains("REASSOCIATED");
        assertThat(network.elasticIps().get(0).association())
                .extracting(VpcElasticIp.Association::instanceId)
                .isEqualTo(b);
    }

    @Test
    void move_whenAnElasticIpCantBePutBack_movesAndNamesIt() {
        VpcElasticIp elasticIp = network.associateElasticIp(
                network.allocateElasticIp().allocationId(),
                network.holders(VIP).get(0).interfaceId(),
                IpAddress.of(VIP),
                false);
        server.inject(Fault.deny().onCall(Call.REASSOCIATE));

        Program.Ended moved = vip("move", VIP, b, "--from", a, "--handover", "--reassociate", "--output", "json");

        assertThat(moved.status()).isEqualTo(6);
        assertThat(moved.err()).contains(elasticIp.allocationId()).contains("ec2:AssociateAddress");
        assertThat(moved.json().at("/error/type").asText()).isEqualTo("NotReassociated");
        assertThat(moved.json().at("/notReassociated/0/description").asText()).isEqualTo("Elastic IP 203.0.113.1");
        assertThat(heldBy(b)).isTrue();
    }

    @Test
    void apply_whenTheFileIsNoPlan_isAUsageErrorAndChangesNothing() throws IOException {
        Path cutOff = folder.resolve("cut-off.txt");
        vip("move", VIP, b, "--plan-out", cutOff.toString());
        String text = Files.readString(cutOff);
        Files.writeString(cutOff, text.substring(0, text.length() / 2));

        Program.Ended damaged = vip("apply", cutOff.toString());
        Program.Ended missing = vip("apply", folder.resolve("nowhere.txt").toString());

        assertThat(damaged.status()).isEqualTo(2);
        assertThat(damaged.err()).contains("cut off").doesNotContain("\tat ");
        assertThat(missing.status()).isEqualTo(2);
        assertThat(missing.err())
                .isEqualTo(
                        "vip: can't read the plan from " + folder.resolve("nowhere.txt") + ": there is no such file\n");
        assertThat(server.requests()).noneMatch(RecordedRequest::mutating);
    }

    @Test
    void apply_whenTheFileHasNoEndOrIsNone_saysSoAtOnce() {
        Program.Ended endless = vip("apply", "/dev/zero");
        Program.Ended directory = vip("apply", folder.toString());
        assertThat(server.requests()).as("no client was made yet").isEmpty();
        Program.Ended unwritten = vip(
                "move", VIP, b, "--plan-out", folder.resolve("no/such/plan.txt").toString());

        assertThat(endless.status()).isEqualTo(2);
        assertThat(endless.err()).isEqualTo("vip: /dev/zero is no plan: it has more than 1 MiB\n");
        assertThat(directory.status()).isEqualTo(2);
        assertThat(directory.err()).contains("can't read the plan from " + folder, "Is a directory");
        assertThat(unwritten.status()).isEqualTo(1);
        assertThat(unwritten.err())
                .contains("can't write the plan to ", ": there is no such folder")
                .doesNotContain("Exception");
        assertThat(server.requests()).noneMatch(RecordedRequest::mutating);
    }

    @Test
    void move_whenConditionsAreNotMetOrIncomplete_isRefusedOrUsage() {
        Program.Ended notHeld = vip("move", VIP, b, "--from", sandbox.instanceId("small"));
        Program.Ended incomplete = vip("move", VIP, b, "--handover");
        Program.Ended dryRun = vip("move", VIP, b, "--from", a, "--or-unheld", "--dry-run");

        assertThat(notHeld.status()).isEqualTo(3);
        assertThat(notHeld.err()).contains(a);
        assertThat(incomplete.status()).isEqualTo(2);
        assertThat(incomplete.err()).contains("--handover needs --from");
        assertThat(dryRun.status()).isZero();
        assertThat(dryRun.out()).contains("only if held by " + a + " or by nobody");
        assertThat(heldBy(a)).isTrue();
        assertThat(server.requests()).noneMatch(RecordedRequest::mutating);
    }
}
