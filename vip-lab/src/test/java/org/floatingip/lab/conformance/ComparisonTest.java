package org.floatingip.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private final Names names = new Names();

    private List<String> differences(String expected, String is) {
        ReplyTable.Situation situation =
                new ReplyTable.Situation("a row", "N", List.of(), "Action", 200, "<a>" + expected + "</a>");
        return Comparison.of(situation, new Ec2Reply(200, "<a>" + is + "</a>"), names);
    }

    @Test
    void of_whenIdsAndTimesAreOthers_findsNothingAndLearnsThem() {
        assertThat(differences(
                        "<x>eni-0aaaaaaaaaaaaaaaa</x><y>203.0.113.1</y><t>2026-01-01T00:00:00.000Z</t><m>02:00:00:00:00:01</m>"
                                + "<requestId>...</requestId>",
                        "<x>eni-0123456789abcdef0</x><y>44.1.2.3</y><t>2027-02-03T04:05:06.000Z</t><m>0e:ff:c4:7f:36:69</m>"
                                + "<requestId>1f27046f-00d6-41a0-b71f-5a52169da36b</requestId>"))
                .isEmpty();

        assertThat(names.translate("A=eni-0aaaaaaaaaaaaaaaa B=203.0.113.1 C=ec2-203-0-113-1 D=10.231.82.4"))
                .isEqualTo("A=eni-0123456789abcdef0 B=44.1.2.3 C=ec2-203-0-113-1 D=10.231.82.4");
    }

    @Test
    void of_whenAnIdIsNotTheOneThatItWas_findsThat() {
        assertThat(differences("<x>eni-0aaaaaaaaaaaaaaaa</x>", "<x>eni-0123456789abcdef0</x>"))
                .isEmpty();

        assertThat(differences("<x>eni-0aaaaaaaaaaaaaaaa</x>", "<x>eni-0123456789abcdef1</x>"))
                .containsExactly("/x is 'eni-0123456789abcdef1', not 'eni-0123456789abcdef0'");
        assertThat(differences("<x>eni-0bbbbbbbbbbbbbbbb</x>", "<x>eni-0123456789abcdef0</x>"))
                .as("two things would be one")
                .hasSize(1);
        assertThat(differences("<x>eni-00000000000000000</x>", "<x>eni-0123456789abcdef2</x>"))
                .as("nobody stays nobody")
                .hasSize(1);
    }

    @Test
    void of_whenTextsElementsOrItemsDiffer_findsEach() {
        assertThat(differences(
                        "<m>Address 10.231.82.2 is in subnet's reserved range.</m><gone>1</gone><s><item><k>1</k></item></s>"
                                + "<t>2026-01-01T00:00:00.000Z</t>",
                        "<m>Address 10.231.82.2 is reserved.</m><new>1</new><s><item><k>1</k></item><item><k>2</k></item></s>"
                                + "<t>2026-01-01T00:00:00Z</t>"))
                .containsExactly(
                        "/m is 'Address 10.231.82.2 is reserved.', not 'Address 10.231.82.2 is in subnet's reserved range.'",
                        "/gone is missing",
                        "/s has 2 items, not 1",
                        "/t is '2026-01-01T00:00:00Z', not '2026-01-01T00:00:00.000Z'",
                        "/new is there too");
    }

    @Test
    void of_whenItemsComeInAnotherOrder_findsNothing() {
        assertThat(differences(
                        "<s><item><k>1</k><v>eni-0aaaaaaaaaaaaaaaa</v></item><item><k>2</k></item></s>",
                        "<s><item><k>2</k></item><item><k>1</k><v>eni-0123456789abcdef0</v></item></s>"))
                .isEmpty();
    }

    @Test
    void of_ourOwnTag_isNotSeen() {
        String ours = "<item><key>" + Tags.KEY + "</key><value>run</value></item>";

        assertThat(differences("<x>1</x>", "<x>1</x><tagSet>" + ours + "</tagSet>"))
                .isEmpty();
        assertThat(differences(
                        "<tagSet><item><key>a</key><value>b</value></item></tagSet>",
                        "<tagSet>" + ours + "<item><key>a</key><value>b</value></item></tagSet>"))
                .isEmpty();
        assertThat(differences("<x>1</x>", "<x>1</x><tagSet><item><key>a</key><value>b</value></item></tagSet>"))
                .containsExactly("/tagSet is there too");
    }

    @Test
    void strangers_ofARequest_areIdsThatThisRunDidNotMake() {
        names.learn("eni-0aaaaaaaaaaaaaaaa", "eni-0123456789abcdef0");

        assertThat(names.strangers(names.translate("A=eni-0aaaaaaaaaaaaaaaa B=i-00000000000000002 C=bad D=10.0.0.1")))
                .isEmpty();
        assertThat(names.strangers("A=eni-0123456789abcdef0 B=vpc-0123456789abcdef0 C=eni-of-instance D=203.0.113.1"))
                .containsExactly("vpc-0123456789abcdef0", "eni-of-instance", "203.0.113.1");
    }

    /** A service that makes nothing of a filter would show somebody's route table, to which rows then add routes. */
    @Test
    void prepare_whenALookShowsAnothersNetwork_takesNoNameFromIt() {
        Ec2Requests deaf = parameters -> new Ec2Reply(
                200,
                "<r><routeTableSet><item><routeTableId>rtb-0123456789abcdef0</routeTableId>"
                        + "<vpcId>vpc-0123456789abcdef0</vpcId></item></routeTableSet></r>");
        Stage stage = new Stage(deaf, time -> {}, "run-1", "ami-1");
        stage.names.learn("vpc-0", "vpc-0fedcba9876543210");
        ReplyTable.Step look =
                new ReplyTable.Step('-', "DescribeRouteTables Filter.1.Name=vpc-id Filter.1.Value.1=vpc-0 => rtb-main");

        assertThatThrownBy(() -> stage.prepare(look))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("which this run did not make");

        assertThat(stage.names.translate("rtb-main")).isEqualTo("rtb-main");
        stage.names.learn("vpc-1", "vpc-0123456789abcdef0");
        stage.prepare(look);
        assertThat(stage.names.translate("rtb-main")).isEqualTo("rtb-0123456789abcdef0");
    }

    /** As in a refusal: "interface interface-0aaaaaaaaaaaaaaaa belongs to ...". */
    @Test
    void translate_ofAnInterfaceAsRefusalsSpeakOfIt_isThatOfItsId() {
        names.learn("eni-0aaaaaaaaaaaaaaaa", "eni-0123456789abcdef0");

        assertThat(names.translate("interface-0aaaaaaaaaaaaaaaa")).isEqualTo("interface-0123456789abcdef0");
    }

    @Test
    void agree_onIpv6OfAVpc_standsForWhatTheServiceGave() {
        assertThat(names.agree("2001:db8:0:100::/56", "2600:1f18:a:ef00::/56")).isTrue();

        assertThat(names.translate("A=2001:db8:0:101::7")).isEqualTo("A=2600:1f18:a:ef01::7");
        assertThat(names.agree("2001:db8:0:101::7", "2600:1f18:a:e001::7")).isFalse();
        assertThat(names.translate("2001:db8:1::/64")).isEqualTo("2001:db8:1::/64");
    }

    @Test
    void added_tags_areOnAllThatARequestMakes() {
        assertThat(Tags.added(
                        Map.of(
                                "Action",
                                "RunInstances",
                                "TagSpecification.1.ResourceType",
                                "instance",
                                "TagSpecification.1.Tag.1.Key",
                                "a"),
                        "run"))
                .containsEntry("TagSpecification.1.Tag.1.Key", "a")
                .containsEntry("TagSpecification.1.Tag.2.Key", Tags.KEY)
                .containsEntry("TagSpecification.2.ResourceType", "network-interface")
                .containsEntry("TagSpecification.2.Tag.1.Value", "run");
        assertThat(Tags.makesUntagged("RunInstances")).isFalse();
        assertThat(Tags.makesUntagged("DescribeVpcs")).isFalse();
        assertThat(Tags.makesUntagged("CreateRoute")).as("part of a table").isFalse();
        assertThat(Tags.makesUntagged("CreateVolume")).isTrue();
    }
}
