package org.floatingip.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.floatingip.linux.internal.InterfacesFile.Iface;
import org.floatingip.linux.internal.InterfacesFile.Option;
import org.floatingip.linux.internal.InterfacesFile.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reader of interfaces(5); that ifquery reads the same is shown in the lab. */
class InterfacesFileTest {

    private static InterfacesFile parse(String text) {
        return InterfacesFile.parse("/etc/network/interfaces", text);
    }

    @Test
    void parse_whenCommentsAndContinuations_joinsLinesAsIfupdownDoes() {
        InterfacesFile file = parse("""
                # a comment \\
                auto eth0
                  iface eth0 \\
                inet manual
                    up one \\
                # not a comment
                    down two # nor is this
                """);

        assertThat(file.ifaces()).singleElement().satisfies(iface -> {
            assertThat(iface.name()).isEqualTo("eth0");
            assertThat(iface.options())
                    .containsExactly(new Option("up", "one # not a comment"), new Option("down", "two # nor is this"));
        });
    }

    @Test
    void parse_whenAStanzaIsOurs_knowsItsAddress() {
        assertThat(parse("iface a inet manual\n vip-address 10.0.1.12\niface b inet dhcp\n")
                        .ifaces())
                .extracting(Iface::vipAddress)
                .containsExactly("10.0.1.12", null);
    }

    @Test
    void parse_whenFilesAreSourced_saysWhich() {
        assertThat(parse("source interfaces.d/*\n\nsource-directory /run/network\n")
                        .sources())
                .containsExactly(
                        new Source(1, false, "/etc/network/interfaces.d/*"), new Source(3, true, "/run/network"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    source interfaces.d/*.cfg | line 1 reads only /etc/network/interfaces.d/*.cfg
                    auto lo                   | no line of it reads /etc/network/interfaces.d; add "source /etc/network/interfaces.d/*"
                    """)
    void whyUnread_whenTheFolderIsNotReadWhole_saysWhatToDo(String text, String why) {
        assertThat(parse(text).whyUnread("/etc/network/interfaces.d")).isEqualTo(why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    frobnicate                                | :1: "frobnicate" does not belong here
                    iface                                     | :1: iface without a name
                    iface eth0 inet magic                     | :1: iface without a family and method
                    iface eth0 inherits                       | :1: inherits without a name
                    iface eth0 inherits eth1                  | :1: it inherits from eth1
                    iface eth0 inet manual\\n up              | :2: "up" without a value
                    mapping a\\n script b\\n script c         | :3: a second script
                    source                                    | :1: nothing to read
                    """)
    void parse_whenMalformed_saysWhere(String text, String message) {
        assertThatThrownBy(() -> parse(text.replace("\\n", "\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/etc/network/interfaces" + message);
    }

    @Test
    void parse_whenItInherits_copiesWhatIsThere() {
        assertThat(parse("iface a inet manual\n mtu 9\niface b inherits a\n up x\n")
                        .ifaces()
                        .get(1))
                .isEqualTo(new Iface(
                        "b", "inet", "manual", java.util.List.of(new Option("mtu", "9"), new Option("up", "x"))));
    }
}
