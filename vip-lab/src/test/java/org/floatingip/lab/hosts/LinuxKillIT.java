package org.floatingip.lab.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.lab.Program;
import org.floatingip.lab.engine.One;
import org.floatingip.linux.IfupdownConfigurator;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandFailedException.Reason;
import org.floatingip.linux.spi.CommandResult;
import org.floatingip.linux.spi.CommandRunner;
import org.floatingip.spi.Placement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Everything that works on the files is killed, by SIGKILL, after each of its system calls that touches them. strace delays
 * each of them, so that the kill falls between it and the next one.
 */
class LinuxKillIT {

    private static final String NAME = "zz-vip-10-77-1-12";
    private static final IpAddress VIP = IpAddress.of(HostsUnderTest.IPV4);
    private static final Placement PLACEMENT =
            Placement.builder(HostId.of("db.a"), "eni-0a").build();
    private static final Duration BUDGET = Duration.ofSeconds(20);

    private static final String CALLS =
            "openat,write,fsync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,chmod,fchmodat"
                    + ",chown,fchown,fchownat";

    /** What changes something; to be killed between two calls that only read shows nothing more. */
    private static final Pattern CHANGES =
            Pattern.compile("O_CREAT|O_TRUNC|\\d+ +(write|fsync|rename|link|unlink|chmod|fchmod|chown|fchown)");

    private LinuxLab lab;
    private LinuxHost host;
    private IfupdownConfigurator whole;

    @BeforeEach
    void start() {
        lab = LinuxLab.start();
        Program.requireTool("strace");
        host = lab.host("db.a", 10);
        host.write("interfaces", host.usualInterfaces());
        host.run("ifup", "-a");
        whole = IfupdownConfigurator.builder().runner("db.a", host).always().build();
    }

    @AfterEach
    void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void acceptAlways_whenKilledAtAnyCall_leavesNothingOrAll() throws Exception {
        Map<String, String> old = texts();
        One.accept(whole, VIP, PLACEMENT, BUDGET);
        Map<String, String> all = texts();
        One.drop(whole, VIP, PLACEMENT.asHolder(), BUDGET);
        assertThat(texts()).isEqualTo(old);

        killAtEachCall("accept", old, all, () -> One.drop(whole, VIP, PLACEMENT.asHolder(), BUDGET));
    }

    @Test
    void acceptAlways_whenKilledWhileItReplacesAnOlderFile_leavesTheOldOrTheNew() throws Exception {
        One.accept(whole, VIP, PLACEMENT, BUDGET);
        Map<String, String> all = texts();
        String older = "# Kept by an older vip.\niface eth0 inet manual\n    vip-address 10.77.1.12\n";
        host.write("older", older);
        String text = older.replaceFirst("\n", "\n# vip-file/1 " + host.sh("cksum </etc/network/older"));
        Files.delete(host.network().resolve("older"));
        host.write("interfaces.d/" + NAME, text);
        Map<String, String> old = texts();

        killAtEachCall("replace", old, all, () -> host.write("interfaces.d/" + NAME, text));
    }

    @Test
    void drop_whenKilledAtAnyCall_leavesAllOrNothing() throws Exception {
        Map<String, String> without = texts();
        One.accept(whole, VIP, PLACEMENT, BUDGET);

        killAtEachCall("drop", texts(), without, () -> One.accept(whole, VIP, PLACEMENT, BUDGET));
    }

    private void killAtEachCall(String what, Map<String, String> old, Map<String, String> all, Runnable reset)
            throws IOException {
        cut(what, Integer.MAX_VALUE);
        List<String> calls = log();
        assertThat(texts()).as("not cut at all").isEqualTo(all);
        reset.run();
        int cuts = 0;
        Set<String> after = new TreeSet<>();
        for (int number = 1; number <= calls.size(); number++) {
            if (!CHANGES.matcher(calls.get(number - 1)).find()) {
                continue;
            }
            cut(what, number);
            List<String> log = log();
            String when = "killed after call " + log.size() + ", " + log.get(log.size() - 1);
            assertThat(log).as("calls before the kill").hasSizeGreaterThanOrEqualTo(number);
            assertOldOrNew(when, old, all);
            assertThat(host.sh("ifquery --list -a 2>&1 >/dev/null; ifquery eth0 | grep address:"))
                    .as("ifquery, " + when)
                    .contains("address: " + host.address())
                    .doesNotContain("ifquery:");
            cuts++;
            after.add(name(log.get(log.size() - 1)));

            // Whatever was left, the same call again makes it whole.
            run(what, whole);
            assertThat(texts()).as("again, " + when).isEqualTo(all);
            reset.run();
        }
        System.out.printf("%s: killed at %d of %d calls, after %s%n", what, cuts, calls.size(), after);
        assertThat(after).contains("fsync", what.equals("drop") ? "unlinkat" : "renameat2");
    }

    private static String name(String line) {
        return line.replaceFirst("^\\d+ +", "").replaceFirst("[( ].*", "");
    }

    private void cut(String what, int calls) {
        IfupdownConfigurator cut = IfupdownConfigurator.builder()
                .runner("db.a", new Killer(calls))
                .always()
                .build();
        assertThatThrownBy(() -> run(what, cut)).hasMessageContaining("killed by the test");
    }

    private static void run(String what, IfupdownConfigurator hosts) {
        if (what.equals("drop")) {
            One.drop(hosts, VIP, PLACEMENT.asHolder(), BUDGET);
        } else {
            One.accept(hosts, VIP, PLACEMENT, BUDGET);
        }
    }

    private List<String> log() throws IOException {
        return Files.readAllLines(lab.folder().resolve("strace"));
    }

    /** Each file is as it was before, or as it is after: never anything else, and none but hidden ones of ours beside. */
    private void assertOldOrNew(String when, Map<String, String> old, Map<String, String> all) {
        Map<String, String> now = texts();
        now.forEach((file, text) -> {
            if (!file.contains("/." + NAME + ".")) {
                assertThat(text).as(file + ", " + when).isIn(old.get(file), all.get(file));
            }
        });
        old.keySet().stream()
                .filter(all::containsKey)
                .forEach(file -> assertThat(now).as(when).containsKey(file));
    }

    private Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        host.files().forEach((file, text) -> texts.put(file, text.substring(text.indexOf('\n') + 1)));
        return texts;
    }

    /** Runs a command, and kills all of it when that many calls on our files were seen. */
    private final class Killer implements CommandRunner {

        private final int calls;

        Killer(int calls) {
            this.calls = calls;
        }

        @Override
        public CommandResult run(Command command) throws CommandFailedException {
            lab.write("script", command.input());
            StringBuilder paths = new StringBuilder();
            for (String folder : List.of("/etc/network/interfaces.d", "/etc/network/if-up.d")) {
                paths.append(" -P ").append(folder);
                for (String file : List.of(NAME, "." + NAME + ".new", "." + NAME + ".old", "." + NAME + ".gone")) {
                    paths.append(" -P ").append(folder).append('/').append(file);
                }
            }
            String folder = "'" + lab.folder() + "'";
            host.sh("cd " + folder + " && rm -f strace && : >strace && { setsid strace -f -qqq -e signal=none -o strace"
                    + paths
                    + " -e trace=" + CALLS + " -e inject=" + CALLS + ":delay_exit=50000"
                    + " sh -s <script >/dev/null 2>&1 & } && pid=$! && "
                    + "while kill -0 $pid 2>/dev/null && [ $(wc -l <strace) -lt " + calls + " ]; do sleep 0.001; done; "
                    + "kill -s KILL -- -$pid 2>/dev/null; wait $pid 2>/dev/null; true");
            throw new CommandFailedException(Reason.UNREACHABLE, "killed by the test", null);
        }
    }
}
