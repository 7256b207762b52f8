package org.floatingip.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.floatingip.lab.engine.GroupScene.ASSIGN;
import static org.floatingip.lab.engine.GroupScene.DESCRIBE;
import static org.floatingip.lab.engine.GroupScene.FIVE;
import static org.floatingip.lab.engine.GroupScene.THREE;
import static org.floatingip.lab.engine.GroupScene.TWO;
import static org.floatingip.lab.engine.GroupScene.UNASSIGN;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.floatingip.GroupMovePlan;
import org.floatingip.dns.DnsName;
import org.floatingip.lab.Program;
import org.floatingip.lab.engine.GroupScene;
import org.floatingip.testkit.fault.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code vip} command for several addresses, as packaged, counted in the requests that come to EC2. */
class SeveralCommandIT {

    private final GroupScene scene = new GroupScene();
    private final String a = scene.a;
    private final String b = scene.b;
    private final String c = scene.c;

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        scene.close();
    }

    private Program.Ended vip(Object... arguments) {
        List<String> words = new ArrayList<>();
        for (Object argument : arguments) {
            if (argument instanceof List<?> several) {
                several.forEach(one -> words.add(one.toString()));
            } else {
                words.add(argument.toString());
            }
        }
        return Program.vip()
                .with("AWS_ENDPOINT_URL", scene.server.endpointUrl().toString())
                .run(words.toArray(String[]::new));
    }

    private List<String> changes() {
        return scene.server.requests().stream()
                .filter(RecordedRequest::mutating)
                .map(RecordedRequest::action)
                .toList();
    }

    private void assertHeldBy(String host, List<String> addresses) {
        assertThat(addresses)
                .allSatisfy(address -> assertThat(scene.holder(address)).isEqualTo(host));
    }

    private static List<String> texts(JsonNode list, String field) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.get(field).asText()));
        return texts;
    }

    @Test
    void evacuate_whenPlannedAndApplied_isOneAssignmentForEachInterface() throws Exception {
        Path file = folder.resolve("plan");

        Program.Ended planned = vip("evacuate", a, b, "--plan-out", file, FIVE, "--output", "json");

        assertThat(planned.status()).as(planned.err()).isZero();
        assertThat(changes()).isEmpty();
        JsonNode plan = planned.json();
        assertThat(plan.get("outcome").asText()).isEqualTo("PLANNED");
        assertThat(plan.get("evacuated").asText()).isEqualTo(a);
        assertThat(texts(plan.get("addresses"), "address")).containsExactlyElementsOf(FIVE);
        assertThat(GroupMovePlan.decode(plan.get("encoded").asText()))
                .isEqualTo(GroupMovePlan.decode(Files.readString(file)));

        Program.Ended applied = vip("apply", file, "--output", "json");

        assertThat(applied.status()).as(applied.err()).isZero();
        System.out.println(
                "vip evacuate A B --plan-out f (three on one interface, two on another); vip apply f: " + changes());
        assertThat(changes()).as("one for each interface").containsExactly(ASSIGN, ASSIGN);
        assertThat(texts(applied.json().get("addresses"), "outcome")).containsOnly("MOVED");
        assertHeldBy(b, FIVE);
    }

    @Test
    void evacuate_whenThreeAreOnOneInterface_isOneAssignment() {
        Path file = folder.resolve("plan");
        assertThat(vip("evacuate", a, b, "--plan-out", file, THREE).status()).isZero();

        Program.Ended applied = vip("apply", file);

        assertThat(applied.status()).as(applied.err()).isZero();
        System.out.println("vip evacuate A B --plan-out f a1 a2 a3; vip apply f: " + changes());
        assertThat(changes()).containsExactly(ASSIGN);
        assertThat(applied.out()).startsWith("moved 3 of 3 addresses to " + b);
    }

    @Test
    void evacuate_whenHandedOver_isOneUnassignmentAndOneAssignmentForEachInterface() {
        Program.Ended ended = vip("evacuate", a, b, FIVE, "--handover");

        assertThat(ended.status()).as(ended.err()).isZero();
        System.out.println("vip evacuate A B --handover (three on one interface, two on another): " + changes());
        assertThat(changes()).containsExactlyInAnyOrder(UNASSIGN, UNASSIGN, ASSIGN, ASSIGN);
        assertHeldBy(b, FIVE);
    }

    @Test
    void evacuate_whenTheHostHoldsNone_plansAndAppliesNothing() {
        Path file = folder.resolve("plan");

        Program.Ended planned = vip("evacuate", c, b, "--plan-out", file, THREE);
        Program.Ended applied = vip("apply", file, "--output", "json");

        assertThat(planned.out()).startsWith("nothing to do: " + c + " holds none of them");
        assertThat(applied.status()).as(applied.err()).isZero();
        assertThat(applied.json().get("outcome").asText()).isEqualTo("NOTHING_TO_DO");
    }

    @Test
    void apply_whenTheWorldHasChanged_refusesAndNamesEach() {
        Path file = folder.resolve("plan");
        assertThat(vip("move", THREE, b, "--plan-out", file).status()).isZero();
        scene.give(THREE.get(1), c);

        Program.Ended applied = vip("apply", file, "--output", "json");

        assertThat(applied.status()).isEqualTo(3);
        assertThat(texts(applied.json().get("failed"), "address")).containsExactly(THREE.get(1));
        assertThat(texts(applied.json().get("failed"), "type")).containsExactly("StalePlan");
        assertThat(changes()).isEmpty();
    }

    @Test
    void move_whenSeveralAreGiven_hasTheTargetLast() {
        Program.Ended moved = vip("move", "--from", a, THREE, b, "--all-or-nothing");

        assertThat(moved.status()).as(moved.err()).isZero();
        assertThat(moved.out()).startsWith("moved 3 of 3 addresses to " + b);
        assertThat(changes()).containsExactly(ASSIGN);

        Program.Ended back = vip("move", THREE, "--or-unheld", "--handover", a, "--from", b, "--output", "json");

        assertThat(back.status()).as(back.err()).isZero();
        assertThat(texts(back.json().get("addresses"), "outcome")).containsOnly("MOVED");
        assertThat(changes()).containsExactly(ASSIGN, UNASSIGN, ASSIGN);
        assertHeldBy(a, THREE);
    }

    @Test
    void move_whenOneIsGiven_speaksOfThatAlone() {
        Program.Ended planned = vip("move", THREE.get(0), b, "--dry-run", "--output", "json");
        Program.Ended moved = vip("move", THREE.get(0), b, "--output", "json");
        Program.Ended refused = vip("move", THREE.get(1), b, "--from", c, "--output", "json");

        assertThat(planned.json().get("address").asText()).isEqualTo(THREE.get(0));
        assertThat(planned.json().get("text").asText()).startsWith("plan: " + THREE.get(0) + " from " + a);
        assertThat(moved.json().at("/to/host").asText()).isEqualTo(b);
        assertThat(refused.json().at("/error/type").asText()).isEqualTo("HolderChanged");
    }

    @Test
    void release_whenSeveralAreGiven_isOneUnassignmentForEachInterface() {
        Program.Ended released = vip("release", FIVE, "--from", a, "--output", "json");

        assertThat(released.status()).as(released.err()).isZero();
        assertThat(texts(released.json().get("addresses"), "address")).containsExactlyElementsOf(FIVE);
        assertThat(changes()).containsExactly(UNASSIGN, UNASSIGN);

        scene.give(TWO.get(0), a);
        Program.Ended partly = vip("release", TWO, "--from", a, "--output", "json");

        assertThat(partly.status()).as("some of them").isEqualTo(6);
        assertThat(partly.json().at("/error/type").asText()).isEqualTo("GroupRelease");
        assertThat(texts(partly.json().get("released"), "address")).containsExactly(TWO.get(0));
        assertThat(texts(partly.json().get("failed"), "type")).containsExactly("HolderChanged");
    }

    @Test
    void status_whenSeveralAreGiven_asksOnce() {
        Program.Ended ended = vip("status", FIVE);

        assertThat(ended.out().lines()).hasSize(5).allMatch(line -> line.contains("held by " + a));
        assertThat(scene.actions()).containsExactly(DESCRIBE);
    }

    @Test
    void doctor_whenSeveralAreGiven_saysOnceWhatIsSoForAll() {
        Program.Ended text = vip("doctor", FIVE, "--hosts", a, b);
        Program.Ended json = vip("doctor", FIVE, "--hosts", a, b, "--output", "json");

        assertThat(text.status()).as(text.err()).isZero();
        assertThat(text.out().lines().filter(line -> line.matches("[0-9.]+: healthy.*")))
                .hasSize(5);
        assertThat(text.out().lines().filter(line -> line.contains(" jvm-dns-cache ")))
                .hasSizeLessThan(2);
        assertThat(texts(json.json().get("addresses"), "address")).containsExactlyElementsOf(FIVE);
        assertThat(json.json().get("outcome").asText()).isEqualTo("HEALTHY");
        assertThat(changes()).isEmpty();
    }

    @Test
    void names_whenSeveralAreGiven_writesTheWholeTableByOneChange() {
        scene.server.dns().createPrivateZone("example.com", scene.vpc, "us-east-1");

        Program.Ended written = vip(
                "names",
                "--vip",
                "one.example.com=" + THREE.get(0),
                "--vip",
                "two.example.com=" + THREE.get(1),
                "--host",
                "a.example.com=" + a);
        Program.Ended moved = vip("move", THREE, b, "--dns", THREE.get(2) + "=three.example.com", "--output", "json");

        assertThat(written.status()).as(written.err()).isZero();
        assertThat(written.out().lines())
                .startsWith(
                        "created one.example.com 60 A " + THREE.get(0),
                        "created two.example.com 60 A " + THREE.get(1),
                        "created a.example.com 60 A 10.0.1.10");
        assertThat(moved.status()).as(moved.err()).isZero();
        assertThat(moved.json().at("/addresses/2/dnsChange/records/0/name").asText())
                .isEqualTo(DnsName.of("three.example.com").value());
        assertThat(moved.json().at("/addresses/0/dnsChange").isNull()).isTrue();
    }
}
