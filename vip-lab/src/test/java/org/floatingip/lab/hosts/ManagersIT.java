package org.floatingip.lab.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.lab.engine.One;
import org.floatingip.lab.hosts.HostManager.Event;
import org.floatingip.linux.HostMode;
import org.floatingip.linux.IfupdownConfigurator;
import org.floatingip.linux.LinuxConfigurator;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.Placement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What becomes of an address through all that happens to an interface, by manager and mode: the table of docs/debian-hosts.md. A sample
 * is tried, each event in one mode; {@code -Dhosts=all} tries all, and {@code -Dhosts=write} writes the table.
 */
class ManagersIT {

    private static final IpAddress VIP = IpAddress.of(HostsUnderTest.IPV4);
    private static final IpAddress VIP6 = IpAddress.of(HostsUnderTest.IPV6);
    private static final List<IpAddress> BOTH = List.of(VIP, VIP6);
    private static final Placement PLACEMENT =
            Placement.builder(HostId.of("db.a"), "eni-0a").build();
    private static final Duration BUDGET = Duration.ofSeconds(20);
    private static final Path PAGE = Path.of("../docs/debian-hosts.md");
    private static final Pattern TABLE = Pattern.compile("(?s)(<!-- ManagersIT -->\n)(.*?)(<!-- end -->)");
    private static final String HEAD =
            "| manager | what happens | live alone | while holding | always |\n|---|---|---|---|---|\n";
    private static final boolean WRITE = "write".equals(System.getProperty("hosts"));
    private static final boolean ALL = WRITE || "all".equals(System.getProperty("hosts"));

    private LinuxLab lab;
    private LinuxHost host;
    private HostManager manager;

    /** The managers, and how the host has its own address. */
    enum Kind {
        NETWORKD("systemd-networkd") {
            @Override
            HostManager start(LinuxLab lab, LinuxHost host) {
                return Networkd.start(lab, host, "10-eth0.network", Networkd.usual(host, "Name=eth0"));
            }
        },
        NETWORKD_DHCP("systemd-networkd, DHCP") {
            @Override
            HostManager start(LinuxLab lab, LinuxHost host) {
                HostManager.serveDhcp(lab, host, 60);
                return Networkd.start(lab, host, "10-eth0.network", Networkd.byDhcp(host));
            }
        },
        NETPLAN("netplan on systemd-networkd") {
            @Override
            HostManager start(LinuxLab lab, LinuxHost host) {
                return Networkd.byNetplan(lab, host);
            }
        },
        NETWORK_MANAGER("NetworkManager") {
            @Override
            HostManager start(LinuxLab lab, LinuxHost host) {
                return NetworkManager.start(lab, host);
            }
        },
        NETWORK_MANAGER_DHCP("NetworkManager, DHCP") {
            @Override
            HostManager start(LinuxLab lab, LinuxHost host) {
                HostManager.serveDhcp(lab, host, 5);
                return NetworkManager.start(lab, host, true);
            }
        },
        IFUPDOWN("ifupdown") {
            @Override
            HostManager start(LinuxLab lab, LinuxHost host) {
                return Ifupdown.start(lab, host);
            }
        },
        IFUPDOWN2("ifupdown2") {
            @Override
            HostManager start(LinuxLab lab, LinuxHost host) {
                return OtherIfupdown.start(OtherIfupdown.Kind.IFUPDOWN2, lab, host);
            }
        },
        IFUPDOWN_NG("ifupdown-ng") {
            @Override
            HostManager start(LinuxLab lab, LinuxHost host) {
                return OtherIfupdown.start(OtherIfupdown.Kind.IFUPDOWN_NG, lab, host);
            }
        },
        BUSYBOX("busybox") {
            @Override
            HostManager start(LinuxLab lab, LinuxHost host) {
                return OtherIfupdown.start(OtherIfupdown.Kind.BUSYBOX, lab, host);
            }
        };

        final String words;

        Kind(String words) {
            this.words = words;
        }

        abstract HostManager start(LinuxLab lab, LinuxHost host);

        boolean refuses(Way way) {
            return way == Way.ALWAYS && List.of(IFUPDOWN2, IFUPDOWN_NG, BUSYBOX).contains(this);
        }
    }

    /** How the host was made to accept the addresses; alone is by an address that nothing keeps, as it was for all but ifupdown. */
    enum Way {
        ALONE,
        WHILE_HOLDING,
        ALWAYS;

        private HostNetworkConfigurator hosts(LinuxHost host) {
            return switch (this) {
                case ALONE ->
                    IfupdownConfigurator.builder().runner("db.a", host).build();
                case WHILE_HOLDING ->
                    LinuxConfigurator.builder().runner("db.a", host).build();
                case ALWAYS ->
                    LinuxConfigurator.builder()
                            .runner("db.a", host)
                            .mode(HostMode.ALWAYS)
                            .build();
            };
        }
    }

    @BeforeEach
    void start() {
        lab = LinuxLab.start();
        host = lab.host("db.a", 10);
    }

    @AfterEach
    void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void accept_whateverHappens_isKeptAsThePageSaysAndGoneAfterDrop(Kind kind) throws IOException {
        manager = kind.start(lab, host);
        Map<String, List<String>> rows = new LinkedHashMap<>();
        rows.put("accepting", cells(kind, way -> {
            if (!ALL) {
                return "";
            }
            String lost = lost(() -> accept(way));
            drop();
            return lost;
        }));
        for (Event event : manager.events()) {
            rows.put(event.words, cells(kind, way -> isTried(kind, event, way) ? cell(way, event) : ""));
        }
        rows.put("dropping", cells(kind, way -> {
            if (!ALL) {
                return "";
            }
            accept(way);
            return lost(this::drop);
        }));

        rows.forEach((what, cells) -> System.out.println(line(kind, what, cells)));
        if (WRITE) {
            write(kind, rows);
        }
        Map<String, List<String>> page = page(kind);
        rows.forEach((what, cells) -> {
            for (int i = 0; i < cells.size(); i++) {
                if (!cells.get(i).isEmpty()) {
                    assertThat(page.getOrDefault(what, List.of("", "", "")).get(i))
                            .as(
                                    "%s, %s, %s: docs/debian-hosts.md; -Dhosts=write writes it",
                                    kind.words, what, Way.values()[i])
                            .isEqualTo(withoutNumbers(cells.get(i)));
                }
            }
        });
    }

    private List<String> cells(Kind kind, Function<Way, String> cell) {
        return Arrays.stream(Way.values())
                .map(way -> kind.refuses(way) ? refused(way) : cell.apply(way))
                .toList();
    }

    private String refused(Way way) {
        List<String> files = manager.files();
        assertThat(way.hosts(host).accept(BOTH, PLACEMENT, BUDGET).failures().values())
                .hasSize(2)
                .allSatisfy(failure -> assertThat(failure).hasMessageContaining("the address can't be persisted: "));
        assertThat(manager.files()).isEqualTo(files);
        return "refused";
    }

    /** In a sample each event is tried in one mode, the next one in the other; and one of each without our files. */
    private boolean isTried(Kind kind, Event event, Way way) {
        if (ALL) {
            return true;
        }
        List<Event> sample = sample(kind);
        if (way == Way.ALONE) {
            return event == (kind == Kind.NETWORKD ? Event.RECONFIGURE : Event.REAPPLY) && sample.contains(event);
        }
        Way tried = sample.indexOf(event) % 2 == 0 && !kind.refuses(Way.ALWAYS) ? Way.ALWAYS : Way.WHILE_HOLDING;
        return sample.contains(event) && way == tried;
    }

    private static List<Event> sample(Kind kind) {
        return switch (kind) {
            case NETWORKD ->
                List.of(Event.DHCP_RENEW, Event.RELOAD, Event.RECONFIGURE, Event.RESTART, Event.CARRIER, Event.BOOT);
            case NETWORKD_DHCP -> List.of(Event.DHCP_RENEW, Event.CARRIER);
            case NETPLAN -> List.of(Event.NETPLAN_APPLY, Event.BOOT);
            case NETWORK_MANAGER -> List.of(Event.REAPPLY, Event.DOWN_UP, Event.RESTART, Event.CARRIER_8, Event.BOOT);
            case NETWORK_MANAGER_DHCP -> List.of(Event.DHCP_LEASE, Event.UP);
            case IFUPDOWN -> List.of(Event.IFUP_AGAIN, Event.IFDOWN_IFUP, Event.CARRIER, Event.BOOT);
            case IFUPDOWN2 -> List.of(Event.IFRELOAD, Event.IFDOWN_IFUP);
            case IFUPDOWN_NG -> List.of(Event.IFDOWN_IFUP);
            case BUSYBOX -> List.of(Event.IFDOWN_IFUP);
        };
    }

    private String cell(Way way, Event event) {
        awaitOwnAddress();
        List<String> files = names(manager.files());
        List<String> own = addresses();
        accept(way);
        String when = way + ", after " + event.words;
        String lost = lost(() -> happens(event));
        long accepted = BOTH.stream().filter(each -> accepts(way, each)).count();
        String source = BOTH.stream().anyMatch(each -> sources().contains(each.toString())) ? ", **a source**" : "";

        // Dropping takes it away for good.
        accept(way);
        drop();
        assertThat(names(manager.files())).as(when).isEqualTo(files);
        if (ALL || event != Event.CARRIER_8) {
            happens(event);
        }
        assertThat(addresses()).as("dropped, " + when).containsExactlyInAnyOrderElementsOf(own);
        return (accepted == 2 ? "kept" : accepted == 0 ? "gone" : "one of both families gone") + source + ", " + lost;
    }

    private String lost(Runnable what) {
        LostPackets count = LostPackets.count(lab, host);
        what.run();
        return count.stop() + " lost";
    }

    private void accept(Way way) {
        assertThat(way.hosts(host).accept(BOTH, PLACEMENT, BUDGET).failures()).isEmpty();
        assertOwnSource(way + ", after accept");
    }

    /** The host's own address, which networkd may have taken away for a moment; in no moment a floating one. */
    private void assertOwnSource(String when) {
        String sources = "";
        for (int i = 0; i < 40 && !sources.contains(host.address()); i++) {
            sources = sources();
            assertThat(sources).as(when).doesNotContain(VIP.toString(), VIP6.toString());
        }
        assertThat(sources).as(when).contains(host.address());
    }

    private void happens(Event event) {
        manager.happens(event);
        awaitOwnAddress();
    }

    /** networkd may have taken it away for a moment. */
    private void awaitOwnAddress() {
        host.sh("for i in $(seq 200); do ip -4 address show dev eth0 | grep -q 'inet " + host.address()
                + "/' && exit 0; sleep 0.05; done; ip address; exit 1");
    }

    private void drop() {
        assertThat(Way.WHILE_HOLDING
                        .hosts(host)
                        .drop(BOTH, PLACEMENT.asHolder(), BUDGET)
                        .failures())
                .isEmpty();
    }

    private boolean accepts(Way way, IpAddress vip) {
        return One.inspect(way.hosts(host), vip, PLACEMENT, BUDGET).accepts();
    }

    /** The addresses of eth0 that are no link-local ones. */
    private List<String> addresses() {
        return host.sh("ip -o address show dev eth0 | sed -n 's/.* inet6* \\([^ ]*\\) .*/\\1/p' | grep -v '^fe80'")
                .lines()
                .toList();
    }

    /** What the host sends from where nobody names a source. */
    private String sources() {
        return host.sh(
                "ip route get 224.0.0.9; ip route get 172.30.0.9; ip route get 10.77.1.1; ip route get 192.0.2.1;"
                        + " ip route get fd77:1::1");
    }

    /** Those files without their times and texts, some of which their manager writes anew. */
    private static List<String> names(List<String> files) {
        return files.stream().map(each -> each.replaceFirst(" .*", "")).toList();
    }

    private static String line(Kind kind, String what, List<String> cells) {
        return "| " + kind.words + " | " + what + " | " + String.join(" | ", cells) + " |";
    }

    private static String withoutNumbers(String cell) {
        return cell.replaceAll("\\d+ lost", "lost");
    }

    /** What the page says of a manager, without numbers of packets. */
    private static Map<String, List<String>> page(Kind kind) throws IOException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        table().lines()
                .filter(line -> line.startsWith("| " + kind.words + " | "))
                .forEach(line -> {
                    String[] cells = line.split(" *\\| *", -1);
                    rows.put(
                            cells[2],
                            Stream.of(cells)
                                    .skip(3)
                                    .limit(3)
                                    .map(ManagersIT::withoutNumbers)
                                    .toList());
                });
        return rows;
    }

    private static String table() throws IOException {
        Matcher table = TABLE.matcher(Files.readString(PAGE));
        assertThat(table.find()).isTrue();
        return table.group(2);
    }

    /** Replaces the rows of a manager on the page. */
    private static void write(Kind kind, Map<String, List<String>> rows) throws IOException {
        StringBuilder table = new StringBuilder(HEAD);
        for (Kind each : Kind.values()) {
            if (each == kind) {
                rows.forEach(
                        (what, cells) -> table.append(line(kind, what, cells)).append('\n'));
            } else {
                table().lines()
                        .filter(line -> line.startsWith("| " + each.words + " | "))
                        .forEach(line -> table.append(line).append('\n'));
            }
        }
        String replacement = "$1" + Matcher.quoteReplacement(table.toString()) + "$3";
        Files.writeString(PAGE, TABLE.matcher(Files.readString(PAGE)).replaceFirst(replacement));
    }
}
