package org.floatingip.examples.jenkins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.floatingip.IpAddress;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.network.InMemoryVpc;

/**
 * The surroundings of a build: the sandbox's network behind HTTP, and an agent with the real vip and a redis-cli that writes down
 * its commands.
 */
final class World implements AutoCloseable {

    static final String VIP = Sandbox.FLOATING_IP;

    final Sandbox sandbox = Sandbox.create();
    final InMemoryVpc network = sandbox.network();
    final InMemoryAwsServer server = sandbox.serve();
    final String a = sandbox.instanceId("db.a");
    final String b = sandbox.instanceId("db.b");
    final String c = sandbox.instanceId("small");

    private final Path folder;

    World(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(workspace());
            Files.createDirectories(folder.resolve("bin"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        redis("");
        // What waits in a script does not: each look is the next one at once.
        executable("sleep", "exit 0");
    }

    /** Returns the folder in which vip-cli's build puts vip and vip.jar; set by this build. */
    static Path vipHome() {
        return Path.of(System.getProperty("vip.home", "../../vip-cli/target"))
                .toAbsolutePath()
                .normalize();
    }

    Path workspace() {
        return folder.resolve("workspace");
    }

    Path buildFolder() {
        return folder.resolve("build");
    }

    /**
     * Two Redis as redis-cli shows them, of which 10.0.1.11 follows the other one and gets the rest of the changes while it is
     * looked at. Each is a file with whom it follows. An error reply is an exit status with -e alone, as with the real one.
     */
    private static final String REDIS = """
            strict=0
            if [ "$1" = -e ]; then strict=1; shift; fi
            own=$2
            shift 2
            refuse() { echo "$1"; exit "$strict"; }
            [ -e redis-10.0.1.10 ] || : >redis-10.0.1.10
            [ -e redis-10.0.1.11 ] || echo 10.0.1.10 >redis-10.0.1.11
            [ "$*" = 'info replication' ] || echo "$own $*" >>redis-calls
            %s
            follows=$(cat "redis-$own")
            case "$*" in
                'info replication')
                    if [ -z "$follows" ]; then
                        printf 'role:master\r\nmaster_repl_offset:1000\r\n'
                    else
                        echo look >>looks
                        offset=$((996 + $(wc -l <looks)))
                        printf 'role:slave\r\nmaster_link_status:up\r\nslave_repl_offset:%%s\r\n' "$offset"
                    fi ;;
                'replicaof no one') : >"redis-$own"; echo OK ;;
                'replicaof '*) echo "$2" >"redis-$own"; echo OK ;;
                'client pause '* | 'client unpause' | 'client kill '*) echo OK ;;
                *) refuse 'ERR unknown command' ;;
            esac
            """;

    /**
     * Adds a script that redis-cli on the agent runs before each command: {@code $own} is the Redis, {@code $*} the command, and
     * {@code refuse TEXT} answers with an error.
     */
    void redis(String before) {
        executable("redis-cli", REDIS.formatted(before));
    }

    private void executable(String name, String script) {
        Path file = folder.resolve("bin").resolve(name);
        try {
            Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        file.toFile().setExecutable(true);
    }

    /** Returns those of the two Redis that follow no other one. */
    List<String> primaries() {
        return Stream.of("10.0.1.10", "10.0.1.11")
                .filter(own -> lines("redis-" + own).stream().allMatch(String::isEmpty))
                .toList();
    }

    /** Returns the commands to the two Redis, each a line. */
    List<String> redisCalls() {
        return lines("redis-calls");
    }

    /** Returns how often a replica was looked at. */
    int looks() {
        return lines("looks").size();
    }

    private List<String> lines(String name) {
        Path file = workspace().resolve(name);
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Agent agent() {
        return agent(workspace(), folder.resolve("bin") + ":" + vipHome());
    }

    static Agent agent(Path workspace, String path) {
        return new Agent(workspace, Map.of("PATH", path, "AWS_ACCESS_KEY_ID", "any", "AWS_SECRET_ACCESS_KEY", "any"));
    }

    String path() {
        return folder.resolve("bin") + ":" + vipHome();
    }

    /** Starts the Jenkinsfile of this folder, with the given parameters. */
    Build startJenkinsfile(String to) {
        return Build.start(buildFolder(), agent(), jenkinsfile(), parameters(to));
    }

    static String jenkinsfile() {
        try {
            return Files.readString(Path.of("Jenkinsfile"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, String> parameters(String to) {
        Map<String, String> params = new LinkedHashMap<>();
        params.put("ADDRESS", VIP);
        params.put("FROM", a);
        params.put("TO", to);
        params.put("PRIMARY", "10.0.1.10");
        params.put("REPLICA", "10.0.1.11");
        params.put("REGION", Sandbox.REGION);
        params.put("ENDPOINT_URL", server.endpointUrl().toString());
        return params;
    }

    /** Starts a short pipeline, in which ADDRESS, A, B, C and AWS (a map) stand for the values of this world. */
    Build start(String pipeline) {
        return start("@Library('vip') _", pipeline);
    }

    /** Like {@link #start}, on a controller with the Java API and the library for it. */
    Build startOnController(String pipeline) {
        return start("@Library(['vip', 'vip-on-controller']) _", pipeline);
    }

    private Build start(String libraries, String pipeline) {
        String aws =
                "[region: '" + Sandbox.REGION + "', endpointUrl: '" + server.endpointUrl() + "', timeoutSeconds: 60]";
        return Build.start(
                buildFolder(),
                agent(),
                libraries + "\ndef AWS = " + aws + "\ndef ADDRESS = '" + VIP + "', A = '" + a + "', B = '" + b
                        + "', C = '" + c + "'\n" + pipeline,
                Map.of());
    }

    /** Ends the controller of the build; another one continues with the state on disk. */
    Build anotherController() {
        return Build.resume(buildFolder(), agent());
    }

    /** Lets a third party give the address to the given host. */
    void somebodyMovesItTo(String instance) {
        network.assignAddresses(
                network.instance(instance).orElseThrow().interfaces().get(0).id(), List.of(IpAddress.of(VIP)), true);
    }

    @Override
    public void close() {
        server.close();
    }
}
