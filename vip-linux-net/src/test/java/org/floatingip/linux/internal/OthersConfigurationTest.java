package org.floatingip.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.doctor.Severity;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.linux.HostMode;
import org.floatingip.linux.LocalCommandRunner;
import org.floatingip.linux.internal.HostRequest.Keepers;
import org.floatingip.linux.internal.HostRequest.Operation;
import org.floatingip.linux.spi.Command;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.PerAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the managers of an interface, and tools beside them, have configured themselves: the script itself with managers of the test's
 * own, whose files lie below its folder.
 */
class OthersConfigurationTest {

    private static final String OWN =
            "2: eth0    inet 10.0.1.10/24 brd 10.0.1.255 scope global eth0\\       valid_lft forever";
    private static final IpAddress VIP = IpAddress.of("10.0.1.12");
    private static final IpAddress VIP6 = IpAddress.of("fd77:1::12");
    private static final String AT_CONFIGURATION =
            " gives the host the address each time that systemd-networkd configures its interface, whoever holds it"
                    + " (address: 10.0.1.12/24)";

    /** Beside the programs of the other test. */
    private static final String MANAGERS = HostScriptTest.PROGRAMS + """
            is_running() { [ -e "$here/running/$1" ]; }
            networkd_reads() { :; }
            networkctl() { :; }
            timeout() { shift; "$@"; }
            ifup() { echo "ifup version 0.8.41"; }
            ifquery() {
                case "$*" in
                    "--state eth0") cat "$here/state" ;;
                    "-v --list -a") echo "ifquery: parsing file $here/etc/network/more" ;;
                    eth0 | eth0:1 | lan | home) cat "$here/$1" ;;
                    *) return 1 ;;
                esac 2>/dev/null
            }
            nmcli() {
                case "$*" in
                    *VERSION*) cat "$here/version" ;;
                    *CON-UUID*) cat "$here/connected" ;;
                    *"connection show uuid 7ba0") cat "$here/profile" ;;
                esac
            }
            busctl() {
                case "$*" in
                    *GetDeviceByIpIface*) echo 'o "/org/freedesktop/NetworkManager/Devices/2"' ;;
                    *"Devices/2 "*) cat "$here/applied" ;;
                esac
            }
            systemctl() {
                case "$*" in
                    "is-enabled NetworkManager-dispatcher") echo enabled ;;
                    "is-enabled nm-cloud-setup.timer"*) cat "$here/enabled" ;;
                    "show -p Environment"*) cat "$here/environment" ;;
                esac
            }
            """;

    @TempDir
    private Path here;

    @BeforeEach
    void aHostWithAnAddressOfItsOwn() throws IOException {
        write("now", "1000\n");
        for (String each : List.of("batch", "routes", "state", "applied", "profile", "enabled", "environment")) {
            write(each, "");
        }
        write("addresses", OWN + "\n");
        write("version", "1.42.4\n");
        write("etc/network/interfaces", "auto lo\n");
        Files.createDirectories(here.resolve("etc/network/interfaces.d"));
        Files.createDirectories(here.resolve("etc/network/if-up.d"));
        Files.createDirectories(here.resolve("run"));
        Files.createDirectories(here.resolve("etc/NetworkManager/dispatcher.d"));
    }

    private void write(String file, String text) throws IOException {
        Path path = here.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, text);
    }

    private void networkd(String file, String text) throws IOException {
        write("running/systemd-network", "");
        write(file, text);
        write("run/systemd/netif/links/2", "ADMIN_STATE=configured\nNETWORK_FILE=" + here + "/" + file + "\n");
    }

    private void networkManager(String service) throws IOException {
        write("running/NetworkManager", "");
        write("run/NetworkManager/devices/2", "[device]\nmanaged=true\n");
        write("connected", "lo:connected (externally):8127\neth0:connected:7ba0\n");
        write(
                "share/dbus-1/system-services/org.freedesktop.nm_dispatcher.service",
                "[D-BUS Service]\nName=org.freedesktop.nm_dispatcher\nExec=" + service + "\nUser=root\n");
    }

    private Path program(String name) throws IOException {
        write(name, "#!/bin/sh\n");
        return Files.setPosixFilePermissions(here.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private HostCall call() {
        return new HostCall(
                command -> LocalCommandRunner.create().run(onThisHost(command).completeWith(HostAnswer.LAST_LINE)),
                false,
                HostId.of("i-0a"),
                Duration.ofSeconds(1));
    }

    /** The host's shell is told how long the script is, and runs no other. */
    private Command onThisHost(Command command) {
        String script = onThisHost(command.input());
        List<String> line = new ArrayList<>(command.arguments());
        line.set(line.size() - 1, Integer.toString(script.stripTrailing().length()));
        return Command.of(line, script, Duration.ofSeconds(60));
    }

    private String onThisHost(String script) {
        return script.replace("/etc/", here + "/etc/")
                .replace("/run/", here + "/run/")
                .replace("/usr/share /lib ", here + "/share ")
                .replace("\nvip() {", "\nhere='" + here + "' step=0\n" + MANAGERS + "\nvip() {");
    }

    private static HostRequest request(Operation operation, IpAddress address, HostMode mode, Keepers keepers) {
        return new HostRequest(operation, List.of(address), "eth0", null, mode, false, keepers, null);
    }

    private HostReport report(Operation operation) {
        PerAddress.Builder<HostReport> all = PerAddress.builder();
        call().report(List.of(VIP), request(operation, VIP, HostMode.WHILE_HOLDING, Keepers.ALL), all);
        return all.build().get(VIP);
    }

    private List<Finding> findings(IpAddress address, HostMode mode, Keepers keepers, String check) {
        return call().diagnose(address, request(Operation.DIAGNOSE, address, mode, keepers), mode).stream()
                .filter(each -> each.check().equals(check))
                .toList();
    }

    private Finding find(String check) {
        return findings(VIP, HostMode.WHILE_HOLDING, Keepers.ALL, check).get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[Network]\nAddress=10.0.1.10/24\nAddress=10.0.1.12/24",
                "[Network]\n  Address = 10.0.1.12/24  \n",
                "[Match]\nName=eth0\n[Address]\nLabel=x\nAddress=10.0.1.12/24\n",
                "[Address]\nAddress=10.0.1.13/24\nAddress=10.0.1.12/24\n[Network]\nDHCP=yes",
                "[Network]\nAddress=\\\n10.0.1.12/24\n"
            })
    void diagnose_whenNetworkdsFileGivesTheAddress_saysSoInWhateverSpelling(String text) throws IOException {
        networkd("etc/systemd/network/10-eth0.network", text);

        Finding found = find(Checks.PERSISTENCE);

        assertThat(found.severity()).as(found.toString()).isEqualTo(Severity.WARNING);
        String file = here + "/etc/systemd/network/10-eth0.network";
        assertThat(found.detail()).isEqualTo(file + AT_CONFIGURATION);
        assertThat(found.remedy()).startsWith("take that address out of " + file + ", and networkctl reload; then");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[Network]\nAddress=10.0.1.10/24\n#Address=10.0.1.12/24\n",
                "[Network]\nAddress=10.0.1.121/24\nDNS=10.0.1.12\n",
                "[Address]\nAddress=10.0.1.12/24\nAddress=10.0.1.13/24\n",
                "[Network]\nGateway=10.0.1.12\n[Route]\nGateway=10.0.1.12\n"
            })
    void diagnose_whenNetworkdsFileGivesOtherAddresses_saysNothing(String text) throws IOException {
        networkd("etc/systemd/network/10-eth0.network", text);

        assertThat(find(Checks.PERSISTENCE).severity()).isEqualTo(Severity.OK);
    }

    @Test
    void diagnose_ofNetworkdsDropIns_asksThoseThatCountAndAreOthers() throws IOException {
        networkd("run/systemd/network/10-eth0.network", "[Network]\nDHCP=ipv4\n");
        String given = "[Network]\nAddress=10.0.1.12/24\n";
        write("run/systemd/network/10-eth0.network.d/mine.conf", given);
        write("etc/systemd/network/10-eth0.network.d/mine.conf", "[Network]\nLLMNR=no\n");
        write("etc/systemd/network/10-eth0.network.d/zz-vip-10-0-1-12.conf", given);
        write("run/systemd/network/10-eth0.network.d/ec2net_alias.conf", given);

        assertThat(find(Checks.PERSISTENCE).detail()).doesNotContain("gives the host");

        write("etc/systemd/network/10-eth0.network.d/zz.conf", given);
        Files.delete(here.resolve("etc/systemd/network/10-eth0.network.d/zz-vip-10-0-1-12.conf"));

        assertThat(find(Checks.PERSISTENCE).detail())
                .isEqualTo(here + "/etc/systemd/network/10-eth0.network.d/zz.conf" + AT_CONFIGURATION);
    }

    @Test
    void diagnose_whenNetplanGivesTheAddress_namesItsFile() throws IOException {
        networkd("run/systemd/network/10-netplan-eth0.network", "[Network]\nAddress=10.0.1.12/24\n");
        assertThat(find(Checks.PERSISTENCE).remedy())
                .as("a file that can't be read")
                .contains("take that address out of " + here + "/etc/netplan, and netplan apply; then");

        write("etc/netplan/01-more.yaml", "addresses: [10.0.1.121/24]\n");
        write("etc/netplan/50-cloud-init.yaml", "addresses:\n- 10.0.1.12/24\n");

        Finding found = find(Checks.PERSISTENCE);
        assertThat(found.detail())
                .startsWith(here + "/etc/netplan/50-cloud-init.yaml gives the host the address at each netplan apply");
        assertThat(found.remedy()).contains("network: {config: disabled}");
    }

    @Test
    void diagnose_ofAnIpv6AddressInOtherWords_findsThatOneAlone() throws IOException {
        networkd("etc/systemd/network/10-eth0.network", "[Network]\nAddress=fd77:1::2/64\nAddress=FD77:1:0:0::12/64\n");

        assertThat(findings(VIP6, HostMode.WHILE_HOLDING, Keepers.ALL, Checks.PERSISTENCE))
                .singleElement()
                .satisfies(found -> assertThat(found.detail()).endsWith("(address: FD77:1:0:0::12/64)"));
    }

    @Test
    void diagnose_whenAFileCantBeRead_isNotKnown() throws IOException {
        networkd("etc/systemd/network/10-eth0.network", "");
        write("run/systemd/netif/links/3", "ADMIN_STATE=configured\nNETWORK_FILE=" + here + "/closed.network\n");

        Finding found = find(Checks.PERSISTENCE);

        assertThat(found.severity()).isEqualTo(Severity.UNKNOWN);
        assertThat(found.detail()).contains(here + "/closed.network can't be read");
    }

    @Test
    void acceptAndDrop_whenSomebodyElseGivesTheAddress_saySo() throws IOException {
        networkd("etc/systemd/network/10-eth0.network", "[Network]\nAddress=10.0.1.12/24\n");
        write(
                "addresses",
                OWN + "\n2: eth0    inet 10.0.1.12/24 scope global secondary eth0\\       valid_lft forever\n");

        assertThat(report(Operation.ACCEPT).detail())
                .startsWith("eth0 has 10.0.1.12/32; kept until a reboot; ")
                .endsWith("10-eth0.network" + AT_CONFIGURATION);
        HostReport dropped = report(Operation.DROP);
        assertThat(dropped.accepts()).isFalse();
        assertThat(dropped.detail()).endsWith("10-eth0.network" + AT_CONFIGURATION);
        assertThat(report(Operation.INSPECT).detail()).doesNotContain("gives the host");
    }

    @Test
    void diagnose_whenNetworkManagerGivesTheAddress_saysWhetherByItsProfileOrBeyond() throws IOException {
        networkManager(program("nm-dispatcher").toString());
        assertThat(find(Checks.PERSISTENCE).severity()).isEqualTo(Severity.OK);

        write(
                "applied",
                "a{sa{sv}}t 3 \"ipv4\" 7 \"address-data\" aa{sv} 2 2 \"address\" s \"10.0.1.10\" \"prefix\" u 24 2 \"address\" s"
                        + " \"10.0.1.12\" \"prefix\" u 24 \"gateway\" s \"10.0.1.1\"\n");
        Finding applied = find(Checks.PERSISTENCE);
        assertThat(applied.detail()).startsWith("NetworkManager has the address applied to eth0, beyond its profile");
        assertThat(applied.remedy()).startsWith("nmcli device modify eth0 -ipv4.addresses 10.0.1.12/24; then");

        write("profile", "10.0.1.10/24, 10.0.1.12/24\nfd77:1::2/64\n");
        Finding profile = find(Checks.PERSISTENCE);
        assertThat(profile.detail()).startsWith("NetworkManager's profile 7ba0 gives the host the address each time");
        assertThat(profile.remedy())
                .startsWith(
                        "nmcli connection modify 7ba0 -ipv4.addresses 10.0.1.12/24, and nmcli device reapply eth0; then");

        Files.delete(here.resolve("connected"));
        assertThat(find(Checks.PERSISTENCE).severity()).isEqualTo(Severity.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"1.30.6,false", "1.40.16,false", "1.42.0,true", "1.52,true", "2.0,true"})
    void networkManager_whetherItTellsOfAReapply_isAMatterOfItsVersion(String version, boolean tells)
            throws IOException {
        networkManager(program("nm-dispatcher").toString());
        write("version", version + "\n");
        String missed = "but not through nmcli device reapply, of which NetworkManager " + version;

        Finding found = find(Checks.INTERFACE_MANAGER);
        String detail = report(Operation.ACCEPT).detail();

        assertThat(found.severity()).as(found.toString()).isEqualTo(tells ? Severity.OK : Severity.WARNING);
        assertThat(detail).contains("kept until a reboot");
        if (tells) {
            assertThat(detail).doesNotContain("reapply");
        } else {
            assertThat(found.detail()).contains(missed);
            assertThat(detail).contains(missed);
        }
    }

    @Test
    void networkManager_whenItDoesNotSayItsVersion_isNotTakenForOneThatTells() throws IOException {
        networkManager(program("nm-dispatcher").toString());
        write("version", "");

        assertThat(find(Checks.INTERFACE_MANAGER).detail()).contains("reapply is not known");
    }

    @ParameterizedTest
    @ValueSource(strings = {"usr/lib/nm-dispatcher", "opt/NetworkManager/nm-dispatcher"})
    void networkManager_whereverItsDispatcherLies_isAskedOfItsServiceFile(String place) throws IOException {
        Path dispatcher = program(place);
        networkManager(dispatcher.toString());
        assertThat(find(Checks.INTERFACE_MANAGER).severity()).isEqualTo(Severity.OK);

        Files.delete(dispatcher);

        assertThat(find(Checks.INTERFACE_MANAGER).detail()).contains("is not there, masked or disabled");
    }

    @Test
    void nmCloudSetup_ifAProviderIsSet_isFoundAndNoManagerForAddressesThatNothingKeeps() throws IOException {
        networkManager(program("nm-dispatcher").toString());
        write("etc/systemd/system/nm-cloud-setup.service", "");
        write("enabled", "enabled\n");
        assertThat(findings(VIP, HostMode.WHILE_HOLDING, Keepers.ALL, Checks.INTERFACE_MANAGER))
                .as("no provider is set")
                .hasSize(1);

        write("environment", "Environment=NM_CLOUD_SETUP_EC2=yes\n");

        Finding found = findings(VIP, HostMode.WHILE_HOLDING, Keepers.ALL, Checks.INTERFACE_MANAGER)
                .get(1);
        assertThat(found.severity()).isEqualTo(Severity.WARNING);
        assertThat(found.detail()).startsWith("nm-cloud-setup copies the addresses of the instance's metadata");
        assertThat(found.remedy()).startsWith("systemctl disable --now nm-cloud-setup.timer nm-cloud-setup.service");
        for (HostMode mode : HostMode.values()) {
            PerAddress.Builder<HostReport> all = PerAddress.builder();
            call().report(List.of(VIP), request(Operation.ACCEPT, VIP, mode, Keepers.IFUPDOWN), all);
            assertThatThrownBy(() -> all.build().get(VIP))
                    .isInstanceOf(HostConfigurationException.class)
                    .hasMessageContaining(
                            "NetworkManager manages eth0, and nm-cloud-setup adds and removes such addresses by itself");
        }
        write("enabled", "disabled\n");
        assertThat(findings(VIP, HostMode.WHILE_HOLDING, Keepers.ALL, Checks.INTERFACE_MANAGER))
                .hasSize(1);
    }

    @Test
    void cloudNetconfig_ifItLooksAfterTheInterface_isFound() throws IOException {
        write("running/wickedd", "");
        write("etc/sysconfig/network/ifcfg-eth0", "BOOTPROTO='dhcp'\nCLOUD_NETCONFIG_MANAGE='no'\n");
        assertThat(findings(VIP, HostMode.WHILE_HOLDING, Keepers.ALL, Checks.INTERFACE_MANAGER))
                .hasSize(1);

        write("etc/sysconfig/network/ifcfg-eth0", "BOOTPROTO='dhcp'\nCLOUD_NETCONFIG_MANAGE='yes'\n");

        Finding found = findings(VIP, HostMode.WHILE_HOLDING, Keepers.ALL, Checks.INTERFACE_MANAGER)
                .get(1);
        assertThat(found.severity()).isEqualTo(Severity.WARNING);
        assertThat(found.detail()).startsWith("cloud-netconfig copies");
        assertThat(report(Operation.ACCEPT).accepts()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"eth0=lan", "eth0=home"})
    void ifupdown_whenItBroughtTheInterfaceUpByAnotherName_managesItAndSaysWhatItDoesNotRead(String state)
            throws IOException {
        write("state", state + "\n");
        assertThat(find(Checks.INTERFACE_MANAGER).detail())
                .as("its stanza is gone by now")
                .isEqualTo("nobody manages eth0");
        String name = state.substring(5);
        write("etc/network/interfaces", "iface " + name + " inet static\n address 10.0.1.10/24\n");
        write(name, "address: 10.0.1.10\n");

        Finding found = findings(VIP, HostMode.ALWAYS, Keepers.ALL, Checks.INTERFACE_MANAGER)
                .get(0);

        assertThat(found.severity()).isEqualTo(Severity.PROBLEM);
        assertThat(found.detail())
                .isEqualTo("the address can't be persisted: ifupdown has brought eth0 up as " + name
                        + ", and reads no stanza of eth0");
        assertThat(found.remedy()).startsWith("call its stanza and its auto line eth0");
        assertThat(findings(VIP, HostMode.ALWAYS, Keepers.ALL, Checks.PERSISTENCE))
                .singleElement()
                .satisfies(each -> assertThat(each.remedy()).contains("do what interface-manager says"));
        assertThat(find(Checks.INTERFACE_MANAGER).detail())
                .isEqualTo("ifupdown manages eth0 (and drops the address at ifdown)");
        assertThat(report(Operation.ACCEPT).accepts()).isTrue();
    }

    @Test
    void ifupdown_whenAStanzasHeadGoesOnInTheNextLine_isAskedAll() throws IOException {
        write("etc/network/interfaces", "auto eth0\niface \\\neth0 inet static\n address 10.0.1.10/24\n");
        write("eth0", "address: 10.0.1.10\n");
        write("etc/network/more", "iface \\\n  eth0:1 \\\n inet static\n address 10.0.1.12/24\n");
        write("eth0:1", "address: 10.0.1.12\n");

        assertThat(find(Checks.INTERFACE_MANAGER).detail()).startsWith("ifupdown manages eth0");
        assertThat(find(Checks.PERSISTENCE).detail())
                .startsWith("stanza eth0:1 in " + here + "/etc/network/more gives the host the address at each ifup");
    }
}
