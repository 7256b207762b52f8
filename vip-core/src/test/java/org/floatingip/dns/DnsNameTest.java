package org.floatingip.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.floatingip.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnsNameTest {

    private static final String LABEL_63 = "a".repeat(63);

    /** 253 characters, the most there are. */
    private static final String LONGEST = String.join(".", LABEL_63, LABEL_63, LABEL_63, "b".repeat(61));

    @ParameterizedTest
    @CsvSource({
        "db.example.com, db.example.com",
        "DB.Example.COM., db.example.com",
        "_db._tcp.example.com, _db._tcp.example.com",
        "*.example.com, *.example.com",
        "xn--mnchen-3ya.de, xn--mnchen-3ya.de",
        "12.1.0.10.in-addr.arpa, 12.1.0.10.in-addr.arpa",
        "a--b.example, a--b.example",
        "localhost, localhost"
    })
    void of_whenDnsAllowsIt_isInLowerCaseWithoutTrailingDot(String text, String name) {
        assertThat(DnsName.of(text)).hasToString(name).isEqualTo(DnsName.of(name));
    }

    static List<String> longest() {
        return List.of(LONGEST, LONGEST + ".");
    }

    @ParameterizedTest
    @MethodSource("longest")
    void of_whenAsLongAsCanBe_isAName(String text) {
        assertThat(DnsName.of(text).value()).hasSize(253);
    }

    @Test
    void of_whenOf256Characters_saysHowManyThereMayBe() {
        String text = String.join(".", LABEL_63, LABEL_63, LABEL_63, LABEL_63) + ".";

        assertThat(text).hasSize(256);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DnsName.of(text))
                .withMessageContaining("it has 255 characters, and 253 are the most")
                .withMessageStartingWith("not a DNS name: \"aaa");
    }

    @Test
    void of_whenALabelIsTooLong_namesIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DnsName.of("a" + LABEL_63 + ".example.com"))
                .withMessageContaining("has 64 characters, and 63 are the most");
    }

    @ParameterizedTest
    @ValueSource(strings = {"münchen.example.com", "例え.jp", "db\u3002example.com", "\u017fb.example"})
    void of_whenNotAscii_asksForPunycode(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DnsName.of(text))
                .withMessageContaining("punycode")
                .withMessageContaining("java.net.IDN");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|empty",
                "'.'|empty",
                "'a..b'|empty label",
                "'.a'|empty label",
                "'a..'|empty label",
                "'a b.example'|the label a b may have",
                "'-wait.example'|the label -wait may have",
                "'a-.example'|the label a- may have",
                "'a/b.example'|the label a/b may have",
                "'a\\052.example'|may have letters",
                "'a.*.example'|the label * may have",
                "'a*.example'|the label a* may have",
                "'*'|the label * may have",
                "'10.0.1.12'|its last label is a number, as in an address",
                "'db.example.com:5432'|the label com:5432",
                "'2001:db8::1'|may have letters"
            })
    void of_whenDnsDoesNotAllowIt_saysWhy(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DnsName.of(text))
                .withMessageStartingWith("not a DNS name: \"" + text + "\": ")
                .withMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.1.12, 12.1.0.10.in-addr.arpa",
        "2001:db8::1, 1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"
    })
    void reverseOf_forEachFamily_isTheNameThatPtrRecordsHave(String address, String name) {
        assertThat(DnsName.reverseOf(address))
                .isEqualTo(DnsName.of(name))
                .isEqualTo(DnsName.reverseOf(IpAddress.of(address)));
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com, true",
        "db.a.example.com, example.com, true",
        "dbexample.com, example.com, false",
        "com, example.com, false",
        "example.com.org, example.com, false"
    })
    void isWithin_whenCompared_goesByLabels(String name, String zone, boolean within) {
        assertThat(DnsName.of(name).isWithin(DnsName.of(zone))).isEqualTo(within);
    }

    @Test
    void isWildcard_whenTheStarIsALabel_isTrue() {
        assertThat(DnsName.of("*.example.com").isWildcard()).isTrue();
        assertThat(DnsName.of("a.example.com").isWildcard()).isFalse();
    }

    @Test
    void compareTo_whenSorted_goesByText() {
        assertThat(DnsName.of("a.example")).isLessThan(DnsName.of("b.example"));
    }
}
