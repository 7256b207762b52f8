package org.floatingip.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.jspecify.annotations.Nullable;

/** The faults of a scenario's parts that no call met, and their description. */
final class UnmetFaults {

    private UnmetFaults() {}

    static List<String> of(InMemoryIpAssigner assigner, InMemoryHosts hosts, @Nullable InMemoryAwsServer server) {
        List<String> all = new ArrayList<>();
        assigner.unmetFaults().forEach(each -> all.add("assigner, " + each));
        if (server != null) {
            all.addAll(of(server));
        }
        hosts.unmetFaults().forEach(each -> all.add("hosts, " + each));
        return List.copyOf(all);
    }

    static List<String> of(InMemoryAwsServer server) {
        return server.unmetFaults().stream().map(each -> "endpoint, " + each).toList();
    }

    static String message(
            List<String> unmet, InMemoryIpAssigner assigner, @Nullable InMemoryAwsServer server, String story) {
        return "these faults did not come as scripted:\n"
                + String.join("\n", unmet)
                + "\nFind out why no such call came, or remove the fault from the test.\n\n"
                + came("calls of the assigner", assigner.calls())
                + (server == null ? "" : came("requests at the endpoint", server.requests()))
                + "history:\n"
                + story;
    }

    private static String came(String what, List<?> calls) {
        return what + ":\n"
                + (calls.isEmpty()
                        ? "none"
                        : calls.stream().map(Object::toString).collect(Collectors.joining("\n")))
                + "\n\n";
    }
}
