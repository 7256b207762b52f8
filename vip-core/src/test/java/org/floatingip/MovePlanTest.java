package org.floatingip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.floatingip.spi.Placement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans as text: what comes back is what went in, and nothing else is taken for a plan. */
class MovePlanTest {

    private static final MovePlan PLAN = ValuesTest.plan().build();

    private static MovePlan bare() {
        return MovePlan.builder()
                .address(IpAddress.of("2001:db8::1"))
                .target(HostId.of("eni-0b"))
                .placement(Placement.builder(HostId.of("eni-0b"), "eni-0b").build())
                .plannedAt(PLAN.plannedAt())
                .build();
    }

    /** A text with a checksum that fits, as a later version or a hostile hand would write it. */
    private static String signed(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return text + "crc32=" + String.format("%08x", crc.getValue()) + "\n";
    }

    private static String body() {
        String text = PLAN.encode();
        return text.substring(0, text.lastIndexOf("crc32="));
    }

    @Test
    void decode_whenEncoded_isEqual() {
        assertThat(MovePlan.decode(PLAN.encode())).isEqualTo(PLAN);
        assertThat(MovePlan.decode(bare().encode())).isEqualTo(bare());
    }

    @Test
    void decode_whenLineEndsAndBlanksWereAdded_isEqual() {
        assertThat(MovePlan.decode("\n  " + PLAN.encode().replace("\n", "\r\n") + "\r\n\r\n"))
                .isEqualTo(PLAN);
    }

    @Test
    void encode_always_isPrintableAscii() {
        assertThat(PLAN.encode()).matches("[ -~\n]+").startsWith("vip-plan/3\n");
    }

    @Test
    void decode_whenAnyCharacterIsLostOrChanged_isRefused() {
        String text = PLAN.encode();
        long seed = 20261122;
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            int at = random.nextInt(text.length() - 1);
            String changed = random.nextBoolean()
                    ? text.substring(0, at)
                    : text.substring(0, at) + (char) (' ' + random.nextInt(95)) + text.substring(at + 1);
            try {
                MovePlan read = MovePlan.decode(changed);
                assertThat(read).as("seed %d, round %d", seed, i).isEqualTo(PLAN);
                assertThat(changed.strip()).isEqualTo(text.strip());
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith("not a");
            } catch (RuntimeException e) {
                fail("seed " + seed + ", round " + i + ": " + changed, e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "vip-plan/1", "vip-plan/3\n", "{\"address\":\"10.0.1.12\"}", "rO0ABXNyAA5qYXZh"})
    void decode_whenItIsNoPlan_saysSo(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MovePlan.decode(text))
                .withMessageContaining("not a plan");
    }

    @Test
    void decode_whenOfALaterVersion_saysWhichItKnows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MovePlan.decode(signed("vip-plan/4\naddress=10.0.1.12\n")))
                .withMessageContaining("version \"4\"")
                .withMessageContaining("versions 1, 2 and 3");
    }

    /** What version 2 wrote, which knew one address and had its lines in another order. */
    private static String version2() {
        return """
                vip-plan/2
                address=10.0.1.12
                strategy=HANDOVER
                target=i-0b
                from=i-0a
                orUnheld=true
                reassociate=true
                holder=i-0a,eni-0a,secondary
                host=i-0b
                interface=eni-0b
                mac=02%3A00%3A00%3A00%3A00%3A0b
                subnet=subnet-1
                reason=the+only+one
                dependent=eipalloc-0a,Elastic+IP+203.0.113.7
                call=read,ec2%3ALook,look%2C+and+%C3%A9+%3D+100+%25+sure
                call=change,ec2%3ATake,take%0Ait
                warning=the+holder+is+stopped
                warning=a%2C+b+%3D+c
                plannedAt=2026-01-02T03:04:05.678Z
                """;
    }

    @Test
    void decode_whenOfVersion2_isEqual() {
        assertThat(MovePlan.decode(signed(version2()))).isEqualTo(PLAN);
        assertThat(GroupMovePlan.decode(signed(version2())).plans()).containsExactly(PLAN);
    }

    @Test
    void decode_whenOfVersion1_knowsNothingOfReassociation() {
        String before = version2()
                .replace("vip-plan/2", "vip-plan/1")
                .replaceAll("reassociate=.*\n", "")
                .replaceAll("dependent=.*\n", "");

        assertThat(MovePlan.decode(signed(before)))
                .isEqualTo(ValuesTest.plan()
                        .reassociate(false)
                        .dependents(List.of())
                        .build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MovePlan.decode(signed(before.replace("vip-plan/1", "vip-plan/2"))))
                .withMessageContaining("no \"reassociate\"");
    }

    @Test
    void decode_whenOfAnEarlierVersionWithTwoAddresses_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GroupMovePlan.decode(signed(version2() + "address=10.0.1.13\n")))
                .withMessageContaining("\"address\" twice");
    }

    @Test
    void decode_whenSeveralAddressesAreInIt_isReadAsAGroups() {
        GroupMovePlan plan = ValuesTest.groupPlan().build();

        assertThat(GroupMovePlan.decode(plan.encode())).isEqualTo(plan);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MovePlan.decode(plan.encode()))
                .withMessage(
                        "not a plan: it has 2 addresses, and a MovePlan has one: read it by GroupMovePlan.decode(..)");
    }

    @Test
    void decode_whenNoAddressIsInIt_isReadAsAGroups() {
        GroupMovePlan none = GroupMovePlan.builder()
                .target(HostId.of("i-0b"))
                .expectedHolder(HostId.of("i-0a"))
                .evacuated(HostId.of("i-0a"))
                .plannedAt(PLAN.plannedAt())
                .build();

        assertThat(GroupMovePlan.decode(none.encode())).isEqualTo(none);
        assertThat(none.nothingToDo()).isTrue();
        assertThat(none.toString()).startsWith("nothing to do: i-0a holds none of them");
    }

    @Test
    void plans_whenOfAGroup_haveWhatIsOfTheWhole() {
        GroupMovePlan plan = ValuesTest.groupPlan().build();

        assertThat(plan.addresses()).containsExactly(IpAddress.of("10.0.1.12"), IpAddress.of("10.0.1.13"));
        assertThat(plan.plan("10.0.1.12")).isEqualTo(PLAN);
        assertThat(plan.plan("10.0.1.13").calls()).isEqualTo(plan.calls());
        assertThat(plan.warnings()).containsExactly("the holder is stopped", "a, b = c");
        assertThat(plan.permissions()).containsExactly("ec2:Look", "ec2:Take");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.plan("10.0.1.14"))
                .withMessageContaining("10.0.1.14 is not in the plan");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValuesTest.groupPlan()
                        .add(PLAN.address(), List.of(), PLAN.placement(), List.of(), List.of())
                        .build())
                .withMessage("10.0.1.12 is twice in the plan");
    }

    @Test
    void toString_whenOfAGroup_saysWhatAPersonApproves() {
        assertThat(ValuesTest.groupPlan().build().toString())
                .startsWith("plan: 2 addresses to i-0b, handed over, all or none")
                .contains("only those that are held by i-0a or by nobody")
                .contains("\n  10.0.1.12 from i-0a (eni-0a) to i-0b (eni-0b); on it: Elastic IP 203.0.113.7")
                .contains("\n  10.0.1.13 from nobody to i-0b (eni-0b)")
                .contains("change: take")
                .contains("permissions: ec2:Look, ec2:Take")
                .containsOnlyOnce("warning: the holder is stopped");
        assertThat(ValuesTest.groupPlan().evacuated(HostId.of("i-0a")).build().toString())
                .startsWith("plan: 2 addresses of i-0a to i-0b");
    }

    @Test
    void decode_whenLinesAreUnknownDoubleOrMissing_saysWhich() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MovePlan.decode(signed(body() + "class=java.lang.Runtime\n")))
                .withMessageContaining("\"class\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MovePlan.decode(signed(body() + "host=i-0c\n")))
                .withMessageContaining("\"host\" twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MovePlan.decode(signed(body() + "address=10.0.1.13\n")))
                .withMessageContaining("no \"host\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MovePlan.decode(signed(body() + "target=i-0c\n")))
                .withMessageContaining("\"target\" after the first address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MovePlan.decode(signed(body().replace("target=i-0b\n", ""))))
                .withMessageContaining("no \"target\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MovePlan.decode(signed(body().replace("HANDOVER", "THEFT"))))
                .withMessage("not a plan: its \"strategy\" should be TAKEOVER or HANDOVER, not \"THEFT\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MovePlan.decode(signed(body().replaceAll("plannedAt=.*", "plannedAt=now"))))
                .withMessage("not a plan: its \"plannedAt\" should be a time as in 2026-01-01T00:00:00Z, not \"now\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MovePlan.decode(signed(body().replaceAll("holder=.*", "holder=i-0a"))))
                .withMessageContaining("3 parts");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MovePlan.decode(signed(body() + "warning=a%20b%zz\n")))
                .withMessage(
                        "not a plan: its \"warning\" has \"%zz\", where two hexadecimal digits should follow the %:"
                                + " it was changed or damaged");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MovePlan.decode(signed(body() + "warning=%4\n")))
                .withMessageContaining("has \"%4\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MovePlan.decode(signed(body().replaceAll("address=.*", "address=10.0.1.999"))))
                .withMessageStartingWith("not a plan: not an IP address: \"10.0.1.999\"");
    }

    @Test
    void decode_whenNoMoveCouldHaveGivenIt_saysWhy() {
        String taken = body().replace("HANDOVER", "TAKEOVER").replace("reassociate=true", "reassociate=false");
        String evacuation =
                taken.replace("orUnheld=true", "orUnheld=false").replace("from=i-0a\n", "from=i-0a\nevacuated=i-0a\n");
        assertThat(GroupMovePlan.decode(signed(evacuation)).evacuated()).isEqualTo(HostId.of("i-0a"));

        assertNotAPlan(
                body().replace("from=i-0a\n", "").replace("orUnheld=true", "orUnheld=false"),
                "a handover needs the holder that hands over");
        assertNotAPlan(taken.replace("from=i-0a\n", ""), "orUnheld() needs an expected holder");
        assertNotAPlan(body().replace("HANDOVER", "TAKEOVER"), "reassociate() needs a handover");
        assertNotAPlan(
                evacuation.replace("evacuated=i-0a", "evacuated=i-0c"),
                "an evacuation of i-0c takes from that host alone, and this would take from i-0a");
        assertNotAPlan(
                evacuation.replace("from=i-0a\n", ""),
                "an evacuation of i-0a takes from that host alone, and this would take from anybody");
        assertNotAPlan(
                evacuation.replace("orUnheld=false", "orUnheld=true"),
                "an evacuation of i-0a takes from that host alone, and this would take from i-0a, or what nobody holds");
    }

    private static void assertNotAPlan(String body, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GroupMovePlan.decode(signed(body)))
                .withMessage("not a plan: " + why);
    }

    @Test
    void permissions_whenCallsShareThem_areListedOnce() {
        MovePlan plan = ValuesTest.plan()
                .calls(List.of(
                        PlannedCall.reading("look", "ec2:Look"),
                        PlannedCall.mutating("take", "ec2:Take"),
                        PlannedCall.reading("look again", "ec2:Look")))
                .build();

        assertThat(plan.permissions()).containsExactly("ec2:Look", "ec2:Take");
    }

    @Test
    void toString_always_saysWhatAPersonApproves() {
        assertThat(PLAN.toString())
                .contains("plan: 10.0.1.12 from i-0a (eni-0a) to i-0b (eni-0b), handed over")
                .contains("interface: the only one")
                .contains("only if held by i-0a or by nobody")
                .contains("on it: Elastic IP 203.0.113.7 (eipalloc-0a), cut off by the handover and then put back")
                .contains("change: take")
                .contains("permissions: ec2:Look, ec2:Take")
                .contains("warning: the holder is stopped");
    }

    @Test
    void toString_whenTheTargetHoldsIt_saysThatThereIsNothingToDo() {
        MovePlan plan = ValuesTest.plan()
                .holders(List.of(Holder.of(HostId.of("i-0b"), "eni-0b")))
                .build();

        assertThat(plan.nothingToDo()).isTrue();
        assertThat(plan.toString()).startsWith("nothing to do: 10.0.1.12 is already held by i-0b (eni-0b)");
    }
}
