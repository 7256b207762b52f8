package org.floatingip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CidrBlockTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10.0.1.0/24        | 10.0.1.0     | 24  | 256                                     | 10.0.1.255
            10.0.1.12/31       | 10.0.1.12    | 31  | 2                                       | 10.0.1.13
            10.0.1.12/32       | 10.0.1.12    | 32  | 1                                       | 10.0.1.12
            0.0.0.0/0          | 0.0.0.0      | 0   | 4294967296                              | 255.255.255.255
            2001:db8:0:0::/64  | 2001:db8::   | 64  | 18446744073709551616                    | 2001:db8::ffff:ffff:ffff:ffff
            2001:db8::1/128    | 2001:db8::1  | 128 | 1                                       | 2001:db8::1
            ::/0               | ::           | 0   | 340282366920938463463374607431768211456 | ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
            """)
    void of_whenTextIsABlock_readsIt(String text, String first, int prefixLength, BigInteger size, String last) {
        CidrBlock block = CidrBlock.of(text);

        assertThat(block.first()).hasToString(first);
        assertThat(block.prefixLength()).isEqualTo(prefixLength);
        assertThat(block.size()).isEqualTo(size);
        assertThat(block.address(0)).hasToString(first);
        assertThat(block.address(-1)).hasToString(last);
        assertThat(block).hasToString(first + "/" + prefixLength);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                      | expected address/length
            10.0.1.0                | expected address/length
            10.0.1.0/               | expected address/length
            10.0.1.0/024            | expected address/length
            10.0.1.0/-1             | expected address/length
            10.0.1.0/+24            | expected address/length
            '10.0.1.0/24 '          | expected address/length
            10.0.1.0/24/24          | expected address/length
            10.0.1.0/1000           | expected address/length
            10.0.1.0/255.255.255.0  | expected address/length
            10.0.1.0/\u0662\u0664   | expected address/length
            10.0.1.0/33             | prefix length 33 is not between 0 and 32
            2001:db8::/129          | prefix length 129 is not between 0 and 128
            /24                     | it is empty
            10.0.01.0/24            | leading zero
            vpc/24                  | names are never looked up
            10.0.1.7/24             | did you mean 10.0.1.0/24?
            10.0.1.13/31            | did you mean 10.0.1.12/31?
            128.0.0.0/0             | did you mean 0.0.0.0/0?
            2001:db8::1/64          | did you mean 2001:db8::/64?
            """)
    void of_whenTextIsNoBlock_refusesAndSaysWhy(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CidrBlock.of(text))
                .withMessageContaining(why);
    }

    @SuppressWarnings("NullAway") // what a caller without the checker gets
    @Test
    void of_whenNull_namesWhatIsMissing() {
        assertThatNullPointerException().isThrownBy(() -> CidrBlock.of(null)).withMessage("cidr");
        assertThatNullPointerException()
                .isThrownBy(() -> CidrBlock.of(null, 24))
                .withMessage("address");
    }

    static IntStream ipv4Lengths() {
        return IntStream.rangeClosed(0, 32);
    }

    @ParameterizedTest
    @MethodSource("ipv4Lengths")
    void of_whenAddressHasBitsBehindThePrefix_clearsJustThose(int prefixLength) {
        long mask = 0xffffffffL << (32 - prefixLength);
        byte[] expected =
                ByteBuffer.allocate(4).putInt((int) (0xb5b5b5b5L & mask)).array();

        CidrBlock block = CidrBlock.of(IpAddress.of("181.181.181.181"), prefixLength);

        assertThat(block.first()).isEqualTo(IpAddress.ofBytes(expected));
    }

    @ParameterizedTest
    @CsvSource({"10.0.1.12, -1, 32", "10.0.1.12, 33, 32", "::1, -1, 128", "::1, 129, 128"})
    void of_whenLengthDoesNotFitTheFamily_refuses(String address, int prefixLength, int longest) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CidrBlock.of(IpAddress.of(address), prefixLength))
                .withMessageContaining("prefix length " + prefixLength + " is not between 0 and " + longest);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10.0.1.0/24     | 10.0.1.0          | true
            10.0.1.0/24     | 10.0.1.255        | true
            10.0.1.0/24     | 10.0.0.255        | false
            10.0.1.0/24     | 10.0.2.0          | false
            10.0.1.12/32    | 10.0.1.12         | true
            10.0.1.12/32    | 10.0.1.13         | false
            10.0.1.128/25   | 10.0.1.128        | true
            10.0.1.128/25   | 10.0.1.127        | false
            0.0.0.0/0       | 255.255.255.255   | true
            0.0.0.0/0       | ::                | false
            ::/0            | 0.0.0.0           | false
            ::/0            | ffff::            | true
            2001:db8::/64   | 2001:db8::ffff:0:0:1 | true
            2001:db8::/64   | 2001:db8:0:1::    | false
            2001:db8::1/128 | 2001:db8::1       | true
            2001:db8::1/128 | 2001:db8::2       | false
            """)
    void contains_whenAddressIsGiven_isTrueInsideOnly(String block, String address, boolean expected) {
        assertThat(CidrBlock.of(block).contains(IpAddress.of(address))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # a         | b            | a contains b | b contains a | overlap
            10.0.0.0/16 | 10.0.1.0/24  | true         | false        | true
            10.0.1.0/24 | 10.0.1.0/24  | true         | true         | true
            10.0.0.0/24 | 10.0.0.0/25  | true         | false        | true
            10.0.0.0/24 | 10.0.1.0/24  | false        | false        | false
            10.0.0.0/25 | 10.0.0.128/25| false        | false        | false
            0.0.0.0/0   | 10.0.0.1/32  | true         | false        | true
            0.0.0.0/0   | ::/0         | false        | false        | false
            ::/0        | ::1/128      | true         | false        | true
            """)
    void contains_whenBlockIsGiven_agreesWithOverlaps(
            String left, String right, boolean forth, boolean back, boolean overlap) {
        CidrBlock a = CidrBlock.of(left);
        CidrBlock b = CidrBlock.of(right);

        assertThat(a.contains(b)).as("%s contains %s", a, b).isEqualTo(forth);
        assertThat(b.contains(a)).as("%s contains %s", b, a).isEqualTo(back);
        assertThat(a.overlaps(b)).as("%s overlaps %s", a, b).isEqualTo(overlap);
        assertThat(b.overlaps(a)).as("%s overlaps %s", b, a).isEqualTo(overlap);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10.0.1.0/24   | 3                    | 10.0.1.3
            10.0.1.0/24   | 255                  | 10.0.1.255
            10.0.1.0/24   | -256                 | 10.0.1.0
            10.0.0.0/22   | 256                  | 10.0.1.0
            10.0.1.12/32  | -1                   | 10.0.1.12
            0.0.0.0/0     | 4294967295           | 255.255.255.255
            0.0.0.0/0     | -4294967296          | 0.0.0.0
            2001:db8::/64 | 9223372036854775807  | 2001:db8::7fff:ffff:ffff:ffff
            2001:db8::/64 | -9223372036854775808 | 2001:db8:0:0:8000::
            ::/0          | -2                   | ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe
            ::/0          | -9223372036854775808 | ffff:ffff:ffff:ffff:8000::
            """)
    void address_whenIndexIsInside_countsFromTheFrontOrTheBack(String block, long index, String expected) {
        assertThat(CidrBlock.of(block).address(index)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.1.0/24, 256",
        "10.0.1.0/24, -257",
        "10.0.1.12/32, 1",
        "10.0.1.12/32, -2",
        "0.0.0.0/0, 4294967296",
        "2001:db8::1/128, 1",
        "2001:db8::/66, 4611686018427387904"
    })
    void address_whenIndexIsOutside_refuses(String block, long index) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CidrBlock.of(block).address(index))
                .withMessage(block + " has no address at index " + index);
    }
}
