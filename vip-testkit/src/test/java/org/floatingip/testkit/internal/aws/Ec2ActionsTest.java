package org.floatingip.testkit.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcElasticIp;
import org.floatingip.testkit.network.VpcInstance;
import org.floatingip.testkit.network.VpcInterface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the actions say that they take is what they take, is EC2's, and stands in docs/in-memory-aws.md, which
 * {@code -Din-memory-aws=write} writes anew.
 */
class Ec2ActionsTest {

    private static final Path PAGE = Path.of("../docs/in-memory-aws.md");

    /** A value for parameters that can't be just anything, by the end of their names. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("CidrBlock", "10.9.0.0/24"),
            Map.entry("Cidr", "10.0.1.200/32"),
            Map.entry("DestinationCidrBlock", "192.168.7.7/32"),
            Map.entry("DestinationIpv6CidrBlock", "2001:db8::7/128"),
            Map.entry("Attribute", "sourceDestCheck"),
            Map.entry("AmazonProvidedIpv6CidrBlock", "true"),
            Map.entry("Ipv6CidrBlock", "2001:db8::/64"),
            Map.entry("LocalTarget", "true"),
            Map.entry("SourceDestCheck.Value", "false"),
            Map.entry("PrivateIpAddress", "10.0.1.99"),
            Map.entry("PrivateIpAddress.1", "10.0.1.99"),
            Map.entry("AllowReassignment", "true"),
            Map.entry("AllowReassociation", "true"),
            Map.entry("DeleteOnTermination", "true"),
            Map.entry("DryRun", "false"),
            Map.entry("Force", "true"),
            Map.entry("Hibernate", "true"),
            Map.entry("MaxResults", "5"),
            Map.entry("Primary", "true"),
            Map.entry("SkipOsShutdown", "true"),
            Map.entry("UserData", "eA=="),
            Map.entry("AllAvailabilityZones", "true"),
            Map.entry("AllRegions", "true"),
            Map.entry("IncludeAllInstances", "true"));

    private final Ec2QueryApi api = api();

    private static Ec2QueryApi api() {
        return new Ec2QueryApi(Sandbox.create().network(), false, (action, parameters) -> true);
    }

    static Collection<String> actions() {
        return api().actions().keySet();
    }

    private static String value(Ec2Action action, String parameter) {
        if (parameter.endsWith("ResourceType")) {
            return switch (action.name()) {
                case "AllocateAddress" -> "elastic-ip";
                case "CreateNetworkInterface" -> "network-interface";
                case "CreateRouteTable" -> "route-table";
                case "CreateSecurityGroup" -> "security-group";
                case "CreateSubnet" -> "subnet";
                case "CreateSubnetCidrReservation" -> "subnet-cidr-reservation";
                case "CreateVpc" -> "vpc";
                default -> "instance";
            };
        }
        if (parameter.equals("NextToken")) {
            return Base64.getUrlEncoder().encodeToString((action.name() + ":0").getBytes(StandardCharsets.UTF_8));
        }
        if (parameter.equals("Filter.1.Name")) {
            return action.filters().last().equals(Selection.ANY_TAG)
                    ? "tag:Name"
                    : action.filters().last();
        }
        return VALUES.entrySet().stream()
                .filter(entry -> parameter.equals(entry.getKey()) || parameter.endsWith("." + entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("1");
    }

    /** Asks with that parameter, and with whatever else the refusals name as missing. */
    private AwsReply ask(Ec2Action action, String parameter) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("Action", action.name());
        String missing = parameter;
        for (int i = 0; i < 10; i++) {
            parameters.put(missing, value(action, missing));
            String form = parameters.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
            AwsReply reply = api.read(form).answer();
            Matcher wanted = Pattern.compile("must contain the parameter ([A-Za-z0-9.]+)")
                    .matcher(reply.body());
            if ("MissingInput".equals(reply.errorCode())) {
                missing = "SubnetId";
            } else if (wanted.find() && action.parameters().contains(QueryRequest.form(wanted.group(1)))) {
                missing = wanted.group(1);
            } else {
                return reply;
            }
        }
        throw new AssertionError("no end of what " + action.name() + " wants: " + parameters);
    }

    @ParameterizedTest
    @MethodSource("actions")
    void parameters_thatAnActionNames_areTaken(String name) {
        Ec2Action action = Objects.requireNonNull(api.actions().get(name));
        for (String parameter : action.parameters()) {
            String body =
                    ask(action, parameter.replaceAll("\\.N(?=\\.|$)", ".1")).body();

            assertThat(body)
                    .as("%s of %s", parameter, name)
                    .doesNotContain("UnknownParameter", "not modelled", "Expected a", "Expected 1");
        }
    }

    @ParameterizedTest
    @MethodSource("actions")
    void parametersAndFilters_thatAnActionNames_areOfEc2(String name) {
        Ec2Action action = Objects.requireNonNull(api.actions().get(name));
        Ec2Catalogue ec2 = Ec2Catalogue.get();

        assertThat(ec2.hasAction(name)).as(name).isTrue();
        assertThat(action.parameters()).as(name).allMatch(parameter -> ec2.hasParameter(name, parameter));
        assertThat(action.filters()).as(name).allMatch(filter -> ec2.hasFilter(name, filter));
    }

    @Test
    void catalogue_knowsWhatIsNotModelled_andOnlyThat() {
        Ec2Catalogue ec2 = Ec2Catalogue.get();

        assertThat(ec2.hasAction("DescribeVolumes")).isTrue();
        assertThat(ec2.hasAction("DescribeMoons")).isFalse();
        assertThat(ec2.hasAction("")).isFalse();
        assertThat(ec2.hasAction("# The actions")).isFalse();
        assertThat(ec2.hasParameter("CreateVpc", "Ipv6Pool")).isTrue();
        assertThat(ec2.hasParameter("CreateVpc", "SubnetId")).isFalse();
        assertThat(ec2.hasFilter("DescribeInstances", "kernel-id")).isTrue();
        assertThat(ec2.hasFilter("DescribeInstances", "tag:any thing")).isTrue();
        assertThat(ec2.hasFilter("DescribeInstanceTypes", "tag:Name")).isFalse();
    }

    private static String table() {
        List<String> rows = new ArrayList<>(List.of("| action | parameters | filters |", "|---|---|---|"));
        api().actions()
                .values()
                .forEach(action -> rows.add("| `" + action.name() + "` | " + quoted(action.parameters()) + " | "
                        + quoted(action.filters()) + " |"));
        return String.join("\n", rows);
    }

    private static String route53() {
        Sandbox sandbox = Sandbox.create();
        return quoted(new Route53Api(
                        sandbox.network(), InMemoryDns.create(sandbox.network().ticker()), 0)
                .actions());
    }

    private static String sts() {
        List<String> rows = new ArrayList<>(List.of("| action | parameters |", "|---|---|"));
        StsApi.actions().forEach((name, parameters) -> rows.add("| `" + name + "` | " + quoted(parameters) + " |"));
        return String.join("\n", rows);
    }

    /** The paths of an instance that has everything that one can have. */
    private static String metadata() {
        Sandbox sandbox = Sandbox.create();
        InMemoryVpc network = sandbox.network();
        VpcInstance instance = network.run(
                InstanceSpec.with(InterfaceSpec.in(network.subnets().get(0).id()))
                        .userData("")
                        .instanceProfile("arn:aws:iam::123456789012:instance-profile/ROLE"));
        VpcInterface eni = instance.interfaces().get(0);
        VpcElasticIp elasticIp = network.allocateElasticIp();
        network.associateElasticIp(elasticIp.allocationId(), eni.id(), eni.primaryAddress(), false);
        Map<String, List<String>> folders = MetadataTree.of(network, instance).paths().stream()
                .map(path -> path.replace(eni.macAddress(), "MAC")
                        .replace(elasticIp.publicIp().toString(), "PUBLIC-IP"))
                .collect(Collectors.groupingBy(
                        path -> path.substring(0, path.lastIndexOf('/') + 1),
                        TreeMap::new,
                        Collectors.mapping(path -> path.substring(path.lastIndexOf('/') + 1), Collectors.toList())));
        List<String> rows = new ArrayList<>(List.of("| folder | values |", "|---|---|"));
        folders.forEach((folder, names) -> rows.add("| `" + folder + "` | " + quoted(names) + " |"));
        return String.join("\n", rows);
    }

    private static String quoted(Collection<String> names) {
        return names.isEmpty() ? "–" : names.stream().collect(Collectors.joining("`, `", "`", "`"));
    }

    private static String with(String page, String section, String text) {
        String begin = "<!-- " + section + " -->\n";
        String end = "\n<!-- end of " + section + " -->";
        return page.substring(0, page.indexOf(begin) + begin.length()) + text + page.substring(page.indexOf(end));
    }

    @Test
    void page_listsWhatIsModelled() throws Exception {
        String page = Files.readString(PAGE);
        String made = with(with(with(page, "ec2", table()), "route53", route53()), "sts", sts());
        made = with(made, "metadata", metadata());
        if ("write".equals(System.getProperty("in-memory-aws"))) {
            Files.writeString(PAGE, made);
            page = made;
        }
        assertThat(page).isEqualTo(made);
    }
}
