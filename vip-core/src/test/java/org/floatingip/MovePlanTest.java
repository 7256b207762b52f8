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
        assertThat(PLAN.encode()).matches("[ -~\n]+").startsWith("vip-plan/2\n");
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
    @ValueSource(strings = {"", " ", "vip-plan/1", "vip-plan/2\n", "{\"address\":\"10.0.1.12\"}", "rO0ABXNyAA5qYXZh"})
    void decode_whenItIsNoPlan_saysSo(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MovePlan.decode(text))
                .withMessageContaining("not a plan");
    }

    @Test
    void decode_whenOfALaterVersion_saysWhichItKnows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MovePlan.decode(signed("vip-plan/3\naddress=10.0.1.12\n")))
                .withMessageContaining("version \"3\"")
                .withMessageContaining("versions 1 and 2");
    }

    @Test
    void decode_whenOfVersion1_knowsNothingOfReassociation() {
        String before = body().replace("vip-plan/2", "vip-plan/1")
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
    void decode_whenLinesAreUnknownDoubleOrMissing_saysWhich() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MovePlan.decode(signed(body() + "class=java.lang.Runtime\n")))
                .withMessageContaining("\"class\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MovePlan.decode(signed(body() + "address=10.0.1.13\n")))
                .withMessageContaining("\"address\" twice");
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
