package org.floatingip.lab.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.floatingip.lab.Program;
import org.floatingip.linux.LocalCommandRunner;
import org.floatingip.linux.internal.InterfacesFile;
import org.floatingip.linux.internal.InterfacesFile.Iface;
import org.floatingip.linux.internal.InterfacesFile.Option;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hundred thousand broken interfaces files, made from real ones: our reader gives an answer or an error that says where,
 * and on a sample of them ifquery reads the same. The seed is in the message of what fails.
 */
class InterfacesMutationIT {

    private static final int MUTATIONS = 100_000;
    private static final int EVERY = 200;
    private static final long SEED = 20261122;

    /** Options that ifupdown passes on as they are; of others it makes something of its own. */
    private static final Set<String> PLAIN = Set.of("vip-address", "up", "down", "pre-up", "post-down", "dns-search");

    /** As Debian's installer, its cloud images, its wiki and administrators write them. */
    private static final List<String> REAL = List.of("""
            # This file describes the network interfaces available on your system
            # and how to activate them. For more information, see interfaces(5).

            auto lo
            iface lo inet loopback

            # The primary network interface
            allow-hotplug ens5
            iface ens5 inet dhcp
            # This is an autoconfigured IPv6 interface
            iface ens5 inet6 auto
            """, """
            auto eth0
            iface eth0 inet static
                address 10.0.1.10/24
                gateway 10.0.1.1
                dns-search example.com \\
                    example.org
                up ip route add 172.30.0.0/24 dev eth0 || true
                post-up echo "it's $IFACE" # up
                pre-down ip route del 172.30.0.0/24

            # vip-file/1 12 34
            iface eth0 inet manual
                vip-address 10.0.1.12
                up ip -4 address replace 10.0.1.12/32 dev eth0 scope host label eth0:vip || true
                down ip -4 address del 10.0.1.12/32 dev eth0 2>/dev/null || true

            iface eth0 inet6 manual
                vip-address 2001:db8::12
            """, """
            mapping eth1
                script /usr/local/sbin/map-scheme
                map HOME eth1-home
            iface eth1-home inet manual
                up echo home
            iface eth1-work inherits eth1-home
                down echo away
            auto eth0.7 br0
            no-auto-down br0
            no-scripts eth0.7
            iface eth0.7 inet manual
            iface br0 inet static
                bridge_ports eth0 eth1
                address 192.0.2.1
                netmask 255.255.255.0
            """);

    private static final List<String> PIECES = List.of(
            "iface ",
            "auto ",
            "inet ",
            "inet6 ",
            "static",
            "manual",
            "inherits ",
            "mapping ",
            "script ",
            "\\\n",
            "\n",
            "\t",
            " ",
            "#",
            "\\",
            "\r",
            "\0",
            "up ",
            "allow-",
            "vip-address ",
            "é",
            "x".repeat(90),
            "source-directory",
            "source",
            "?",
            "\n\n ");

    @TempDir
    private Path folder;

    @BeforeAll
    static void requireIfquery() {
        Program.requireTool("ifquery", "/usr/sbin/ifquery", "/sbin/ifquery");
    }

    @Test
    void parse_whenRealFilesAreMutated_answersAsIfqueryDoesOrSaysWhere() throws Exception {
        Random random = new Random(SEED);
        int answers = 0;
        int compared = 0;
        int refusedByBoth = 0;
        int refusedByUsAlone = 0;
        Set<String> ours = new TreeSet<>();
        for (int number = 0; number < MUTATIONS; number++) {
            String text = mutate(REAL.get(random.nextInt(REAL.size())), random);
            InterfacesFile file = null;
            String problem = "";
            try {
                file = InterfacesFile.parse("/etc/network/interfaces", text);
                answers++;
            } catch (IllegalArgumentException e) {
                problem = String.valueOf(e.getMessage());
                assertThat(problem)
                        .as("seed %d, mutation %d: %s", SEED, number, text)
                        .startsWith("/etc/network/interfaces:");
            }
            if (number % EVERY != 0) {
                continue;
            }
            boolean read = isReadByIfquery(text);
            if (file != null) {
                assertThat(read)
                        .as("ifquery reads seed %d, mutation %d:%n%s", SEED, number, text)
                        .isTrue();
                assertSameOptions(file, "seed " + SEED + ", mutation " + number + ":\n" + text);
                compared++;
            } else if (read) {
                refusedByUsAlone++;
                ours.add(problem.replaceFirst("^[^ ]* ", ""));
            } else {
                refusedByBoth++;
            }
        }
        System.out.printf(
                "%d mutations: %d answers, %d clear errors; of %d given to ifquery: %d read alike, %d refused by both,"
                        + " %d refused by us alone %s%n",
                MUTATIONS,
                answers,
                MUTATIONS - answers,
                MUTATIONS / EVERY,
                compared,
                refusedByBoth,
                refusedByUsAlone,
                ours);
        assertThat(answers).as("answers").isGreaterThan(MUTATIONS / 4);
        assertThat(compared).as("compared").isGreaterThan(MUTATIONS / EVERY / 4);
        assertThat(refusedByUsAlone).as("more careful than ifquery: " + ours).isLessThan(MUTATIONS / EVERY / 5);
    }

    private static String mutate(String real, Random random) {
        StringBuilder text = new StringBuilder(real);
        for (int change = random.nextInt(4); change >= 0; change--) {
            int at = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, to);
                case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> text.insert(at, text.substring(at, to));
                case 3 -> text.replace(at, to, PIECES.get(random.nextInt(PIECES.size())));
                default -> {
                    List<String> lines = new ArrayList<>(List.of(text.toString().split("\n", -1)));
                    lines.add(random.nextInt(lines.size()), lines.remove(random.nextInt(lines.size())));
                    text = new StringBuilder(String.join("\n", lines));
                }
            }
        }
        return text.toString();
    }

    private boolean isReadByIfquery(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(folder.resolve("interfaces"), bytes);
        CommandResult result = ifquery("--list", "--allow=none");
        assertThat(Files.readAllBytes(file)).as("the file").isEqualTo(bytes);
        return !result.err().contains("couldn't read interfaces file");
    }

    private void assertSameOptions(InterfacesFile file, String as) throws IOException {
        Set<String> names = new TreeSet<>();
        file.ifaces().forEach(iface -> names.add(iface.name()));
        names.remove("lo"); // ifupdown adds one of its own
        for (String name : names) {
            if (!name.matches("[A-Za-z0-9._-]+") || name.startsWith("-")) {
                continue; // not a name that could be asked for: patterns, and "name=logical"
            }
            StringBuilder expected = new StringBuilder();
            file.ifaces().stream()
                    .filter(iface -> iface.name().equals(name))
                    .map(Iface::options)
                    .flatMap(List::stream)
                    .filter(option -> PLAIN.contains(option.name()))
                    .forEach(option -> expected.append(line(option)));
            String bytesAsUtf8 =
                    new String(expected.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            assertThat(plain(ifquery(name).out())).as("%s of %s", name, as).isEqualTo(bytesAsUtf8);
        }
    }

    private static String line(Option option) {
        return option.name() + ": " + option.value().split("\n", -1)[0] + "\n";
    }

    private static String plain(String out) {
        StringBuilder plain = new StringBuilder();
        for (String line : out.split("\n", -1)) {
            int colon = line.indexOf(": ");
            if (colon > 0 && PLAIN.contains(line.substring(0, colon))) {
                plain.append(line).append('\n');
            }
        }
        return plain.toString();
    }

    private CommandResult ifquery(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Program.requireTool("ifquery", "/usr/sbin/ifquery", "/sbin/ifquery"),
                "-i",
                folder.resolve("interfaces").toString(),
                "--state-dir",
                folder.toString(),
                "--no-scripts",
                "--no-mappings"));
        command.addAll(List.of(arguments));
        return LocalCommandRunner.create().run(Command.of(command, "", Duration.ofSeconds(20)));
    }
}
