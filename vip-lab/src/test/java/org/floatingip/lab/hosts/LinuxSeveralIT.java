package org.floatingip.lab.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.lab.engine.One;
import org.floatingip.linux.HostMode;
import org.floatingip.linux.IfupdownConfigurator;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandRunner;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host that is told of several addresses at once comes to what it comes to when it is told of one after the other. */
class LinuxSeveralIT {

    private static final Duration BUDGET = Duration.ofSeconds(20);
    private static final String MAC = "02:00:00:00:00:10";
    private static final Placement BY_MAC =
            Placement.builder(HostId.of("db.a"), "eni-0a").macAddress(MAC).build();
    private static final List<IpAddress> MANY =
            IntStream.range(0, 48).mapToObj(LinuxSeveralIT::numbered).toList();
    private static final IpAddress ONE = MANY.get(0);
    private static final IpAddress TWO = MANY.get(1);
    private static final IpAddress THREE = MANY.get(2);

    private LinuxLab lab;
    private LinuxHost host;

    private static IpAddress numbered(int i) {
        return IpAddress.of(i % 6 == 5 ? "fd77:1::1" + i : LinuxLab.SUBNET + (100 + i));
    }

    @BeforeEach
    void start() {
        lab = LinuxLab.start();
        host = lab.host("db.a", 10);
        host.write("interfaces", host.usualInterfaces());
        host.sh("ip link set eth0 address " + MAC + " && ifup -a");
        // The kernel's own link-local address is tentative for a second or two.
        host.sh(
                "for i in $(seq 200); do [ -n \"$(ip -6 address show tentative)\" ] || exit 0; sleep 0.05; done; exit 1");
    }

    @AfterEach
    void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    /** The same command by another script: how long that is, is its last argument. */
    private static Command edited(Command command, String script, Duration more) {
        List<String> line = new ArrayList<>(command.arguments());
        line.set(line.size() - 1, Integer.toString(script.stripTrailing().length()));
        return Command.of(line, script, command.timeout().plus(more));
    }

    private IfupdownConfigurator.Builder hosts() {
        return IfupdownConfigurator.builder().runner("db.a", host);
    }

    private String addresses() {
        return host.sh("ip -o address | sed 's/ valid_lft.*//' | cut -d' ' -f2-");
    }

    private static List<IpAddress> butNot(IpAddress address) {
        return MANY.stream().filter(each -> !each.equals(address)).toList();
    }

    private HostReport accept(IfupdownConfigurator hosts, IpAddress address) {
        return One.accept(hosts, address, BY_MAC, BUDGET);
    }

    private PerAddress<HostReport> acceptMany(IfupdownConfigurator hosts) {
        return hosts.accept(MANY, BY_MAC, BUDGET);
    }

    private void refuseMany(IfupdownConfigurator hosts) {
        hosts.drop(MANY, BY_MAC.asHolder(), BUDGET);
    }

    private static FloatingIpException failure(PerAddress<HostReport> answer, IpAddress address) {
        return Objects.requireNonNull(answer.failures().get(address), () -> address + " did not fail: " + answer);
    }

    @Test
    void many_always_leaveTheHostAsOneByOneDoesAndSayTheSame() {
        IfupdownConfigurator hosts = hosts().build();
        String untouched = addresses();
        List<HostReport> oneByOne =
                MANY.stream().map(address -> accept(hosts, address)).toList();
        String accepted = addresses();
        MANY.forEach(address -> One.drop(hosts, address, BY_MAC.asHolder(), BUDGET));
        assertThat(addresses()).isEqualTo(untouched);

        PerAddress<HostReport> atOnce = acceptMany(hosts);

        assertThat(atOnce.failures()).isEmpty();
        assertThat(atOnce.values().values()).containsExactlyElementsOf(oneByOne);
        assertThat(addresses()).isEqualTo(accepted);

        PerAddress<HostReport> refused = hosts.drop(MANY, BY_MAC.asHolder(), BUDGET);

        assertThat(refused.values().values()).hasSize(48).allMatch(report -> report.changed() && !report.accepts());
        assertThat(addresses()).isEqualTo(untouched);
    }

    @Test
    void many_always_takeOneCommandAndFewPrograms() {
        List<String> programs = new ArrayList<>();
        CommandRunner counted = command -> {
            String traced = command.input()
                    .replaceFirst("\nvip \"\\$@\"", "\nip() { echo ip >>/run/ips; command ip \"\\$@\"; }$0");
            var result = host.run(edited(command, traced, Duration.ZERO));
            programs.add(command.arguments().toString());
            return result;
        };
        IfupdownConfigurator hosts =
                IfupdownConfigurator.builder().runner("db.a", counted).build();

        acceptMany(hosts);
        refuseMany(hosts);

        assertThat(programs).hasSize(2);
        assertThat(host.sh("wc -l </run/ips").strip())
                .as("how often ip ran for 48 addresses that came and went")
                .satisfies(count -> assertThat(Integer.parseInt(count)).isBetween(5, 15));
    }

    @Test
    void accept_whenOneHasAFileOfSomebodyElse_failsForThatAlone() {
        host.write("interfaces.d/zz-vip-10-77-1-101", "# mine\n");

        PerAddress<HostReport> answer = acceptMany(hosts().build());

        assertThat(answer.failures()).containsOnlyKeys(TWO);
        assertThat(failure(answer, TWO))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("was not made by vip");
        assertThat(answer.values())
                .containsOnlyKeys(butNot(TWO))
                .allSatisfy((address, report) ->
                        assertThat(report.accepts()).as(report.toString()).isTrue());
        assertThat(addresses()).contains(" 10.77.1.100/32 ").doesNotContain(" 10.77.1.101/");
    }

    @Test
    void accept_whenOneIsElsewhereOrInAnotherForm_saysWhatIsSaidOfOne() {
        host.sh("ip link add br9 type bridge && ip address add " + ONE + "/32 dev br9");
        host.sh("ip address add " + TWO + "/24 dev eth0");
        host.sh("ip address add " + THREE + "/32 dev eth0 scope host"); // as a boot leaves it

        PerAddress<HostReport> answer = acceptMany(hosts().build());

        assertThat(answer.failures()).isEmpty();
        assertThat(answer.values().get(ONE))
                .hasToString(
                        "db.a accepts it: br9 has 10.77.1.100/32 (where somebody else put it); ifupdown manages eth0 (and drops the address at ifdown)");
        assertThat(answer.values().get(TWO))
                .hasToString(
                        "db.a accepts it: eth0 has 10.77.1.101/32; ifupdown manages eth0 (and drops the address at ifdown)");
        assertThat(host.run("ip", "-o", "address", "show", "to", THREE + "/32")).contains(" scope global eth0:vip");
        assertThat(answer.values()).hasSize(48);
    }

    @Test
    void drop_whenOneIsPersistedAndOneInAnotherForm_takesAllAway() {
        String untouched = addresses();
        accept(hosts().mode(HostMode.ALWAYS).build(), ONE);
        assertThat(host.files()).containsKey("interfaces.d/zz-vip-10-77-1-100");
        // A secondary address of the interface: taking it away takes nobody along.
        host.sh("ip address add " + TWO + "/24 dev eth0 && ip address add " + THREE + "/32 dev eth0");

        PerAddress<HostReport> answer = hosts().build().drop(MANY, BY_MAC.asHolder(), BUDGET);

        assertThat(answer.failures()).isEmpty();
        assertThat(answer.values())
                .containsOnlyKeys(MANY)
                .allSatisfy((address, report) -> assertThat(report.changed())
                        .as(report.toString())
                        .isEqualTo(List.of(ONE, TWO, THREE).contains(address)));
        assertThat(host.files().keySet()).noneMatch(file -> file.contains("zz-vip"));
        assertThat(addresses()).isEqualTo(untouched);
    }

    @Test
    void drop_whenAnotherFormIsTheFirstOfItsSubnet_leavesThatAlone() {
        host.sh("ip link add br9 type bridge && ip link set br9 up && ip address add " + ONE + "/25 dev br9");
        IfupdownConfigurator hosts = hosts().build();
        hosts.accept(List.of(TWO, THREE), BY_MAC, BUDGET);

        PerAddress<HostReport> answer = hosts.drop(List.of(ONE, TWO, THREE), BY_MAC.asHolder(), BUDGET);

        assertThat(answer.failures()).containsOnlyKeys(ONE);
        assertThat(failure(answer, ONE)).hasMessageContaining("10.77.1.100/25 on br9, which vip did not add");
        assertThat(answer.values()).containsOnlyKeys(TWO, THREE);
    }

    @Test
    void accept_whenTheInterfaceIsDown_failsForEach() {
        host.run("ip", "link", "set", "eth0", "down");

        PerAddress<HostReport> answer = acceptMany(hosts().build());

        assertThat(answer.values()).isEmpty();
        assertThat(answer.failures().values())
                .hasSize(48)
                .allSatisfy(failure -> assertThat(failure).hasMessageContaining("interface eth0 is down"));
    }

    @Test
    void accept_whenAnotherVipWorks_waitsOnceForAllAndSaysSo() {
        host.start(ProcessBuilder.Redirect.DISCARD, "flock", "/run/vip.lock", "sleep", "1000");
        host.sh("for i in $(seq 200); do flock -n /run/vip.lock true || exit 0; sleep 0.05; done; exit 1");
        CommandRunner patient = command -> host.run(Command.of(
                command.arguments(), command.input(), command.timeout().plus(BUDGET)));

        PerAddress<HostReport> answer = IfupdownConfigurator.builder()
                .runner("db.a", patient)
                .build()
                .accept(MANY, BY_MAC, Duration.ofMillis(700));

        assertThat(answer.failures().values())
                .hasSize(48)
                .allSatisfy(failure -> assertThat(failure).hasMessageContaining("another vip works on this host"));
    }

    @Test
    void accept_whenWeAreNotRoot_saysSoOfEach() {
        CommandRunner nobody = command -> {
            List<String> line = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--clear-groups"));
            line.addAll(command.arguments());
            return host.run(Command.of(line, command.input(), command.timeout()));
        };

        PerAddress<HostReport> answer =
                IfupdownConfigurator.builder().runner("db.a", nobody).build().accept(List.of(ONE, TWO), BY_MAC, BUDGET);

        assertThat(answer.failures().values())
                .hasSize(2)
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(PermissionDeniedException.class));
    }

    @Test
    void accept_whenOneIsNoAddressOfAHost_saysSoOfThatAlone() {
        IpAddress multicast = IpAddress.of("224.0.0.5");

        PerAddress<HostReport> answer = hosts().build().accept(List.of(multicast, ONE), BY_MAC, BUDGET);

        assertThat(answer.failures()).containsOnlyKeys(multicast);
        assertThat(failure(answer, multicast)).is(refusal(RefusalReason.UNSUPPORTED_ADDRESS));
        assertThat(answer.values()).containsOnlyKeys(ONE);
    }

    @Test
    void accept_whenTheScriptIsCutOffHalfway_doesNothing() {
        CommandRunner cut = command -> host.run(Command.of(
                command.arguments(),
                command.input().substring(0, command.input().length() - 40),
                command.timeout()));
        String before = addresses();

        FloatingIpException failed = catchThrowableOfType(
                HostConfigurationException.class,
                () -> IfupdownConfigurator.builder().runner("db.a", cut).build().accept(MANY, BY_MAC, BUDGET));

        assertThat(failed).hasMessageContaining("characters came, so that nothing of it was run");
        assertThat(addresses()).isEqualTo(before);
    }

    @Test
    void accept_whenTheInterfaceHasNoAddressOfItsOwn_addsNoneInItsPlace() {
        host.sh("ip address flush dev eth0 scope global && ip address add " + ONE + "/32 dev eth0");

        PerAddress<HostReport> answer = hosts().build().accept(List.of(ONE, TWO), BY_MAC, BUDGET);

        assertThat(failure(answer, ONE)).hasMessageContaining("eth0 has no address of its own");
        assertThat(host.sh("ip -o -4 address show dev eth0 | head -n 1"))
                .as("the one that is a source is none that was added")
                .contains(" " + ONE + "/32 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ip link add br9 type bridge && ip link set eth0 master br9",
                "ip link add br9 type veth peer name br8" // no port, but eth0 has no address of its own beside it
            })
    void accept_whenAnotherLinkHasItsMacAddress_takesTheOneWithAddresses(String other) {
        host.sh("ip address flush dev eth0 && " + other + " && ip link set br9 address " + MAC + " up"
                + " && ip address add " + LinuxLab.SUBNET + "10/24 dev br9");

        for (IpAddress address : List.of(IpAddress.of("192.168.99.1"), ONE)) {
            assertThat(accept(hosts().build(), address).detail()).startsWith("br9 has " + address + "/32");
        }
    }

    @Test
    void accept_whenAPortOfABridgeStillHasAnAddress_takesTheBridge() {
        host.sh("ip link add br9 type bridge && ip link set eth0 master br9 && ip link set br9 up"
                + " && ip address add " + LinuxLab.SUBNET + "9/24 dev br9");

        HostReport report = One.accept(
                hosts().build(),
                ONE,
                Placement.builder(HostId.of("db.a"), "eni-0a").build(),
                BUDGET);

        assertThat(report.detail()).startsWith("br9 has " + ONE + "/32");
    }

    @Test
    void accept_whenOneHasAPeer_doesNotTakeItForOurs() {
        host.sh("ip address add " + ONE + " peer 10.77.9.1/32 dev eth0");
        IfupdownConfigurator hosts = hosts().build();

        PerAddress<HostReport> answer = hosts.accept(List.of(ONE, TWO), BY_MAC, BUDGET);

        assertThat(answer.values()).containsOnlyKeys(TWO);
        assertThat(failure(answer, ONE)).hasMessageContaining("do that by hand, ip address del " + ONE + " dev eth0");
        host.sh("ip address del " + ONE + " dev eth0");
        assertThat(accept(hosts, ONE).detail()).startsWith("eth0 has " + ONE + "/32; ");
    }

    @Test
    void accept_byAnAlternativeNameOfTheInterface_isTheSame() {
        host.sh("ip link property add dev eth0 altname enp0s5");
        IfupdownConfigurator hosts = hosts().interfaceName("enp0s5").build();

        HostReport alone = accept(hosts, ONE);
        PerAddress<HostReport> answer = hosts.accept(List.of(ONE, TWO), BY_MAC, BUDGET);

        assertThat(alone.detail()).startsWith("eth0 has " + ONE + "/32; ");
        assertThat(alone.accepts()).isTrue();
        assertThat(answer.values())
                .hasSize(2)
                .allSatisfy((address, report) ->
                        assertThat(report.accepts()).as(report.toString()).isTrue());
    }

    @Test
    void acceptAlways_whenTimeIsUpInBetween_leavesNothingOfTheOthers() {
        // Each look at the clock takes a second, of which the script has one, and two of grace.
        host.sh("echo 1000 >/run/now");
        CommandRunner slow = command -> {
            String clocked = command.input()
                    .replace(
                            "\nvip \"$@\"",
                            "\ndate() { now=$(cat /run/now) && echo $now && echo $((now + 1)) >/run/now; }\nvip \"$@\"");
            return host.run(edited(command, clocked, BUDGET));
        };

        PerAddress<HostReport> answer = IfupdownConfigurator.builder()
                .runner("db.a", slow)
                .always()
                .build()
                .accept(List.of(ONE, TWO, THREE), BY_MAC, Duration.ofSeconds(1));

        assertThat(answer.values()).containsOnlyKeys(ONE);
        assertThat(answer.failures())
                .containsOnlyKeys(TWO, THREE)
                .allSatisfy((address, failure) ->
                        assertThat(failure).hasMessageContaining("there was no time left for it"));
        assertThat(host.files().keySet())
                .filteredOn(file -> file.contains("zz-vip"))
                .containsExactly("if-up.d/zz-vip-10-77-1-100", "interfaces.d/zz-vip-10-77-1-100");
        assertThat(addresses()).contains(" " + ONE + "/32 ").doesNotContain(TWO.toString(), THREE.toString());
    }

    @Test
    void accept_whenItIsAnnouncedAndAnotherVipWorks_waitsOnceForAll() {
        host.start(ProcessBuilder.Redirect.DISCARD, "flock", "/run/vip.lock", "sleep", "1000");
        host.sh("for i in $(seq 200); do flock -n /run/vip.lock true || exit 0; sleep 0.05; done; exit 1");
        CommandRunner counted = command -> {
            String traced = command.input()
                    .replace(
                            "\nvip \"$@\"",
                            "\nflock() { [ \"$1\" != -w ] || echo flock >>/run/waits; command flock \"$@\"; }\nvip \"$@\"");
            return host.run(edited(command, traced, BUDGET));
        };

        PerAddress<HostReport> answer = IfupdownConfigurator.builder()
                .runner("db.a", counted)
                .announce()
                .build()
                .accept(List.of(ONE, TWO, THREE), BY_MAC, Duration.ofMillis(300));

        assertThat(answer.failures()).hasSize(3);
        assertThat(host.sh("wc -l </run/waits").strip()).isEqualTo("1");
    }
}
