package org.floatingip.lab.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.floatingip.testkit.aws.RequestAuthorizer;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcElasticIp;
import org.floatingip.testkit.network.VpcInterface;
import org.floatingip.testkit.network.VpcRouteTable;

/**
 * What IAM makes of a request and a policy, as far as the policies here need it, written from AWS's Service Authorization
 * Reference and its guide to policy evaluation, and sharing no code with what writes the policies. For each resource of the
 * request some statement has to match its action, that resource and all conditions; a key that the reference does not give to
 * the action on that resource is absent, and so are all keys of another resource.
 */
final class PolicyEvaluator implements RequestAuthorizer {

    static final String REGION = "us-east-1";
    static final String ACCOUNT = "123456789012";

    private final JsonNode policy;
    private final InMemoryVpc network;

    PolicyEvaluator(String policy, InMemoryVpc network) {
        this.policy = parsed(policy);
        this.network = network;
    }

    static JsonNode parsed(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    /** A resource of a request: its ARN, or an asterisk for actions that have none, and its condition keys. */
    private record Resource(String arn, Map<String, List<String>> keys) {}

    @Override
    public boolean permits(String action, Map<String, String> parameters) {
        return resources(action, parameters).stream()
                .allMatch(resource -> statements()
                        .anyMatch(statement -> texts(statement.get("Action")).contains(action)
                                && texts(statement.get("Resource")).stream().anyMatch(arn -> like(arn, resource.arn()))
                                && conditions(statement).allMatch(condition -> condition.holds(resource.keys()))));
    }

    private Stream<JsonNode> statements() {
        return StreamSupport.stream(policy.get("Statement").spliterator(), false)
                .peek(statement -> {
                    if (!statement.get("Effect").asText().equals("Allow")) {
                        throw new AssertionError("only what is allowed is understood here: " + statement);
                    }
                });
    }

    private List<Resource> resources(String action, Map<String, String> parameters) {
        return switch (action) {
            case "ec2:AssignPrivateIpAddresses",
                    "ec2:UnassignPrivateIpAddresses",
                    "ec2:AssignIpv6Addresses",
                    "ec2:UnassignIpv6Addresses" -> List.of(networkInterface(parameters));
            case "ec2:AssociateAddress" -> List.of(networkInterface(parameters), elasticIp(parameters));
            case "ec2:DisassociateAddress" -> associated(parameters.get("AssociationId"));
            case "ec2:ReplaceRoute", "ec2:CreateRoute", "ec2:DeleteRoute" ->
                List.of(routeTable(parameters.get("RouteTableId")));
            case "route53:ListHostedZones" -> List.of(new Resource("*", Map.of()));
            case "route53:ListHostedZonesByVPC" ->
                List.of(new Resource(
                        "*",
                        Map.of(
                                "route53:VPCs",
                                List.of("VPCId=" + parameters.get("vpcid") + ",VPCRegion="
                                        + parameters.get("vpcregion")))));
            case "route53:GetHostedZone", "route53:ListResourceRecordSets" ->
                List.of(new Resource("arn:aws:route53:::hostedzone/" + parameters.get("Id"), Map.of()));
            case "route53:ChangeResourceRecordSets" ->
                List.of(new Resource("arn:aws:route53:::hostedzone/" + parameters.get("Id"), edits(parameters)));
            case "route53:GetChange" ->
                List.of(new Resource("arn:aws:route53:::change/" + parameters.get("Id"), Map.of()));
            default -> {
                if (!action.matches("ec2:(Describe|Get)[A-Za-z]+")) {
                    throw new AssertionError("what AWS authorises " + action + " on has to be written down here");
                }
                yield List.of(new Resource("*", Map.of("ec2:Region", List.of(REGION))));
            }
        };
    }

    private Resource networkInterface(Map<String, String> parameters) {
        String id = parameters.get("NetworkInterfaceId");
        Map<String, List<String>> keys = new HashMap<>(Map.of("ec2:Region", List.of(REGION)));
        VpcInterface eni = network.interfaces().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no interface " + id));
        keys.put("ec2:NetworkInterfaceID", List.of(id));
        keys.put("ec2:Vpc", List.of(ec2("vpc", eni.vpcId())));
        keys.put("ec2:Subnet", List.of(ec2("subnet", eni.subnetId())));
        eni.tags().forEach((key, value) -> keys.put("aws:ResourceTag/" + key, List.of(value)));
        return new Resource(ec2("network-interface", id), keys);
    }

    private Resource routeTable(String id) {
        VpcRouteTable table = network.routing().table(id).orElseThrow();
        return new Resource(
                ec2("route-table", id),
                Map.of(
                        "ec2:Region", List.of(REGION),
                        "ec2:RouteTableID", List.of(id),
                        "ec2:Vpc", List.of(ec2("vpc", table.vpcId()))));
    }

    /** Both ends of an association. */
    private List<Resource> associated(String associationId) {
        VpcElasticIp elasticIp = network.elasticIps().stream()
                .filter(each ->
                        each.association() != null && each.association().id().equals(associationId))
                .findFirst()
                .orElseThrow();
        return List.of(
                networkInterface(Map.of(
                        "NetworkInterfaceId",
                        Objects.requireNonNull(elasticIp.association()).interfaceId())),
                elasticIp(Map.of("AllocationId", elasticIp.allocationId())));
    }

    private Resource elasticIp(Map<String, String> parameters) {
        VpcElasticIp elasticIp =
                network.elasticIp(parameters.get("AllocationId")).orElseThrow();
        return new Resource(
                ec2("elastic-ip", elasticIp.allocationId()),
                Map.of("ec2:Region", List.of(REGION), "ec2:AllocationId", List.of(elasticIp.allocationId())));
    }

    private static String ec2(String type, String id) {
        return "arn:aws:ec2:" + REGION + ":" + ACCOUNT + ":" + type + "/" + id;
    }

    /** Each change is recorded as its action, name, TTL, type and values. */
    private static Map<String, List<String>> edits(Map<String, String> parameters) {
        Map<String, List<String>> keys = new HashMap<>();
        for (int i = 1; parameters.containsKey("Change." + i); i++) {
            String[] words = parameters.get("Change." + i).split(" ", -1);
            add(keys, "Actions", words[0]);
            add(keys, "NormalizedRecordNames", words[1].replaceFirst("\\.$", "").replace("*", "\\052"));
            add(keys, "RecordTypes", words[3]);
        }
        return keys;
    }

    private static void add(Map<String, List<String>> keys, String key, String value) {
        keys.computeIfAbsent("route53:ChangeResourceRecordSets" + key, unused -> new ArrayList<>())
                .add(value);
    }

    /** One key of a statement's conditions. */
    private record Condition(String operator, String key, List<String> wanted) {

        boolean holds(Map<String, List<String>> keys) {
            List<String> values = keys.getOrDefault(key, List.of());
            return switch (operator) {
                case "StringEquals" -> values.stream().anyMatch(wanted::contains);
                case "ArnLike" ->
                    values.stream().anyMatch(value -> wanted.stream().anyMatch(arn -> like(arn, value)));
                case "ForAllValues:StringEquals" -> wanted.containsAll(values);
                default -> throw new AssertionError("what " + operator + " means has to be written down here");
            };
        }
    }

    private static Stream<Condition> conditions(JsonNode statement) {
        List<Condition> all = new ArrayList<>();
        if (statement.has("Condition")) {
            statement
                    .get("Condition")
                    .properties()
                    .forEach(operator -> operator.getValue()
                            .properties()
                            .forEach(key ->
                                    all.add(new Condition(operator.getKey(), key.getKey(), texts(key.getValue())))));
        }
        return all.stream();
    }

    static List<String> texts(JsonNode oneOrMany) {
        return oneOrMany.isArray()
                ? StreamSupport.stream(oneOrMany.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList()
                : List.of(oneOrMany.asText());
    }

    private static boolean like(String pattern, String text) {
        return text.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    }
}
