package org.floatingip.lab.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatingip.aws.IamAction;
import org.floatingip.aws.IamFeature;
import org.floatingip.aws.IamPolicy;
import org.floatingip.aws.IamWay;
import org.floatingip.cli.Vip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code vip iam-policy}, and the sections of docs/iam.md that are made by it. After a change that is meant,
 * {@code -Diam=write} writes them anew; look at the difference before you commit.
 */
class IamDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/iam.md");
    private static final String BEGIN = "<!-- begin: made by IamDocumentTest -->\n";
    private static final String END = "<!-- end -->\n";
    private static final String EC2 = " --region us-east-1 --account 123456789012";
    private static final String ROUTE53 = " --zone Z0123456789ABCDEFGHIJ --name db.example.com";

    private record Ran(int status, String out, String err) {}

    private static Ran vip(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Vip.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Ran(status, out.toString(), err.toString());
    }

    @Test
    void document_hasWhatTheCommandPrints() throws IOException {
        String text = Files.readString(DOCUMENT);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        String made = table() + sections();
        if ("write".equals(System.getProperty("iam"))) {
            text = text.substring(0, from) + made + text.substring(text.indexOf(END));
            Files.writeString(DOCUMENT, text);
        }
        assertThat(text.substring(from, text.indexOf(END)))
                .as("-Diam=write writes it anew")
                .isEqualTo(made);
    }

    private static String sections() {
        Map<String, String> shown = new HashMap<>();
        return Stream.of(IamFeature.values())
                        .map(feature -> section(feature, shown))
                        .collect(Collectors.joining())
                + Stream.of(IamWay.values())
                        .filter(way -> way != IamWay.SECONDARY_IP)
                        .flatMap(way -> Stream.of(section(IamFeature.MOVE, way), section(IamFeature.RELEASE, way)))
                        .collect(Collectors.joining());
    }

    private static String table() {
        Map<IamAction, List<String>> users = new TreeMap<>();
        for (IamFeature feature : IamFeature.values()) {
            feature.actions()
                    .forEach(action -> users.computeIfAbsent(action, unused -> new ArrayList<>())
                            .add("`" + feature.text() + "`"));
        }
        for (IamWay way : IamWay.values()) {
            for (IamFeature feature : List.of(IamFeature.STATUS, IamFeature.MOVE, IamFeature.RELEASE)) {
                IamPolicy.builder().by(way).feature(feature).build().actions().stream()
                        .filter(action -> way != IamWay.SECONDARY_IP)
                        .forEach(action -> users.computeIfAbsent(action, unused -> new ArrayList<>())
                                .add("`" + feature.text() + " --by " + way.text() + "`"));
            }
        }
        StringBuilder table = new StringBuilder("| action | what for | features |\n|---|---|---|\n");
        for (IamAction action : IamAction.values()) {
            table.append("| `")
                    .append(action)
                    .append("` | ")
                    .append(action.purpose())
                    .append(" | ")
                    .append(String.join(", ", users.getOrDefault(action, List.of(insteadOf(action)))))
                    .append(" |\n");
        }
        return table.toString();
    }

    /** When an action comes in the place of {@code route53:ListHostedZones}. */
    private static String insteadOf(IamAction action) {
        if (action.text().startsWith("dynamodb:")) {
            return "each that changes the network, with `--fence`";
        }
        return action == IamAction.GET_HOSTED_ZONE ? "the same, with `--zone`" : "the same, with `--vpc` alone";
    }

    /**
     * What the command prints for a feature, or the feature that has the same policy.
     *
     * @param shown the feature of each policy that the page has already
     */
    private static String section(IamFeature feature, Map<String, String> shown) {
        boolean names = feature.text().startsWith("dns") || feature == IamFeature.NAMES;
        String command = "iam-policy " + feature.text()
                + (!names || feature == IamFeature.NAMES ? EC2 : "")
                + (names && feature != IamFeature.DNS_WAIT ? ROUTE53 : "");
        Ran ran = vip(command.split(" "));
        assertThat(ran.status()).as(ran.err()).isZero();
        String same = shown.putIfAbsent(ran.out(), feature.text());
        return "\n### " + feature.text() + "\n\n"
                + Character.toUpperCase(feature.description().charAt(0))
                + feature.description().substring(1) + ".\n\n```sh\nvip " + command + "\n```\n\n"
                + (same == null ? "```json\n" + ran.out() + "```\n" : "The policy of [" + same + "](#" + same + ").\n");
    }

    private static String section(IamFeature feature, IamWay way) {
        String command = "iam-policy " + feature.text() + " --by " + way.text() + EC2;
        Ran ran = vip(command.split(" "));
        assertThat(ran.status()).as(ran.err()).isZero();
        return "\n### " + feature.text() + ": " + way.description() + "\n\n```sh\nvip " + command + "\n```\n\n```json\n"
                + ran.out() + "```\n";
    }

    @Test
    void command_withoutFeatures_allowsAllOfThem() {
        Ran ran = vip("iam-policy");

        assertThat(ran.status()).as(ran.err()).isZero();
        for (IamFeature feature : IamFeature.values()) {
            feature.actions().forEach(action -> assertThat(ran.out()).contains("\"" + action + "\""));
        }
    }

    @Test
    void command_withAFence_allowsItsTwoActionsOnThatTableAlone() {
        Ran ran = vip(
                "iam-policy",
                "move",
                "--fence",
                "dynamodb:vip_epoch",
                "--region",
                "us-east-1",
                "--account",
                "123456789012");

        assertThat(ran.out())
                .contains("\"Sid\": \"VipLedger\"", "\"dynamodb:GetItem\"", "\"dynamodb:UpdateItem\"")
                .contains("\"Resource\": \"arn:aws:dynamodb:us-east-1:123456789012:table/vip_epoch\"");
        assertThat(vip("iam-policy", "move").out()).doesNotContain("dynamodb");
        assertThat(vip("iam-policy", "move", "--fence", "vip_epoch").status()).isEqualTo(2);
    }

    @Test
    void command_withAVpc_looksForNamesInItsZones() {
        assertThat(vip("iam-policy", "dns-show", "--vpc", "vpc-0a", "--region", "us-east-1")
                        .out())
                .contains("route53:ListHostedZonesByVPC", "ec2:DescribeVpcs", "VPCId=vpc-0a,VPCRegion=us-east-1")
                .doesNotContain("\"route53:ListHostedZones\"");
        assertThat(vip("iam-policy", "dns-show", "--vpc", "vpc-0a", "--zone", "Z1")
                        .out())
                .contains("route53:GetHostedZone", "arn:aws:route53:::hostedzone/Z1");
        assertThat(vip("iam-policy", "move", "--vpc", "vpc-0a").status()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iam-policy moves|expected one of status, plan, move",
                "iam-policy dns-show --vpc vpc-0a|give --region, or --zone",
                "iam-policy move --vpc subnet-0a|not a VPC: \"subnet-0a\"",
                "iam-policy move --account me|not an account: \"me\"",
                "iam-policy move --tag vip|not --tag KEY=VALUE: \"vip\"",
                "iam-policy move --interface i-0a|not an interface: \"i-0a\"",
                "iam-policy reassociate --elastic-ip 192.0.2.1|not an Elastic IP: \"192.0.2.1\"",
                "iam-policy move --by eip|expected one of secondary-ip, route, elastic-ip, ipv6",
                "iam-policy move --route-table rtb-0a|--route-table needs --by route",
                "iam-policy move --by route --route-table subnet-0a|not a route table: \"subnet-0a\"",
                "iam-policy dns-set --zone *|not a hosted zone: \"*\"",
                "iam-policy dns-set --name db..example.com|db..example.com",
                "iam-policy dns-set --ptr 10.0.1|10.0.1"
            })
    void command_withMalformedInput_saysWhatIsExpected(String command, String says) {
        Ran ran = vip(command.split(" "));

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains(says);
    }
}
