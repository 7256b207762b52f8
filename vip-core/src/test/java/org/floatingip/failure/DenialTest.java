package org.floatingip.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from the texts of AWS IAM. */
class DenialTest {

    private static final String WHO =
            "User: arn:aws:sts::111122223333:assumed-role/ops/i-0a is not authorized to perform:"
                    + " ec2:AssignPrivateIpAddresses on resource: arn:aws:ec2:us-east-1:111122223333:network-interface/eni-0a ";
    private static final String POLICY =
            "arn:aws:organizations::444455556666:policy/o-qv5af4abcd/service_control_policy/p-2kgnabcd";

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ", and more", " (request id 7a57)"})
    void of_anExplicitDenyWithThePolicy_hasItsTypeAndArn(String after) {
        Denial denial = Denial.of(WHO + "with an explicit deny in a service control policy: " + POLICY + after);

        assertThat(denial.reason()).isEqualTo(DenialReason.EXPLICIT_DENY);
        assertThat(denial.policyType()).isEqualTo("service control policy");
        assertThat(denial.policyArn()).isEqualTo(POLICY);
        assertThat(denial.remedy("ec2:AssignPrivateIpAddresses"))
                .contains("in a service control policy")
                .endsWith("removed from " + POLICY);
        assertThat(denial).hasToString("EXPLICIT_DENY (service control policy, " + POLICY + ")");
    }

    @ParameterizedTest
    @CsvSource({
        "an identity-based policy, identity-based policy",
        "a resource-based policy, resource-based policy",
        "a permissions boundary, permissions boundary",
        "a resource control policy, resource control policy",
        "a session policy, session policy",
        "a VPC endpoint policy, VPC endpoint policy"
    })
    void of_anExplicitDeny_hasItsType(String policy, String type) {
        Denial denial = Denial.of(WHO + "with an explicit deny in " + policy);

        assertThat(denial.reason()).isEqualTo(DenialReason.EXPLICIT_DENY);
        assertThat(denial.policyType()).isEqualTo(type);
        assertThat(denial.policyArn()).isNull();
        assertThat(denial.remedy("ec2:AssignPrivateIpAddresses"))
                .startsWith("It is denied explicitly in " + policy + ", ")
                .contains("overrides every permission")
                .doesNotContain("Allow ");
    }

    @Test
    void of_anExplicitDenyOfNoType_isOne() {
        Denial denial = Denial.of(WHO + "with an explicit deny");

        assertThat(denial.reason()).isEqualTo(DenialReason.EXPLICIT_DENY);
        assertThat(denial.policyType()).isEmpty();
        assertThat(denial.remedy("ec2:AssignPrivateIpAddresses")).startsWith("It is denied explicitly, which");
    }

    /** EC2 sends both: the reason in words says more. */
    @ParameterizedTest
    @CsvSource({
        "identity-based policy, to the credentials in use",
        "resource-based policy, owner of the resource",
        "permissions boundary, permissions boundary",
        "service control policy, organization",
        "resource control policy, organization",
        "session policy, session policy",
        "VPC endpoint policy, VPC endpoint",
        "quite new policy, in a quite new policy",
        "other policy, in an other policy"
    })
    void of_aPolicyThatIsLacking_hasItsType(String type, String advice) {
        Denial denial = Denial.of(WHO + "because no " + type
                + " allows the ec2:AssignPrivateIpAddresses action. Encoded authorization failure message: 4GIOHl");

        assertThat(denial.reason()).isEqualTo(DenialReason.NOT_ALLOWED);
        assertThat(denial.policyType()).isEqualTo(type);
        assertThat(denial.remedy("ec2:AssignPrivateIpAddresses")).contains(advice);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Access denied", "User: arn:aws:iam::1:user/ops is not authorized to perform: ec2:Assign"})
    void of_whatDoesNotSayWhy_isUnstated(String text) {
        assertThat(Denial.of(text)).isEqualTo(Denial.unstated());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS was not able to validate the provided access credentials",
                "The request signature we calculated does not match the signature you provided",
                "The security token included in the request is invalid",
                "Request has expired."
            })
    void isAboutCredentials_whenTheTextSpeaksOfThem_is(String text) {
        assertThat(Denial.isAboutCredentials(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "You do not have permission to access the specified resource.",
                "You are not allowed to manage 'ela-attach' attachments.",
                "You are not the owner of network interface 'eni-0a'",
                "The address '203.0.113.7' does not belong to you.",
                "Not authorized for images: [ami-0a]",
                ""
            })
    void isAboutCredentials_whenTheTextSpeaksOfSomethingElse_isNot(String text) {
        assertThat(Denial.isAboutCredentials(text)).isFalse();
    }
}
