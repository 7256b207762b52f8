package org.floatingip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strict reading, canonical writing; the JDK's own parser is the oracle for what both accept. */
class IpAddressTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0.0.0.0                                 | 0.0.0.0
            10.0.1.12                               | 10.0.1.12
            255.255.255.255                         | 255.255.255.255
            ::                                      | ::
            ::1                                     | ::1
            1::                                     | 1::
            1:2:3:4:5:6:7:8                         | 1:2:3:4:5:6:7:8
            1:2:3:4:5:6:7::                         | 1:2:3:4:5:6:7:0
            ::2:3:4:5:6:7:8                         | 0:2:3:4:5:6:7:8
            1:2:3::5:6:7:8                          | 1:2:3:0:5:6:7:8
            2001:DB8:0:0:0:0:0:ABCD                 | 2001:db8::abcd
            2001:0db8:0000:0000:0000:0000:0000:0001 | 2001:db8::1
            2001:db8:0:1:1:1:1:1                    | 2001:db8:0:1:1:1:1:1
            2001:0:0:1:0:0:0:1                      | 2001:0:0:1::1
            2001:db8:0:0:1:0:0:1                    | 2001:db8::1:0:0:1
            64:ff9b::192.0.2.33                     | 64:ff9b::c000:221
            1:2:3:4:5:6:1.2.3.4                     | 1:2:3:4:5:6:102:304
            ::1.2.3.4                               | ::102:304
            ::ffff:0:1.2.3.4                        | ::ffff:0:102:304
            ::fffe:1.2.3.4                          | ::fffe:102:304
            ::1:ffff:1.2.3.4                        | ::1:ffff:102:304
            1::ffff:1.2.3.4                         | 1::ffff:102:304
            """)
    void of_whenTextIsALiteral_readsItAsTheJdkDoesAndWritesItCanonically(String text, String canonical)
            throws UnknownHostException {
        IpAddress address = IpAddress.of(text);

        assertThat(InetAddress.getAllByName(text)).containsExactly(InetAddress.getByAddress(address.toBytes()));
        assertThat(address).hasToString(canonical).isEqualTo(IpAddress.of(canonical));
    }

    @ParameterizedTest
    @MethodSource("notAddresses")
    void of_whenTextIsNoLiteral_refusesAndSaysWhy(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpAddress.of(text))
                .withMessageContaining("not an IP address: \"" + text + "\"")
                .withMessageContaining(why);
    }

    static Stream<Arguments> notAddresses() {
        String names = "names are never looked up";
        String groups = "eight groups, or fewer and one \"::\"";
        String noGroup = "not a group of one to four hexadecimal digits";
        return Stream.of(
                arguments("", "empty"),
                arguments(" ", "white space"),
                arguments(" 10.0.1.12", "white space"),
                arguments("10.0.1.12\n", "white space"),
                arguments("\t::1", "white space"),
                // IPv4
                arguments("999.1.2.3", "\"999\" is above 255"),
                arguments("1.2.3.256", "\"256\" is above 255"),
                arguments("99999999999.1.2.3", "is above 255"),
                arguments("10.0.1.012", "\"012\" has a leading zero"),
                arguments("00.0.0.0", "\"00\" has a leading zero"),
                arguments("1.2.3", "this has 3"),
                arguments("1.2.3.4.5", "this has 5"),
                arguments("167772428", "this has 1"),
                arguments("localhost", names),
                arguments("db.example.com", names),
                arguments("0x0a.0.1.12", names),
                arguments("+1.2.3.4", names),
                arguments("1.2.3.-4", names),
                arguments("1.2.3.4.", names),
                arguments("1..3.4", names),
                arguments("1.2. 3.4", names),
                arguments("1.2.3.4/24", names),
                arguments("\uff11.2.3.4", names), // full-width digit
                arguments("1.2.3.\u0664", names), // Arabic digit
                arguments("1\uff0e2\uff0e3\uff0e4", names), // full-width dots
                arguments("\u00a01.2.3.4", names), // no-break space, which strip() keeps
                // IPv6
                arguments("[::1]", "brackets"),
                arguments("fe80::1%eth0", "zone"),
                arguments("::ffff:1.2.3.4", "write it as IPv4"),
                arguments("::FFFF:102:304", "write it as IPv4"),
                arguments("0:0:0:0:0:ffff:1.2.3.4", "write it as IPv4"),
                arguments(":::", "twice"),
                arguments("1:::2", "twice"),
                arguments("1::2::3", "twice"),
                arguments("::1::2", "twice"),
                arguments("1:2:3:4:5:6:7", groups),
                arguments("1:2:3:4:5:6:7:8:9", groups),
                arguments("1:2:3:4:5:6:7::8", groups),
                arguments("1:2:3:4:5:6:7:8::", groups),
                arguments("1:2:3:4:5:6:7:1.2.3.4", groups),
                arguments(":", noGroup),
                arguments(":1:2:3:4:5:6:7", noGroup),
                arguments("1:2:3:4:5:6:7:", noGroup),
                arguments("12345::", "\"12345\" is " + noGroup),
                arguments("::g", "\"g\" is " + noGroup),
                arguments("::+1", "\"+1\" is " + noGroup),
                arguments("::-1", "\"-1\" is " + noGroup),
                arguments("::\uff11", noGroup),
                arguments("::\u0661", noGroup),
                arguments("1.2.3.4::", "\"1.2.3.4\" is " + noGroup),
                arguments("::1.2.3.4:5", "\"1.2.3.4\" is " + noGroup),
                arguments("::1.2.3", "this has 3"),
                arguments("::1.2.3.256", "\"256\" is above 255"),
                arguments("::1.2.3.04", "\"04\" has a leading zero"));
    }

    @SuppressWarnings("NullAway") // what a caller without the checker gets
    @Test
    void of_whenNull_namesWhatIsMissing() {
        assertThatNullPointerException()
                .isThrownBy(() -> IpAddress.of((String) null))
                .withMessage("address");
        assertThatNullPointerException()
                .isThrownBy(() -> IpAddress.of((InetAddress) null))
                .withMessage("address");
        assertThatNullPointerException()
                .isThrownBy(() -> IpAddress.ofBytes(null))
                .withMessage("bytes");
    }

    @Test
    void of_whenInetAddressHasNameAndScope_dropsBoth() throws UnknownHostException {
        byte[] bytes = IpAddress.of("fe80::1").toBytes();

        assertThat(IpAddress.of(Inet6Address.getByAddress("db", bytes, 3))).hasToString("fe80::1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5, 15, 17})
    void ofBytes_whenLengthIsOfNoFamily_refuses(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpAddress.ofBytes(new byte[length]))
                .withMessageContaining("4 or 16 bytes, not " + length);
    }

    @Test
    void ofBytes_whenIpv4IsMappedIntoIpv6_refusesAsItsTextWouldBe() {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 1, 12};

        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpAddress.ofBytes(mapped))
                .withMessageContaining("\"::ffff:a00:10c\"")
                .withMessageContaining("write it as IPv4");
        assertThatIllegalArgumentException().isThrownBy(() -> IpAddress.of(Inet6Address.getByAddress(null, mapped, 3)));
    }

    @Test
    void bytes_whenArraysOfTheCallerChange_stay() {
        byte[] given = {10, 0, 1, 12};
        IpAddress address = IpAddress.ofBytes(given);
        given[0] = 11;
        address.toBytes()[0] = 12;

        assertThat(address).hasToString("10.0.1.12");
    }

    @ParameterizedTest
    @CsvSource({"10.0.1.12, true", "::1, false"})
    void isIpv4_whenFamilyIsKnown_isTheOppositeOfIsIpv6(String text, boolean ipv4) {
        IpAddress address = IpAddress.of(text);

        assertThat(address.isIpv4()).isEqualTo(ipv4);
        assertThat(address.isIpv6()).isNotEqualTo(ipv4);
    }

    /** All 256 patterns of zero groups, against RFC 5952 said in another way: try long runs first, then from the left. */
    @Test
    void toString_forEveryPatternOfZeroGroups_shortensTheFirstLongestRun() {
        for (int pattern = 0; pattern < 256; pattern++) {
            byte[] bytes = new byte[16];
            List<String> groups = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                boolean zero = (pattern >> i & 1) == 0;
                bytes[2 * i + 1] = (byte) (zero ? 0 : 0xa + i % 6);
                groups.add(zero ? "0" : Integer.toHexString(0xa + i % 6));
            }

            assertThat(IpAddress.ofBytes(bytes)).hasToString(shortened(groups));
        }
    }

    private static String shortened(List<String> groups) {
        for (int length = 8; length >= 2; length--) {
            for (int start = 0; start + length <= 8; start++) {
                if (groups.subList(start, start + length).stream().allMatch("0"::equals)) {
                    return String.join(":", groups.subList(0, start)) + "::"
                            + String.join(":", groups.subList(start + length, 8));
                }
            }
        }
        return String.join(":", groups);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20, 300, 4000})
    void roundTrip_whenBytesAreRandom_agreesWithTheJdk(long seed) throws UnknownHostException {
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : 0);
            }
            InetAddress jdk = InetAddress.getByAddress(bytes);
            IpAddress address = IpAddress.ofBytes(bytes);
            String where = "seed " + seed + ", round " + round + ": " + address;

            assertThat(address.toBytes()).as(where).isEqualTo(bytes);
            assertThat(address.toInetAddress()).as(where).isEqualTo(jdk);
            assertThat(InetAddress.getAllByName(address.toString())).as(where).containsExactly(jdk);
            assertThat(IpAddress.of(address.toString())).as(where).isEqualTo(address);
            assertThat(IpAddress.of(jdk.getHostAddress())).as(where).isEqualTo(address);
            assertThat(IpAddress.of(jdk)).as(where).isEqualTo(address).hasSameHashCodeAs(address);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {5, 60})
    void compareTo_whenSorted_ordersByFamilyThenByUnsignedNumber(long seed) {
        List<IpAddress> ordered = Stream.of(
                        "0.0.0.0",
                        "2.0.0.0",
                        "10.0.0.0",
                        "10.0.0.127",
                        "10.0.0.128",
                        "200.0.0.0",
                        "::",
                        "::1",
                        "7f::",
                        "8000::",
                        "ffff::")
                .map(IpAddress::of)
                .toList();
        List<IpAddress> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(shuffled.stream().sorted()).as("seed %d", seed).isEqualTo(ordered);
        assertThat(ordered.get(3)).isEqualByComparingTo(IpAddress.of("10.0.0.127"));
    }

    @Test
    void equals_whenBytesDifferInValueOrFamily_isFalse() {
        IpAddress zero = IpAddress.of("0.0.0.0");

        assertThat(zero).isEqualTo(IpAddress.ofBytes(new byte[4])).isNotEqualTo(IpAddress.of("0.0.0.1"));
        assertThat(zero).isNotEqualTo(IpAddress.of("::")).isNotEqualTo(null).isNotEqualTo("0.0.0.0");
        assertThat(IntStream.range(0, 256)
                        .mapToObj(i -> IpAddress.of("10.0.0." + i))
                        .collect(Collectors.toSet()))
                .hasSize(256);
    }
}
