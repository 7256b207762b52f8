package org.floatingip.lab.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Asks a host's own address for an echo a thousand times a second while something happens, and counts what was not answered. Not by ping,
 * which asks a hundred times a second while nobody answers.
 */
final class LostPackets {

    /** Says a line when the first was answered; ends when its input does, and says how many were sent and how many lost. */
    private static final String PROBE = """
            use Socket;
            use Time::HiRes qw(time);
            socket($s, PF_INET, SOCK_RAW, 1) or die "$!";
            # Room for what comes while this has no turn: by force, beyond what is usual.
            setsockopt($s, SOL_SOCKET, 33, pack("i", 16 << 20)) or die "$!";
            $to = pack_sockaddr_in(0, inet_aton($ARGV[0]));
            $| = 1;
            $id = $$ & 0xffff;
            $due = time;
            until ($end && time > $end) {
                while (!$end && $due <= time) {
                    $sent++;
                    $due += 0.001;
                    $text = pack("CCnnnN", 8, 0, 0, $id, $sent & 0xffff, $sent);
                    $sum = unpack("%32n*", $text);
                    $sum = ($sum & 0xffff) + ($sum >> 16) while $sum >> 16;
                    substr($text, 2, 2) = pack("n", ~$sum & 0xffff);
                    send($s, $text, 0, $to);
                }
                $in = "";
                vec($in, fileno($s), 1) = 1;
                vec($in, fileno(STDIN), 1) = 1 unless $end;
                $wait = $end ? 0.01 : $due - time;
                select($in, undef, undef, $wait > 0 ? $wait : 0);
                if (vec($in, fileno($s), 1)) {
                    recv($s, $got, 2000, 0);
                    ($type, $back, $number) = unpack("x20 Cx3 n x2 N", $got);
                    if ($type == 0 && $back == $id && !$seen{$number}++) {
                        print "answered\\n" unless $answered++;
                    }
                }
                $end = time + 0.3 if !$end && vec($in, fileno(STDIN), 1);
            }
            print "$sent ", $sent - $answered, "\\n";
            """;

    private final Process probe;
    private final BufferedReader said;

    private LostPackets(Process probe, BufferedReader said) {
        this.probe = probe;
        this.said = said;
    }

    /** Asks the host, from the router; begins when the first answer is there. */
    static LostPackets count(LinuxLab lab, LinuxHost host) {
        Process probe = lab.router().start(ProcessBuilder.Redirect.PIPE, "perl", "-e", PROBE, host.address());
        LostPackets count = new LostPackets(probe, probe.inputReader());
        assertThat(count.line()).isEqualTo("answered");
        return count;
    }

    /** Ends it; how many were lost. */
    int stop() {
        try {
            probe.getOutputStream().close();
            String[] words = line().split(" ", 2);
            assertThat(Integer.parseInt(words[0])).as("packets").isGreaterThan(20);
            return Integer.parseInt(words[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() {
        try {
            return String.valueOf(said.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
