package org.floatingip.lab.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.lab.Program;
import org.floatingip.lab.engine.One;
import org.floatingip.lab.hosts.HostManager.Event;
import org.floatingip.linux.HostMode;
import org.floatingip.linux.LinuxConfigurator;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandFailedException.Reason;
import org.floatingip.linux.spi.CommandResult;
import org.floatingip.linux.spi.CommandRunner;
import org.floatingip.spi.Placement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@link LinuxKillIT} for systemd-networkd and NetworkManager: killed after each system call that changes a file, there is the old
 * or the new one, and the same call again makes it whole, also for the manager.
 */
class KeptFilesKillIT {

    private static final IpAddress VIP = IpAddress.of(HostsUnderTest.IPV4);
    private static final Placement PLACEMENT =
            Placement.builder(HostId.of("db.a"), "eni-0a").build();
    private static final Duration BUDGET = Duration.ofSeconds(20);
    private static final String CALLS =
            "openat,write,fsync,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,chmod,"
                    + "fchmodat,chown,fchown,fchownat,mkdir,mkdirat,rmdir";
    private static final Pattern CHANGES = Pattern.compile(
            "O_CREAT|O_TRUNC|\\d+ +(write|fsync|rename|link|symlink|unlink|chmod|fchmod|chown|fchown|mkdir|rmdir)");

    private LinuxLab lab;
    private LinuxHost host;
    private LinuxConfigurator whole;

    enum Manager {
        NETWORKD(
                HostMode.ALWAYS,
                "/etc/systemd/network",
                "/10-eth0.network.d",
                "zz-vip-10-77-1-12.conf",
                Event.RECONFIGURE),
        /** By a file of several interfaces, and so by a link to it. */
        NETWORKD_LINK(
                HostMode.WHILE_HOLDING,
                "/run/systemd/network",
                "/00-vip-eth0.network.d",
                "zz-vip-10-77-1-12.conf",
                Event.RECONFIGURE),
        NETWORK_MANAGER(HostMode.ALWAYS, "/etc/NetworkManager", "/dispatcher.d", "zz-vip-10-77-1-12", Event.REAPPLY);

        private final HostMode mode;

        private final String root;
        private final String folder;
        private final String file;
        private final Event event;

        Manager(HostMode mode, String root, String folder, String file, Event event) {
            this.mode = mode;
            this.root = root;
            this.folder = root + folder;
            this.file = file;
            this.event = event;
        }
    }

    @BeforeEach
    void start() {
        lab = LinuxLab.start();
        Program.requireTool("strace");
        host = lab.host("db.a", 10);
    }

    @AfterEach
    void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NETWORKD,accept",
        "NETWORKD,drop",
        "NETWORKD_LINK,accept",
        "NETWORKD_LINK,drop",
        "NETWORK_MANAGER,accept",
        "NETWORK_MANAGER,drop"
    })
    void change_whenKilledAtAnyCall_leavesTheOldOrTheNewAndIsWholeTheNextTime(Manager manager, String what)
            throws IOException {
        HostManager running = switch (manager) {
            case NETWORKD -> Networkd.start(lab, host, "10-eth0.network", Networkd.usual(host, "Name=eth0"));
            case NETWORKD_LINK -> Networkd.start(lab, host, "10-eth0.network", Networkd.usual(host, "Name=eth*"));
            case NETWORK_MANAGER -> NetworkManager.start(lab, host);
        };
        host.sh("mkdir -p " + manager.root);
        whole = LinuxConfigurator.builder()
                .runner("db.a", host)
                .mode(manager.mode)
                .build();
        String back = what.equals("accept") ? "drop" : "accept";
        run(back, whole);
        Map<String, String> old = texts(manager);
        run(what, whole);
        Map<String, String> all = texts(manager);
        assertThat(all).isNotEqualTo(old);
        run(back, whole);

        cut(manager, what, Integer.MAX_VALUE);
        List<String> calls = log();
        run(back, whole);
        int cuts = 0;
        TreeSet<String> after = new TreeSet<>();
        for (int number = 1; number <= calls.size(); number++) {
            if (!CHANGES.matcher(calls.get(number - 1)).find()) {
                continue;
            }
            cut(manager, what, number);
            List<String> log = log();
            String when = "killed after call " + log.size() + ", " + log.get(log.size() - 1);
            texts(manager).forEach((file, text) -> {
                if (!file.contains("/." + "zz-vip")) {
                    assertThat(text).as(file + ", " + when).isIn(old.get(file), all.get(file));
                }
            });
            cuts++;
            after.add(log.get(log.size() - 1).replaceFirst("^\\d+ +", "").replaceFirst("[( ].*", ""));

            run(what, whole);
            assertThat(texts(manager)).as("again, " + when).isEqualTo(all);
            running.happens(manager.event);
            assertThat(One.inspect(whole, VIP, PLACEMENT, BUDGET).accepts())
                    .as("again, and then " + manager.event.words + ", " + when)
                    .isEqualTo(what.equals("accept"));
            run(back, whole);
        }
        System.out.printf("%s, %s: killed at %d of %d calls, after %s%n", manager, what, cuts, calls.size(), after);
        assertThat(after).contains("fsync", "renameat2");
    }

    private static void run(String what, LinuxConfigurator hosts) {
        if (what.equals("drop")) {
            One.drop(hosts, VIP, PLACEMENT.asHolder(), BUDGET);
        } else {
            One.accept(hosts, VIP, PLACEMENT, BUDGET);
        }
    }

    private void cut(Manager manager, String what, int calls) {
        LinuxConfigurator cut = LinuxConfigurator.builder()
                .runner("db.a", new Killer(manager, calls))
                .mode(manager.mode)
                .build();
        assertThatThrownBy(() -> run(what, cut)).hasMessageContaining("killed by the test");
    }

    private List<String> log() throws IOException {
        return Files.readAllLines(lab.folder().resolve("strace"));
    }

    /** All files below the manager's folder, and what stands in them. */
    private Map<String, String> texts(Manager manager) {
        Map<String, String> texts = new TreeMap<>();
        host.sh("find " + manager.root + " ! -type d | while read -r each; do echo \"$each $(cksum <\"$each\")\"; done")
                .lines()
                .forEach(line -> texts.put(line.split(" ", 2)[0], line.split(" ", 2)[1]));
        return texts;
    }

    /** Runs a command, and kills all of it when that many calls on our files were seen. */
    private final class Killer implements CommandRunner {

        private final Manager manager;
        private final int calls;

        Killer(Manager manager, int calls) {
            this.manager = manager;
            this.calls = calls;
        }

        @Override
        public CommandResult run(Command command) throws CommandFailedException {
            lab.write("script", command.input());
            StringBuilder paths = new StringBuilder(" -P " + manager.folder);
            if (manager == Manager.NETWORKD_LINK) {
                paths.append(" -P ").append(manager.folder.replaceFirst("\\.d$", ""));
            }
            for (String each : List.of("", ".new", ".old", ".gone")) {
                paths.append(" -P ")
                        .append(manager.folder)
                        .append(each.isEmpty() ? "/" : "/.")
                        .append(manager.file)
                        .append(each);
            }
            host.sh("cd '" + lab.folder()
                    + "' && rm -f strace && : >strace && { setsid strace -f -qqq -e signal=none -o strace"
                    + paths + " -e trace=" + CALLS + " -e inject=" + CALLS + ":delay_exit=50000"
                    + " sh -s <script >/dev/null 2>&1 & } && pid=$! && "
                    + "while kill -0 $pid 2>/dev/null && [ $(wc -l <strace) -lt " + calls + " ]; do sleep 0.001; done; "
                    + "kill -s KILL -- -$pid 2>/dev/null; wait $pid 2>/dev/null; true");
            throw new CommandFailedException(Reason.UNREACHABLE, "killed by the test", null);
        }
    }
}
