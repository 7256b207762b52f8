package org.floatingip.examples.jenkins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.IpAddress;
import org.floatingip.testkit.InMemoryAwsServer;
import org.floatingip.testkit.InMemoryVpc;
import org.floatingip.testkit.Sandbox;

/**
 * What is around a build: the sandbox's network behind HTTP, and an agent that has the real vip, and a redis-cli that writes
 * down how it was called.
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
        redis("echo \"$*\" >>redis-calls");
    }

    /** Where vip-cli's build puts vip and vip.jar; given by this build. */
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

    /** What redis-cli does on the agent. */
    void redis(String script) {
        Path file = folder.resolve("bin/redis-cli");
        try {
            Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        file.toFile().setExecutable(true);
    }

    /** How redis-cli was called, each call a line. */
    List<String> redisCalls() {
        Path calls = workspace().resolve("redis-calls");
        try {
            return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
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

    /** The Jenkinsfile of this folder, as it stands, with what somebody gives it. */
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
        params.put("REPLICA", "10.0.1.11");
        params.put("REGION", Sandbox.REGION);
        params.put("ENDPOINT_URL", server.endpointUrl().toString());
        return params;
    }

    /** A pipeline of a few lines; ADDRESS, A, B, C and AWS (a map) stand in it for what is here. */
    Build start(String pipeline) {
        String aws =
                "[region: '" + Sandbox.REGION + "', endpointUrl: '" + server.endpointUrl() + "', timeoutSeconds: 60]";
        return Build.start(
                buildFolder(),
                agent(),
                "@Library('vip') _\ndef AWS = " + aws + "\ndef ADDRESS = '" + VIP + "', A = '" + a + "', B = '" + b
                        + "', C = '" + c + "'\n" + pipeline,
                Map.of());
    }

    /** The controller of that build ends, and another one goes on with what is on the disk. */
    Build anotherController() {
        return Build.resume(buildFolder(), agent());
    }

    /** Somebody else gives the address to that host. */
    void somebodyMovesItTo(String instance) {
        network.assignAddresses(
                network.instance(instance).orElseThrow().interfaces().get(0).id(), List.of(IpAddress.of(VIP)), true);
    }

    @Override
    public void close() {
        server.close();
    }
}
