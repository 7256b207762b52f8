package org.floatingip.cli.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.concurrent.Callable;
import org.floatingip.spi.SystemTicker;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vip archive}. */
@Command(
        name = "archive",
        description = {
            "Makes vip start faster where it is installed: moves an address in an in-memory AWS, and writes the classes that "
                    + "this took beside the jar, where the launcher looks for them.",
            "The archive is of this jar and this JDK. With another of either, or in another place, vip works as without it: "
                    + "run this again."
        })
final class ArchiveCommand implements Callable<Integer> {

    @Option(names = "--debug", description = "Show stack traces on standard error.")
    boolean debug;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Path jar = jar();
        Sandbox sandbox = Sandbox.create(SystemTicker.instance());
        try (InMemoryAwsServer server =
                InMemoryAwsServer.builder(sandbox.network()).dns(sandbox.dns()).start()) {
            Path archive = new Archiver(jar, Training.arguments(sandbox, server)).write();
            spec.commandLine().getOut().println("wrote " + archive + " (" + Files.size(archive) / 1_000_000 + " MB)");
        } catch (IOException e) {
            throw new UncheckedIOException("no archive was written: " + e.getMessage(), e);
        }
        return ExitStatus.DONE;
    }

    private static Path jar() {
        CodeSource source = ArchiveCommand.class.getProtectionDomain().getCodeSource();
        try {
            Path from =
                    source == null ? Path.of("") : Path.of(source.getLocation().toURI());
            if (!Files.isRegularFile(from)) {
                throw new IllegalStateException("only vip.jar can have an archive, and this runs from " + from);
            }
            return from;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
