package org.floatingip.lab.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.floatingip.lab.Program;
import org.floatingip.lab.foreign.Namespaces.Host;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandResult;

/** One of Pacemaker's agents as Debian packages them, with its parameters; it runs on a host as Pacemaker would run it there. */
final class ResourceAgent {

    private static final String ROOT = "/usr/lib/ocf";

    private final String name;
    private final Map<String, String> parameters;
    private final Path cli;

    /** @param cli what {@link #prepare} made */
    ResourceAgent(Path cli, String name, Map<String, String> parameters) {
        this.cli = cli;
        this.name = name;
        this.parameters = new TreeMap<>(parameters);
    }

    /** Skips the test, or fails it, where the agents or {@code aws} are missing. */
    static void require() {
        aws();
        Program.requireTool("awsvip", ROOT + "/resource.d/heartbeat/awsvip");
    }

    private static String aws() {
        return Program.requireTool("aws", "/usr/bin/aws");
    }

    /** Gives the hosts what agents look for; returns the {@code aws} that they are to run. */
    static Path prepare(Namespaces hosts) throws IOException {
        // Debian's aws knows no AWS_ENDPOINT_URL; the agents take the path of theirs.
        Path cli =
                hosts.write("aws", "#!/bin/sh\nexec " + aws() + " --endpoint-url " + Namespaces.ENDPOINT + " \"$@\"\n");
        Files.setPosixFilePermissions(cli, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (Host host : List.of(hosts.a(), hosts.b())) {
            host.linux()
                    .sh("mkdir -p /root/.aws /run/resource-agents"
                            + " && printf '[default]\\nregion = us-east-1\\noutput = text\\n' >/root/.aws/config");
        }
        return cli;
    }

    CommandResult run(Host host, String action, Map<String, String> more) throws CommandFailedException {
        return host.linux().run(Command.of(command(action, more), "", Duration.ofMinutes(2)));
    }

    private List<String> command(String action, Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(parameters);
        all.putAll(more);
        List<String> command = new ArrayList<>(List.of(
                "env",
                "-i",
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME=/root",
                "OCF_ROOT=" + ROOT,
                "OCF_RESOURCE_INSTANCE=" + name,
                "OCF_RESKEY_awscli=" + cli));
        all.forEach((parameter, value) -> command.add("OCF_RESKEY_" + parameter + "=" + value));
        command.add(ROOT + "/resource.d/heartbeat/" + name);
        command.add(action);
        return command;
    }
}
