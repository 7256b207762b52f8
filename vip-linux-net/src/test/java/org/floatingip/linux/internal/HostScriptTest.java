package org.floatingip.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.floatingip.IpAddress;
import org.floatingip.linux.HostMode;
import org.floatingip.linux.LocalCommandRunner;
import org.floatingip.linux.internal.HostRequest.Operation;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script itself, by the shell of this machine, with an {@code ip} and a clock of the test's own: it needs no root. */
class HostScriptTest {

    private static final String OWN =
            "2: eth0    inet 10.0.1.10/24 brd 10.0.1.255 scope global eth0\\       valid_lft forever";
    private static final IpAddress ONE = IpAddress.of("10.0.1.12");
    private static final IpAddress TWO = IpAddress.of("10.0.1.13");
    private static final IpAddress THREE = IpAddress.of("10.0.1.14");

    /** What the script runs, before its last line. Each look at the clock takes $step seconds. */
    static final String PROGRAMS = """
            id() { echo 0; }
            flock() { echo util-linux; }
            ifquery() { return 1; }
            is_running() { [ "$1" = systemd-network ] && [ -e "$here/networkd" ]; }
            sleep() { echo >>"$here/sleeps" && cat "$here/back" >>"$here/addresses" && : >"$here/back"; }
            date() { now=$(cat "$here/now") && echo "$now" && echo $((now + step)) >"$here/now"; }
            ip() {
                case "$*" in
                    -V) echo "ip utility, iproute2-6.1.0" ;;
                    "-o address show") cat "$here/addresses" ;;
                    "-o link show dev "*) echo "2: $5: <BROADCAST,UP,LOWER_UP> mtu 1500 link/ether 02:00:00:00:00:10 brd ff" ;;
                    "-o -4 address show") cat "$here/addresses" ;;
                    "-o -4 address show dev "*) grep "^[0-9]*: $6 .* inet 10.0.1" "$here/addresses" ;;
                    "-4 route show table all") cat "$here/routes" ;;
                    "-force -batch -") while read -r _ what which _ dev form; do
                        echo "$what $which $dev $form" >>"$here/batch"
                        case $what in
                            add) echo "2: $dev    inet $which scope global ${form#label }\\\\       valid_lft" >>"$here/addresses" ;;
                            del) grep -vF " $which " "$here/addresses" >"$here/left"; mv "$here/left" "$here/addresses" ;;
                        esac
                    done ;;
                    *) echo "not known to the test: $*" >&2; return 1 ;;
                esac
            }
            """;

    @TempDir
    private Path here;

    @BeforeEach
    void aHostWithAnAddressOfItsOwn() throws IOException {
        Files.createDirectories(here.resolve("network/interfaces.d"));
        Files.createDirectories(here.resolve("network/if-up.d"));
        Files.writeString(here.resolve("now"), "1000\n");
        Files.writeString(here.resolve("batch"), "");
        Files.writeString(here.resolve("routes"), "");
        addresses(OWN);
    }

    private void addresses(String... lines) throws IOException {
        Files.write(here.resolve("addresses"), List.of(lines));
    }

    /** networkd runs, and brings those addresses back while somebody waits for them. */
    private void networkdBringsBack(String... lines) throws IOException {
        Files.createFile(here.resolve("networkd"));
        Files.writeString(here.resolve("sleeps"), "");
        Files.write(here.resolve("back"), List.of(lines));
    }

    private Map<String, HostAnswer> run(
            Operation operation, int secondsALook, @Nullable String dev, IpAddress... addresses) throws IOException {
        String script = new HostRequest(
                        operation,
                        List.of(addresses),
                        dev,
                        null,
                        HostMode.WHILE_HOLDING,
                        false,
                        HostRequest.Keepers.ALL,
                        null)
                .script(Duration.ofSeconds(1));
        String own = script.replace("/run/vip.lock", here + "/lock")
                .replace("/etc/network/", here + "/network/")
                .replace("/proc/sys/net/", here + "/sysctl/")
                .replace("\nvip \"$@\"", "\nhere='" + here + "' step=" + secondsALook + "\n" + PROGRAMS + "vip \"$@\"");
        CommandResult result = LocalCommandRunner.create()
                .run(Command.of(List.of("sh", "-s"), own, Duration.ofSeconds(60))
                        .completeWith(HostAnswer.LAST_LINE));
        Map<String, HostAnswer> answers = HostAnswer.readAll(result.out());
        assertThat(answers)
                .as(result.toString())
                .containsOnlyKeys(Stream.of(addresses).map(IpAddress::toString).toList());
        return answers;
    }

    @Test
    void script_whenItsHeadOrTailIsMissing_isNotRun() throws IOException {
        String script = new HostRequest(
                        Operation.INSPECT,
                        List.of(ONE),
                        "eth0",
                        null,
                        HostMode.WHILE_HOLDING,
                        false,
                        HostRequest.Keepers.ALL,
                        null)
                .script(Duration.ofSeconds(1));
        assertThat(script).as("as many characters as bytes").matches("\\p{ASCII}*");
        int length = script.length() - 1;
        for (int cut = 1; cut <= length; cut += cut < 5 ? 1 : 1571) {
            for (String part : List.of(script.substring(cut), script.substring(0, length - cut))) {
                CommandResult result = LocalCommandRunner.create()
                        .run(Command.of(HostRequest.shell(script), part, Duration.ofSeconds(60)));

                assertThat(result.out()).matches("vip-host/2 eaten \\d+ of " + length + "\n");
                assertThat(result.err()).isEmpty();
            }
        }
        assertThat(LocalCommandRunner.create()
                        .run(Command.of(HostRequest.shell(script), script, Duration.ofSeconds(60)))
                        .out())
                .startsWith("vip-host/2 begin\n")
                .endsWith("vip-host/2 done\n");
    }

    @Test
    void path_whereverProgramsAre_isOursFirstAndThenThatOfTheLogin() throws IOException {
        Path own = Files.createDirectories(here.resolve("own/bin"));
        Path tool = Files.writeString(own.resolve("tool-of-theirs"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
        String script = new HostRequest(
                        Operation.INSPECT,
                        List.of(ONE),
                        "eth0",
                        null,
                        HostMode.WHILE_HOLDING,
                        false,
                        HostRequest.Keepers.ALL,
                        null)
                .script(Duration.ofSeconds(1))
                .replace(
                        "\nvip \"$@\"",
                        "\nlook() { echo \"$PATH\"; elsewhere cat tool-of-theirs no-such-tool; echo; }\nvip \"$@\"");

        CommandResult result = LocalCommandRunner.create()
                .run(Command.of(
                        List.of("env", "PATH=" + own + ":/usr/bin:/bin", "sh", "-s"), script, Duration.ofSeconds(60)));

        assertThat(result.out().lines())
                .containsExactly(
                        "vip-host/2 begin",
                        "/usr/sbin:/usr/bin:/sbin:/bin:" + own + ":/usr/bin:/bin",
                        ":" + own,
                        "vip-host/2 done");
    }

    private HostAnswer one(Operation operation, @Nullable String dev) throws IOException {
        return Objects.requireNonNull(run(operation, 0, dev, ONE).get(ONE.toString()));
    }

    private List<String> batch() throws IOException {
        return Files.readAllLines(here.resolve("batch"));
    }

    @Test
    void acceptAndRefuse_always_areOneCallOfIpHoweverMany() throws IOException {
        assertThat(run(Operation.ACCEPT, 0, "eth0", ONE, TWO, THREE).values())
                .allSatisfy(answer -> assertThat(answer.value("changed")).isEqualTo("yes"));
        assertThat(batch())
                .containsExactly(
                        "add 10.0.1.12/32 eth0 label eth0:vip",
                        "add 10.0.1.13/32 eth0 label eth0:vip",
                        "add 10.0.1.14/32 eth0 label eth0:vip");

        assertThat(run(Operation.DROP, 0, "eth0", ONE, TWO, THREE).values())
                .allSatisfy(answer -> assertThat(answer.places()).isEmpty());
        assertThat(Files.readAllLines(here.resolve("addresses"))).containsExactly(OWN);
    }

    @ParameterizedTest
    @CsvSource({"ACCEPT,2", "ACCEPT,4", "DROP,2", "DROP,4"})
    void change_whenItsTimeIsUp_isNotMadeLater(Operation operation, int secondsALook) throws IOException {
        run(Operation.ACCEPT, 0, "eth0", THREE);
        List<String> before = Files.readAllLines(here.resolve("addresses"));
        List<String> made = new ArrayList<>(batch());

        Map<String, HostAnswer> answers = run(operation, secondsALook, "eth0", ONE, TWO, THREE);

        boolean isThere = operation == Operation.DROP;
        answers.forEach((address, answer) -> {
            boolean nothingToDo = address.equals("10.0.1.14") != isThere && secondsALook == 2;
            assertThat(answer.failure()).as(address).isEqualTo(nothingToDo ? null : "late");
        });
        assertThat(batch()).isEqualTo(made);
        assertThat(Files.readAllLines(here.resolve("addresses"))).isEqualTo(before);
    }

    @Test
    void accept_whenOnlyFloatingAddressesAreLeft_takesNoneForTheHostsOwn() throws IOException {
        run(Operation.ACCEPT, 0, "eth0", TWO, THREE);
        List<String> floating = new ArrayList<>(Files.readAllLines(here.resolve("addresses")));
        floating.remove(OWN);
        addresses(floating.toArray(String[]::new));

        HostAnswer answer = one(Operation.ACCEPT, "eth0");

        assertThat(answer.failure()).isEqualTo("no-own-address");
        assertThat(Files.readAllLines(here.resolve("addresses"))).isEqualTo(floating);
    }

    @Test
    void accept_whenSomebodyElseAddedItBesideTheHostsOwn_putsItIntoOurForm() throws IOException {
        addresses(OWN, "2: eth0    inet 10.0.1.12/24 scope global secondary eth0\\       valid_lft forever");

        HostAnswer answer = one(Operation.ACCEPT, "eth0");

        assertThat(answer.places()).containsExactly(new HostAnswer.Place("eth0", "10.0.1.12/32", true));
        assertThat(answer.value("changed")).as("whether it accepts").isEqualTo("no");
        assertThat(batch()).containsExactly("del 10.0.1.12/24 eth0 ", "add 10.0.1.12/32 eth0 label eth0:vip");
    }

    @ParameterizedTest
    @CsvSource({"ACCEPT", "DROP"})
    void change_whenTheHostsOwnWouldGoAlong_isNotMadeAndNamesTheRemedy(Operation operation) throws IOException {
        addresses(
                "2: eth7    inet 10.0.1.12/24 scope global eth7\\       valid_lft forever",
                "2: eth7    inet 10.0.1.10/24 scope global secondary eth7\\       valid_lft forever");

        HostAnswer answer = one(operation, "eth7");

        assertThat(answer.failure()).isEqualTo("other-form");
        assertThat(answer.failureText())
                .startsWith("10.0.1.12/24 on eth7, which vip did not add")
                .endsWith("first sysctl -w net/ipv4/conf/eth7/promote_secondaries=1");
        Files.writeString(here.resolve("routes"), "default via 10.0.1.1 dev eth7 src 10.0.1.12 metric 100\n");
        assertThat(one(operation, "eth7").failureText()).contains("take the routes along that go from it");
        assertThat(batch()).isEmpty();
    }

    @Test
    void accept_whenItIsOnAnotherInterface_leavesItThere() throws IOException {
        addresses(OWN, "1: lo    inet 10.0.1.12/32 scope global lo\\       valid_lft forever");

        HostAnswer answer = one(Operation.ACCEPT, "eth0");

        assertThat(answer.failure()).isNull();
        assertThat(answer.places()).extracting(HostAnswer.Place::interfaceName).containsExactly("lo");
        assertThat(batch()).isEmpty();
        assertThat(one(Operation.DROP, "eth0").places()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "eth0,eth0 label eth0:vip",
        "enp0s31f6ab,enp0s31f6ab label enp0s31f6ab:vip",
        "enx001122334455,if2 label if2:vip"
    })
    void accept_whateverTheNameOfTheInterface_labelsTheAddress(String name, String added) throws IOException {
        addresses(OWN.replace("eth0", name));

        run(Operation.ACCEPT, 0, name, ONE);

        assertThat(batch()).first().isEqualTo("add 10.0.1.12/32 " + added);
    }

    @Test
    void inspect_whenTwoInterfacesAreInTheSubnet_looksAtWhereItIsAndElseAtTheFirst() throws IOException {
        String beside = "3: eth1    inet 10.0.1.11/24 brd 10.0.1.255 scope global eth1\\       valid_lft forever";
        addresses(OWN, beside);

        HostAnswer absent = one(Operation.INSPECT, null);
        assertThat(absent.failure()).isNull();
        assertThat(absent.value("interface")).isEqualTo("eth0");
        assertThat(absent.places()).isEmpty();

        addresses(OWN, beside, "3: eth1    inet 10.0.1.12/32 scope global eth1:vip\\       valid_lft forever");
        HostAnswer present = one(Operation.INSPECT, null);
        assertThat(present.value("interface")).isEqualTo("eth1");
        assertThat(present.places()).containsExactly(new HostAnswer.Place("eth1", "10.0.1.12/32", true));
        assertThat(one(Operation.ACCEPT, null).failure())
                .as("accepting takes a choice")
                .isEqualTo("ambiguous");
    }

    @Test
    void inspect_whenNetworkdHasTakenTheHostsOwnAwayForAMoment_waitsForTheInterfaceInTheSubnet() throws IOException {
        addresses("3: eth1    inet 192.168.5.5/24 scope global eth1\\       valid_lft forever");
        networkdBringsBack(OWN);

        assertThat(one(Operation.INSPECT, null).value("interface")).isEqualTo("eth0");
    }

    @Test
    void inspect_whenTheAddressIsInNoSubnetOfTheHost_waitsNoLongerThanHalfASecond() throws IOException {
        IpAddress overlay = IpAddress.of("192.168.99.1");
        networkdBringsBack();

        HostAnswer answer =
                Objects.requireNonNull(run(Operation.INSPECT, 0, null, overlay).get(overlay.toString()));

        assertThat(answer.failure()).isNull();
        assertThat(answer.value("interface")).isEqualTo("eth0");
        assertThat(Files.readAllLines(here.resolve("sleeps"))).hasSizeLessThanOrEqualTo(5);
    }
}
