package org.floatingip.lab.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.Hazelcast;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.floatingip.lab.ClassPath;
import org.floatingip.lab.Program;
import org.floatingip.lab.foreign.Namespaces.Host;
import org.floatingip.testkit.fault.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two Hazelcast members find each other by what the in-memory AWS and the metadata of their instances tell them. */
class HazelcastIT {

    private Namespaces hosts;
    private final List<Process> members = new ArrayList<>();

    @BeforeEach
    void start() {
        hosts = Namespaces.start();
        hosts.network.createTags(
                List.of(hosts.a().instance().id(), hosts.b().instance().id()), Map.of("cluster", "cache"));
    }

    @AfterEach
    void stop() {
        members.forEach(Process::destroy);
        if (hosts != null) {
            hosts.close();
        }
    }

    /** What the member on that host says that it joined. */
    private String member(Host host) throws IOException {
        Process process = host.linux()
                .inNetwork(
                        Program.java().toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        ClassPath.of(HazelcastMember.class) + File.pathSeparator + ClassPath.of(Hazelcast.class),
                        HazelcastMember.class.getName(),
                        Namespaces.ENDPOINT,
                        host.linux().address())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        members.add(process);
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        while (line != null && !line.startsWith("members ")) {
            line = out.readLine();
        }
        return line;
    }

    @Test
    void members_findEachOtherByAws_andBelieveEveryAnswer() throws IOException {
        assertThat(member(hosts.a())).isEqualTo("members 1");
        assertThat(member(hosts.b())).isEqualTo("members 2");

        Tally tally = new Tally("Hazelcast's discovery in AWS", "calls");
        List<RecordedRequest> all = new ArrayList<>(hosts.server.requests());
        all.addAll(hosts.a().metadata().requests());
        all.addAll(hosts.b().metadata().requests());
        for (RecordedRequest request : all) {
            // It asks whether there is a placement group, and takes 404 for no.
            boolean optional = request.action().contains("/placement/group-name");
            tally.add(
                    request.toString(),
                    request.status() == 200 || (optional && request.status() == 404) ? null : "not answered");
        }
        tally.holds(10);
        assertThat(hosts.server.requests())
                .extracting(RecordedRequest::action)
                .isNotEmpty()
                .containsOnly("DescribeInstances");
    }
}
