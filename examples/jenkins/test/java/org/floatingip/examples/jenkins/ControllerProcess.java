package org.floatingip.examples.jenkins;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A controller as a process of its own, which can be killed. */
final class ControllerProcess {

    private ControllerProcess() {}

    /** Starts the Jenkinsfile in a process that prints "waiting" when the build waits, and then waits to be killed. */
    static Process start(World world, String to) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("start"));
        world.parameters(to).forEach((name, value) -> arguments.add(name + "=" + value));
        return launch(world, arguments);
    }

    /** Resumes the build on the disk, approves it, and prints how it ended. */
    static Process approve(World world) throws IOException {
        return launch(world, List.of("approve"));
    }

    private static Process launch(World world, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
        for (String opened : List.of("java.io", "java.lang", "java.util")) {
            command.addAll(List.of("--add-opens", "java.base/" + opened + "=ALL-UNNAMED"));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ControllerProcess.class.getName()));
        command.addAll(List.of(world.buildFolder().toString(), world.workspace().toString(), world.path()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static String firstLine(Process process) throws IOException {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Agent agent = World.agent(Path.of(arguments[1]), arguments[2]);
        if (arguments[3].equals("approve")) {
            System.out.println(Build.resume(folder, agent).approve().result());
            return;
        }
        Map<String, String> params = new LinkedHashMap<>();
        for (String pair : Arrays.asList(arguments).subList(4, arguments.length)) {
            params.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        Build build = Build.start(folder, agent, World.jenkinsfile(), params);
        System.out.println(build.isWaiting() ? "waiting" : build.result() + ": " + build.log());
        // Until it is killed, or whoever started it ends.
        System.in.read();
    }
}
