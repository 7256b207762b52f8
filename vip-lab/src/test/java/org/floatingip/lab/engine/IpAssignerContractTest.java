package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.lab.documents.JavaRunner;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.testkit.engine.Event;

/** What the contract is for: mistakes that people make, in the assigner of the guide, and the test that finds each. */
class IpAssignerContractTest {

    @TempDir
    Path folder;

    static List<Arguments> mistakes() {
        return List.of(
                mistake(
                        "a failed answer is read as nobody",
                        "throw UnavailableException.withoutEffect(\"asking who holds \" + address, e.getMessage(), e);",
                        "return List.of();",
                        "locate_whenTheNetworkCantBeAsked_throws"),
                mistake(
                        "an address is looked up by the beginning of its text",
                        "cloud.holderOf(address.toString())",
                        "cloud.holderOf(address.toString() + (address.toString().length() < 10 ? \"1\" : \"\"))",
                        "locate_whenHeldByNobody_isEmpty"),
                mistake(
                        "an unknown target is let through",
                        "!cloud.hasHost(target.value())",
                        "cloud.hasHost(target.value()) && false",
                        "survey_whenTheTargetIsUnknown_refuses"),
                mistake(
                        "a lost reply is taken for a refusal",
                        "UnavailableException.effectUnknown(\"giving",
                        "UnavailableException.withoutEffect(\"giving",
                        "assign_whenTheReplyIsLost_isUnknown"),
                mistake(
                        "a lost reply is taken for success",
                        "throw UnavailableException.effectUnknown(\"giving the address to \" + target, e.getMessage(), e);",
                        "return;",
                        "assign_whenTheNetworkCantBeAsked_throws"),
                mistake(
                        "the holders of the survey are believed",
                        "cloud.give(transfer",
                        "if (transfer.seen().stream().anyMatch(h -> !locate(transfer.address()).contains(h))) return;\n"
                                + "cloud.give(transfer",
                        "assign_whenSomebodyElseTookItSinceTheSurvey_takesItFromThem"),
                mistake(
                        "a release of what somebody else holds is taken for done",
                        "if (!taken)",
                        "if (false)",
                        "release_whenAnotherHoldsIt_refuses"),
                mistake(
                        "a release takes it from whoever holds it",
                        "taken = cloud.take(address.toString(), holder.host().value());",
                        "taken = cloud.take(address.toString(), cloud.holderOf(address.toString()).orElse(\"-\"));",
                        "release_whenAnotherHoldsIt_refuses"));
    }

    private static Arguments mistake(String name, String right, String wrong, String foundBy) {
        return Arguments.of(name, right, wrong, foundBy);
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("mistakes")
    void contract_whenTheAssignerIsWrong_fails(String name, String right, String wrong, String foundBy)
            throws IOException {
        Map<String, String> files = JavaRunner.files("docs/write-an-assigner.md");
        String assigner = Objects.requireNonNull(files.get("MyIpAssigner"));
        assertThat(assigner).as(name).containsOnlyOnce(right);
        files.put("MyIpAssigner", assigner.replace(right, wrong));

        assertThat(JavaRunner.run(files, folder).testEvents().failed().stream())
                .extracting(Event::getTestDescriptor)
                .extracting(test -> test.getUniqueId().getLastSegment().getValue())
                .as(name)
                .anyMatch(test -> test.endsWith(foundBy + "()"));
    }
}
