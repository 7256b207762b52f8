package org.floatingip.lab.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;
import org.floatingip.aws.IamAction;
import org.floatingip.aws.IamFeature;
import org.floatingip.aws.IamPolicy;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.network.VpcInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.regions.Region;

/**
 * Each feature, run over HTTP by the real SDK against an endpoint that permits what its policy allows: a call that the policy
 * lacks fails, and so does an action in it that is never called.
 */
class IamPolicyTest {

    /** The policy of a feature as narrow as it gets in that world. */
    private static IamPolicy.Builder narrow(PolicyWorld world, boolean named, PolicyWorld.Zones zones) {
        IamPolicy.Builder policy =
                IamPolicy.builder().region(PolicyEvaluator.REGION).account(PolicyEvaluator.ACCOUNT);
        for (VpcInstance instance : world.sandbox.instances()) {
            instance.interfaces().forEach(eni -> policy.networkInterface(eni.id()));
        }
        world.network.elasticIps().forEach(elasticIp -> policy.elasticIp(elasticIp.allocationId()));
        policy.name("db.example.com")
                .name("db.a.example.com")
                .name("db.b.example.com")
                .pointer(Sandbox.FLOATING_IP)
                .pointer("10.0.1.10")
                .pointer("10.0.1.11");
        if (named) {
            policy.vpc(world.vpc);
        }
        switch (zones) {
            case OF_ACCOUNT -> {}
            case BY_ID -> world.zoneIds().forEach(policy::zone);
            case OF_VPC -> policy.zonesOfVpc(world.vpc, Sandbox.REGION);
        }
        return policy;
    }

    static Stream<Arguments> worlds() {
        return Stream.of(IamFeature.values())
                .flatMap(feature -> Stream.of(PolicyWorld.Zones.values())
                        .limit(feature.text().startsWith("dns") || feature == IamFeature.NAMES ? 3 : 1)
                        .flatMap(zones ->
                                Stream.of(Arguments.of(feature, false, zones), Arguments.of(feature, true, zones))));
    }

    private static IamPolicy of(IamFeature feature, IamPolicy.Builder policy) {
        FeatureRuns.together(feature).forEach(policy::feature);
        return policy.build();
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void feature_underExactlyItsPolicy_worksAndUsesAllOfIt(IamFeature feature, boolean named, PolicyWorld.Zones zones) {
        try (PolicyWorld world = new PolicyWorld(named, zones)) {
            FeatureRuns.prepare(feature, world);
            IamPolicy policy = of(feature, narrow(world, named, zones));
            int before = world.server.requests().size();
            world.under(policy.toJson());

            FeatureRuns.run(feature, world);

            assertThat(world.denied()).as("called, and not in %s", policy).isEmpty();
            assertThat(world.calledSince(before))
                    .as("called, and in the policy")
                    .containsExactlyInAnyOrderElementsOf(policy.actions().stream()
                            .filter(IamAction::called)
                            .map(IamAction::text)
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource(IamFeature.class)
    void feature_withoutOneActionOfItsPolicy_isDeniedThatAction(IamFeature feature) {
        for (IamAction lacking : of(feature, IamPolicy.builder()).actions()) {
            try (PolicyWorld world = new PolicyWorld(false, PolicyWorld.Zones.OF_ACCOUNT)) {
                FeatureRuns.prepare(feature, world);
                world.under(without(lacking, of(feature, IamPolicy.builder())));
                try {
                    FeatureRuns.run(feature, world);
                } catch (FloatingIpException | AssertionError e) {
                    // Some denials are worth only a preflight that is left out; others end the run.
                }

                assertThat(world.denied()).containsExactly(lacking.text());
            }
        }
    }

    private static String without(IamAction lacking, IamPolicy policy) {
        JsonNode json = PolicyEvaluator.parsed(policy.toJson());
        for (JsonNode statement : json.get("Statement")) {
            List<String> left = PolicyEvaluator.texts(statement.get("Action")).stream()
                    .filter(action -> !action.equals(lacking.text()))
                    .toList();
            ArrayNode actions = ((ObjectNode) statement).putArray("Action");
            left.forEach(actions::add);
        }
        return json.toString();
    }

    @Test
    void move_whenAnActionIsLacking_namesIt() {
        try (PolicyWorld world = new PolicyWorld(false, PolicyWorld.Zones.OF_ACCOUNT)) {
            world.under(IamPolicy.of(IamFeature.PLAN).toJson());

            assertThatThrownBy(() -> world.at(FeatureRuns.VIP).build().moveTo(world.b))
                    .isInstanceOf(PermissionDeniedException.class)
                    .hasMessageContaining("ec2:AssignPrivateIpAddresses");
            assertThat(world.network
                            .holders(IpAddress.of(FeatureRuns.VIP))
                            .get(0)
                            .host()
                            .value())
                    .isEqualTo(world.a);
        }
    }

    /** What each way of narrowing a policy keeps from being done. */
    static Stream<Arguments> elsewhere() {
        return Stream.of(
                Arguments.of("another region", IamPolicy.builder().region("eu-central-1")),
                Arguments.of("another account", IamPolicy.builder().account("210987654321")),
                Arguments.of("another VPC", IamPolicy.builder().vpc("vpc-0bad")),
                Arguments.of("another interface", IamPolicy.builder().networkInterface("eni-0bad")),
                Arguments.of("interfaces with a tag", IamPolicy.builder().tag("vip", "db")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("elsewhere")
    void move_whenThePolicyIsOfSomethingElse_isDenied(String what, IamPolicy.Builder policy) {
        try (PolicyWorld world = new PolicyWorld(false, PolicyWorld.Zones.OF_ACCOUNT)) {
            world.under(policy.feature(IamFeature.MOVE).build().toJson());

            assertThatThrownBy(() -> world.at(FeatureRuns.VIP).build().moveTo(world.b))
                    .as(what)
                    .isInstanceOf(PermissionDeniedException.class);
        }
    }

    static Stream<Arguments> otherNames() {
        return Stream.of(
                Arguments.of(
                        "another zone",
                        IamPolicy.builder().feature(IamFeature.DNS_SET).zone("Z0BAD")),
                Arguments.of(
                        "another name",
                        IamPolicy.builder().feature(IamFeature.DNS_SET).name("www.example.com")),
                Arguments.of(
                        "pointers",
                        IamPolicy.builder().feature(IamFeature.DNS_SET).pointer("10.0.1.12")),
                Arguments.of("other edits", IamPolicy.builder().feature(IamFeature.DNS_REPLACE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("otherNames")
    void dnsSet_whenThePolicyIsOfSomethingElse_isDenied(String what, IamPolicy.Builder policy) {
        try (PolicyWorld world = new PolicyWorld(false, PolicyWorld.Zones.OF_ACCOUNT)) {
            world.under(policy.feature(IamFeature.DNS_SHOW).build().toJson());

            assertThatThrownBy(() -> FeatureRuns.run(IamFeature.DNS_SET, world))
                    .as(what)
                    .isInstanceOf(PermissionDeniedException.class);
        }
    }

    @Test
    void name_whenItIsAWildcard_isWrittenAsRoute53Normalises() {
        assertThat(IamPolicy.builder()
                        .feature("dns-set")
                        .name("*.Example.COM")
                        .build()
                        .toJson())
                .contains("\"\\\\052.example.com\"");
    }

    @Test
    void region_ofEachPartition_isWrittenAsTheSdkKnowsIt() {
        for (Region region : Region.regions()) {
            if (region.isGlobalRegion()) {
                continue;
            }
            assertThat(IamPolicy.builder()
                            .feature(IamFeature.RELEASE)
                            .region(region.id())
                            .build()
                            .toJson())
                    .as(region.id())
                    .contains("\"arn:" + region.metadata().partition().id() + ":ec2:" + region.id() + ":");
        }
    }

    @Test
    void builder_whenInputIsMalformed_saysWhatIsExpected() {
        assertThatThrownBy(() -> IamPolicy.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("feature(..)");
        assertThatThrownBy(() -> IamFeature.of("moves"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"moves\"")
                .hasMessageContaining(
                        Stream.of(IamFeature.values()).map(IamFeature::text).collect(Collectors.joining(", ")));
        assertThatThrownBy(() -> IamPolicy.builder().account("1234-5678-9012"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"1234-5678-9012\"")
                .hasMessageContaining("123456789012");
        assertThatThrownBy(() -> IamPolicy.builder().tag("vip", "${aws:username}"))
                .as("a policy variable")
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IamPolicy.builder().zone("*")).isInstanceOf(IllegalArgumentException.class);
    }
}
