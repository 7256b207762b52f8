package org.floatingip.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.HostUnreachableException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.linux.internal.Answers;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandResult;
import org.floatingip.linux.spi.CommandRunner;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile strings in every input: refused by type, and nothing is run. */
class HostileInputTest {

    private static final Duration BUDGET = Duration.ofSeconds(1);
    private static final IpAddress VIP = IpAddress.of("10.0.1.12");

    private final List<Command> commands = new ArrayList<>();
    private final CommandRunner recorder = command -> {
        commands.add(command);
        return CommandResult.of(
                0, Answers.whole("10.0.1.12", "interface eth0", "manager none", "file absent", "changed no"), "");
    };
    private boolean mayRun;

    @AfterEach
    void nothingWasRun() {
        if (!mayRun) {
            assertThat(commands).isEmpty();
        }
    }

    static Stream<String> hostile() {
        return Stream.of(
                "10.0.1.12; rm -rf /",
                "$(id)",
                "`id`",
                "eth0\n up reboot",
                "a'b",
                "a\"b",
                "a b",
                "a\tb",
                "a|b",
                "a&b",
                "a>b",
                "a*",
                "a\\b",
                "a\0b",
                "../../etc/passwd",
                "-oProxyCommand=reboot",
                "--",
                "",
                " ",
                "é",
                "eth0eth0eth0eth0"); // 16 characters
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void address_whenHostile_isRefused(String text) {
        assertThatThrownBy(() -> IpAddress.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void interfaceName_whenHostile_isRefused(String text) {
        assertThatThrownBy(() -> IfupdownConfigurator.builder().interfaceName(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not the name of an interface")
                .hasMessageContaining("eth0");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void macAddress_whenHostile_isRefused(String text) {
        IfupdownConfigurator hosts =
                IfupdownConfigurator.builder().runner("i-0a", recorder).build();
        Placement placement =
                Placement.builder(HostId.of("i-0a"), "eni-0a").macAddress(text).build();

        assertThatThrownBy(() -> hosts.accept(List.of(VIP), placement, BUDGET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a MAC address");
        assertThatThrownBy(() -> hosts.inspect(List.of(VIP), placement, BUDGET))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void destination_whenHostile_isRefused(String text) {
        if (text.equals("eth0eth0eth0eth0")) {
            assertThat(SshHosts.of(Map.of("i-0a", text)).hosts()).containsExactly(HostId.of("i-0a"));
            return;
        }
        for (String destination : List.of(text, "user@" + text, text + "@host", "ssh://" + text)) {
            assertThatThrownBy(() -> SshHosts.of(Map.of("i-0a", destination)))
                    .as(destination)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not an SSH destination");
            assertThatThrownBy(() -> SshCommandRunner.to(destination)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostId_whenHostile_isRefused(String text) {
        if (text.equals("eth0eth0eth0eth0")) {
            assertThat(HostId.of(text).value()).isEqualTo(text);
            return;
        }
        assertThatThrownBy(() -> SshHosts.of(Map.of(text, "host"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IfupdownConfigurator.local(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "0.0.0.0",
                "0.1.2.3",
                "224.0.0.1",
                "255.255.255.255",
                "240.0.0.1",
                "169.254.1.1",
                "::",
                "::1",
                "ff02::1",
                "fe80::1",
                "::10.0.1.12"
            })
    void address_whenNoHostCanTakeIt_isRefused(String text) {
        IfupdownConfigurator hosts =
                IfupdownConfigurator.builder().runner("i-0a", recorder).build();
        Placement placement = Placement.builder(HostId.of("i-0a"), "eni-0a").build();

        assertThatThrownBy(() -> hosts.accept(List.of(IpAddress.of(text)), placement, BUDGET)
                        .get(IpAddress.of(text)))
                .hasMessageContaining("unicast")
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(RefusalReason.UNSUPPORTED_ADDRESS));
    }

    @Test
    void host_whenNoWayToItWasGiven_isRefusedAndNamesTheOthers() {
        IfupdownConfigurator hosts =
                IfupdownConfigurator.builder().runner("i-0a", recorder).build();

        assertThatThrownBy(() -> hosts.drop(List.of(VIP), Holder.of(HostId.of("i-0b"), "eni-0b"), BUDGET))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("no SSH destination or runner was given for it, only for [i-0a]");
    }

    @Test
    void budget_whenNothingIsLeft_isOutOfTime() {
        IfupdownConfigurator hosts =
                IfupdownConfigurator.builder().runner("i-0a", recorder).build();

        assertThatThrownBy(() -> hosts.drop(List.of(VIP), Holder.of(HostId.of("i-0a"), "eni-0a"), Duration.ZERO))
                .isInstanceOf(OutOfTimeException.class);
    }

    @Test
    void build_whenHostsAreMissingOrThereTwice_isRefused() {
        assertThatThrownBy(() -> IfupdownConfigurator.builder().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no hosts");
        assertThatThrownBy(() -> IfupdownConfigurator.builder()
                        .ssh(SshHosts.of(Map.of("i-0a", "a")))
                        .local("i-0a")
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> SshHosts.of(Map.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void accept_whenTheHolderIsKnownByItsInterface_isFound() {
        mayRun = true;
        IfupdownConfigurator hosts =
                IfupdownConfigurator.builder().runner("eni-0a", recorder).build();

        hosts.drop(List.of(VIP), Holder.of(HostId.of("i-0a"), "eni-0a"), BUDGET);

        assertThat(commands).singleElement().satisfies(command -> {
            assertThat(command.arguments())
                    .startsWith("sh", "-c")
                    .endsWith(Integer.toString(command.input().length() - 1));
            assertThat(command.input())
                    .startsWith("set -- 'drop' '' '' 'while-holding' 'no' 'ifupdown' '' '1.000'"
                            + " 'inet' '10.0.1.12' '32' 'zz-vip-10-0-1-12'\n")
                    .endsWith("\nvip \"$@\" </dev/null\n");
        });
    }

    @Test
    void acceptAll_always_isOneCommandWithFourWordsForEach() {
        mayRun = true;
        IfupdownConfigurator hosts = IfupdownConfigurator.builder()
                .runner("i-0a", recorder)
                .interfaceName("eth0")
                .build();

        IpAddress other = IpAddress.of("fd77::12");
        PerAddress<HostReport> answer = hosts.accept(
                List.of(VIP, other),
                Placement.builder(HostId.of("i-0a"), "eni-0a").build(),
                BUDGET);

        assertThat(answer.failures()).as("what the host did not answer for").containsOnlyKeys(other);

        assertThat(commands)
                .singleElement()
                .satisfies(
                        command -> assertThat(command.input())
                                .startsWith(
                                        "set -- 'accept' 'eth0' '' 'while-holding' 'no' 'ifupdown' '' '1.000'"
                                                + " 'inet' '10.0.1.12' '32' 'zz-vip-10-0-1-12' 'inet6' 'fd77::12' '128' 'zz-vip-fd77--12'\n"));
    }

    @Test
    void dropAll_whenTheRunWasEndedInBetween_saysWhatItHadDone() {
        IpAddress other = IpAddress.of("10.0.1.13");
        IpAddress broken = IpAddress.of("10.0.1.14");
        IfupdownConfigurator hosts = IfupdownConfigurator.builder()
                .runner(
                        "i-0a",
                        command -> CommandResult.of(
                                137,
                                "Welcome!\n" + Answers.begun()
                                        + Answers.block("10.0.1.12", "file absent", "changed yes")
                                        + Answers.block("10.0.1.14", "failed live no such device")
                                        + "vip-host/2 address 10.0.1.13\nvip-host/2 file abs",
                                ""))
                .build();

        PerAddress<HostReport> answer =
                hosts.drop(List.of(VIP, other, broken), Holder.of(HostId.of("i-0a"), "eni-0a"), BUDGET);

        assertThat(answer.values()).containsOnlyKeys(VIP);
        assertThat(answer.failures()).containsOnlyKeys(other, broken);
        assertThat(answer.failures().get(other))
                .as("what it may have done")
                .isInstanceOf(HostUnreachableException.class)
                .hasMessageContaining("its answer was cut off");
        assertThat(answer.failures().get(broken)).hasMessageContaining("ip address failed: no such device");
    }

    @Test
    void inspect_whenTheAddressIsPersisted_isStandingInEitherMode() {
        IfupdownConfigurator whileHolding = IfupdownConfigurator.builder()
                .runner(
                        "i-0a",
                        command -> CommandResult.of(
                                0,
                                Answers.whole(
                                        "10.0.1.12", "interface eth0", "live eth0 10.0.1.12/32 ours", "file ours"),
                                ""))
                .build();

        assertThat(whileHolding
                        .inspect(
                                List.of(VIP),
                                Placement.builder(HostId.of("i-0a"), "eni-0a").build(),
                                BUDGET)
                        .get(VIP)
                        .standing())
                .isTrue();
    }

    @Test
    void sudo_whenAskedFor_isPartOfTheArgumentVector() {
        mayRun = true;
        IfupdownConfigurator hosts =
                IfupdownConfigurator.builder().runner("i-0a", recorder).sudo().build();

        hosts.inspect(
                List.of(VIP), Placement.builder(HostId.of("i-0a"), "eni-0a").build(), BUDGET);

        assertThat(commands.get(0).arguments()).startsWith("sudo", "-n", "sh", "-c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "end\n", "vip-host/2 interface eth0\n"})
    void answer_whenTheScriptDidNotBegin_isAFailureWithWhatWasSaid(String out) {
        IfupdownConfigurator hosts = IfupdownConfigurator.builder()
                .runner("i-0a", command -> CommandResult.of(1, out, "boom\n"))
                .build();

        assertThatThrownBy(() -> hosts.inspect(
                                List.of(VIP),
                                Placement.builder(HostId.of("i-0a"), "eni-0a").build(),
                                BUDGET)
                        .get(VIP))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("it did not run vip's script (status 1: boom");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vip-host/2 begin\n",
                "vip-host/2 begin\nvip-host/2 address 10.0.1.12\nvip-host/2 interface eth0\n",
                "vip-host/2 begin\nvip-host/2 address 10.0.1.12\nvip-host/2 live eth0 10.0.1.12/32 ours\nvip-host/2 en",
                "vip-host/2 begin\nvip-host/2 address 10.0.1.13\nvip-host/2 end 10.0.1.13\n",
                "vip-host/2 begin\nvip-host/2 address 10.0.1.13\nvip-host/2 end 10.0.1.12\n"
            })
    void answer_whenCutOff_countsAsNone(String out) {
        IfupdownConfigurator hosts = IfupdownConfigurator.builder()
                .runner("i-0a", command -> CommandResult.of(0, out, "boom\n"))
                .build();

        assertThatThrownBy(() -> hosts.accept(
                                List.of(VIP),
                                Placement.builder(HostId.of("i-0a"), "eni-0a").build(),
                                BUDGET)
                        .get(VIP))
                .isInstanceOf(HostUnreachableException.class)
                .hasMessageContaining(
                        "its answer was cut off, so that it may have done what it was asked (status 0: boom)");
    }
}
