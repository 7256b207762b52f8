package org.floatingip.lab.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.lab.engine.One;
import org.floatingip.linux.HostMode;
import org.floatingip.linux.IfupdownConfigurator;
import org.floatingip.spi.Placement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Accept, inspect, drop, a hundred times: nothing is left behind, and nothing else notices. */
class LinuxHundredRoundsIT {

    private static final int ROUNDS = 100;
    private static final Duration BUDGET = Duration.ofSeconds(10);
    private static final Pattern PINGED = Pattern.compile("(\\d+) packets transmitted, (\\d+) received");

    /** Sends numbers over one connection and expects them back, until a file is there. */
    private static final String CLIENT = """
            use IO::Socket::INET;
            for (1 .. 500) {
                last if $c = IO::Socket::INET->new(PeerAddr => "$ARGV[0]:9000");
                select(undef, undef, undef, 0.01);
            }
            $c or die "no connection";
            until (-e $ARGV[1]) {
                print $c ++$n, "\\n";
                $c->flush;
                $back = <$c>;
                die "broken after $n" unless $back eq "$n\\n";
                select(undef, undef, undef, 0.001);
            }
            print "echoed $n\\n";
            """;

    private static final String SERVER = """
            use IO::Socket::INET;
            $s = IO::Socket::INET->new(LocalAddr => $ARGV[0], LocalPort => 9000, Listen => 1) or die;
            $c = $s->accept;
            $c->autoflush;
            print $c $_ while <$c>;
            """;

    private LinuxLab lab;
    private LinuxHost host;

    @BeforeEach
    void start() {
        lab = LinuxLab.start();
        host = lab.debianHost("db.a", 10);
    }

    @AfterEach
    void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void acceptInspectRefuse_aHundredTimes_leavesEverythingElseAlone() throws Exception {
        host.write("interfaces.d/50-cloud-init", "# somebody else's\nauto dummy9\niface dummy9 inet manual\n");
        IpAddress vip = IpAddress.of(HostsUnderTest.IPV4);
        Placement placement = Placement.builder(HostId.of("db.a"), "eni-0a").build();
        IfupdownConfigurator hosts = IfupdownConfigurator.builder()
                .runner("db.a", host)
                .mode(HostMode.ALWAYS)
                .build();
        Map<String, String> files = host.files();
        String addresses = addresses();
        Path enough = lab.folder().resolve("enough");
        ProcessBuilder.Redirect discard = ProcessBuilder.Redirect.DISCARD;
        host.start(discard, "perl", "-e", SERVER, host.address());
        Path echoed = lab.folder().resolve("echoed");
        Process client = lab.router().start(to(echoed), "perl", "-e", CLIENT, host.address(), enough.toString());
        Path pinged = lab.folder().resolve("pinged");
        Process ping = lab.router()
                .start(
                        to(pinged),
                        "sh",
                        "-c",
                        "until [ -e '" + enough + "' ]; do ping -q -i 0.001 -c 1000 -W 2 " + host.address() + "; done");

        Set<String> accepted = new HashSet<>();
        Set<String> inspected = new HashSet<>();
        Set<String> refused = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            accepted.add(One.accept(hosts, vip, placement, BUDGET).toString());
            inspected.add(One.inspect(hosts, vip, placement, BUDGET) + "\n" + addresses());
            refused.add(One.drop(hosts, vip, placement.asHolder(), BUDGET) + "\n" + addresses());
            assertThat(host.files()).as("files after round " + round).isEqualTo(files);
        }
        Files.writeString(enough, "");

        assertThat(accepted)
                .containsExactly("db.a accepts it since now: eth0 has 10.77.1.12/32; persisted; ifupdown manages eth0");
        assertThat(inspected).hasSize(1);
        assertThat(refused).containsExactly("db.a does not accept it since now: no interface has it\n" + addresses);
        assertThat(ping.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(client.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(echoed)).as("the open connection").matches("echoed \\d{3,}\n");
        int[] packets = packets(pinged);
        System.out.printf(
                "%d rounds: %d pings at 1 kHz, %d answered; over one connection %s",
                ROUNDS, packets[0], packets[1], Files.readString(echoed));
        assertThat(packets[0]).as("pings sent").isGreaterThan(1000);
        assertThat(packets[1]).as("pings answered of " + packets[0]).isEqualTo(packets[0]);
    }

    private static ProcessBuilder.Redirect to(Path file) {
        return ProcessBuilder.Redirect.to(file.toFile());
    }

    private String addresses() {
        return host.sh(
                "ip -o address show; ip -4 route show table all; ip -6 route show table all; ip -o link show eth0");
    }

    private static int[] packets(Path log) throws IOException {
        int[] sum = new int[2];
        Matcher matcher = PINGED.matcher(Files.readString(log));
        while (matcher.find()) {
            sum[0] += Integer.parseInt(matcher.group(1));
            sum[1] += Integer.parseInt(matcher.group(2));
        }
        return sum;
    }
}
