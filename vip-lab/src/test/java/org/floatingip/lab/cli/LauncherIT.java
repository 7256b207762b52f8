package org.floatingip.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.floatingip.lab.Program;
import org.floatingip.spi.SystemTicker;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher {@code vip}: that it finds its jar however it is called, and that whatever is wrong with the archive beside
 * it is no concern of whoever calls it. What it asks of the JVM is seen by a {@code java} that prints its arguments; that the
 * JVM does well with it, by the real one.
 */
class LauncherIT {

    private static Sandbox sandbox;
    private static InMemoryAwsServer server;

    @TempDir
    private Path folder;

    /** An installation of its own, of the jar that the build made: the same file, for the archive is of that one. */
    private Path home;

    private String kind;
    private Path archive;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.create(SystemTicker.instance());
        server = InMemoryAwsServer.start(sandbox.network());
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @BeforeEach
    void install() throws IOException {
        home = Files.createDirectories(folder.resolve("opt/vip"));
        Path built = Program.vipJar().getParent();
        boolean made = Files.exists(built.resolve("vip.archive"));
        String reason = "this test needs the archive that mvn package makes, which this JDK could not make: see "
                + "vip-cli/target/vip-archive.log";
        if ("required".equals(System.getProperty("lab"))) {
            assertThat(made).as(reason).isTrue();
        }
        assumeTrue(made, reason);
        kind = Files.readString(built.resolve("vip.archive")).substring(0, 3);
        archive = home.resolve("vip." + kind);
        for (String name : List.of("vip", "vip." + kind, "vip.archive")) {
            Files.copy(built.resolve(name), home.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        }
        try {
            Files.createLink(home.resolve("vip.jar"), built.resolve("vip.jar"));
        } catch (UnsupportedOperationException | IOException e) {
            Files.copy(built.resolve("vip.jar"), home.resolve("vip.jar"), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(Files.getLastModifiedTime(archive))
                .as("else every change would be one before the note")
                .isLessThanOrEqualTo(Files.getLastModifiedTime(home.resolve("vip.archive")));
    }

    // ---- where it is called from

    enum Call {
        ABSOLUTE,
        FROM_ITS_FOLDER,
        BY_THE_SHELL,
        BY_THE_PATH,
        BY_A_CHAIN_OF_LINKS,
        IN_A_FOLDER_WITH_SPACES
    }

    @ParameterizedTest
    @EnumSource
    void vip_howeverItIsCalled_usesTheJarAndTheArchiveBesideIt(Call call) throws IOException {
        assertThat(called(call)
                        .with("JAVA_HOME", showingArguments())
                        .run("status")
                        .out())
                .contains(realHome(call) + "/vip.jar\n")
                .contains(realHome(call) + "/vip." + kind + "\n")
                .endsWith("/vip.jar\nstatus\n");

        assertAnswers(called(call));
    }

    private Program called(Call call) throws IOException {
        return switch (call) {
            case ABSOLUTE -> Program.of(home + "/vip").in(folder);
            case FROM_ITS_FOLDER -> Program.of("./vip").in(home);
            case BY_THE_SHELL -> Program.of("sh", "vip").in(home);
            case BY_THE_PATH ->
                Program.of("sh", "-c", "exec vip \"$@\"", "sh").with("PATH", home + ":" + System.getenv("PATH"));
            case BY_A_CHAIN_OF_LINKS -> {
                Path bin = Files.createDirectories(folder.resolve("bin"));
                Path first = bin.resolve("first");
                if (!Files.isSymbolicLink(first)) {
                    Files.createSymbolicLink(bin.resolve("second"), Path.of("../opt/vip/vip"));
                    Files.createSymbolicLink(first, bin.resolve("second"));
                }
                yield Program.of(first.toString()).in(folder);
            }
            case IN_A_FOLDER_WITH_SPACES -> {
                Path spaces = folder.resolve("opt/a vip of mine");
                if (Files.exists(home)) {
                    Files.move(home, spaces);
                }
                yield Program.of(spaces + "/vip").in(folder);
            }
        };
    }

    private String realHome(Call call) {
        return switch (call) {
            case FROM_ITS_FOLDER, BY_THE_SHELL -> ".";
            case BY_A_CHAIN_OF_LINKS -> "/../opt/vip";
            case IN_A_FOLDER_WITH_SPACES -> "/a vip of mine";
            default -> home.toString();
        };
    }

    // ---- what is wrong with the archive

    /** And whether the launcher can see it, or only the JVM. */
    enum Damage {
        NO_NOTE(true),
        NO_ARCHIVE(true),
        EMPTY(true),
        CUT_OFF(true),
        A_FOLDER(true),
        A_NOTE_OF_SOMETHING_ELSE(true),
        A_NOTE_WITHOUT_SIZE(true),
        NO_LONGER_AN_ARCHIVE(true),
        CHANGED_IN_THE_MIDDLE(true),
        OF_ANOTHER_JAR(false);

        final boolean seen;

        Damage(boolean seen) {
            this.seen = seen;
        }
    }

    @ParameterizedTest
    @EnumSource
    void vip_whateverIsWrongWithTheArchive_answersAndIsSilentAboutIt(Damage damage) throws IOException {
        damage(damage);

        String arguments = Program.of(home + "/vip")
                .with("JAVA_HOME", showingArguments())
                .run("status")
                .out();
        assertThat(arguments).endsWith("-jar\n" + home + "/vip.jar\nstatus\n");
        assertThat(arguments.contains(archive.toString())).isEqualTo(!damage.seen);

        assertAnswers(Program.of(home + "/vip").in(folder));
    }

    private void damage(Damage damage) throws IOException {
        Path note = home.resolve("vip.archive");
        switch (damage) {
            case NO_NOTE -> Files.delete(note);
            case NO_ARCHIVE -> Files.delete(archive);
            case EMPTY -> Files.write(archive, new byte[0]);
            case CUT_OFF -> {
                try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
                    file.setLength(1_000_000);
                }
            }
            case A_FOLDER -> {
                Files.delete(archive);
                Files.createDirectory(archive);
            }
            case A_NOTE_OF_SOMETHING_ELSE -> Files.writeString(note, "../../etc/passwd 0\n");
            case A_NOTE_WITHOUT_SIZE -> Files.writeString(note, kind + "\n");
            case NO_LONGER_AN_ARCHIVE -> overwrite(0, 64);
            case CHANGED_IN_THE_MIDDLE -> overwrite(Files.size(archive) / 3, 400_000);
            case OF_ANOTHER_JAR -> {
                Path jar = home.resolve("vip.jar");
                Files.delete(jar);
                Files.copy(Program.vipJar(), jar);
            }
        }
    }

    private void overwrite(long from, int bytes) throws IOException {
        byte[] noise = new byte[bytes];
        new Random(1).nextBytes(noise);
        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
            file.seek(from);
            file.write(noise);
        }
    }

    // ---- what it runs

    @Test
    void vip_whenTheUserHasOptionsForTheJvm_addsNoneOfItsOwn() throws IOException {
        Program.Ended ended = Program.of(home + "/vip")
                .with("JAVA_HOME", showingArguments())
                .with("JDK_JAVA_OPTIONS", "-Xmx64m -XX:+UseG1GC")
                .run("status");

        assertThat(ended.out()).isEqualTo("-jar\n" + home + "/vip.jar\nstatus\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "*", "$HOME", "a  b", "--", "\"'\\"})
    void vip_whateverTheArgument_handsItOnAsItIs(String argument) throws IOException {
        assertThat(Program.of(home + "/vip")
                        .with("JAVA_HOME", showingArguments())
                        .run(argument)
                        .out())
                .endsWith("/vip.jar\n" + argument + "\n");
    }

    @Test
    void vip_whenThereIsNoJava_saysWhatToDo() {
        Program.Ended ended =
                Program.of(home + "/vip").with("JAVA_HOME", folder.toString()).run("status");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .isEqualTo("vip: " + folder
                        + "/bin/java can't be run: install a JDK (17 or later), or set JAVA_HOME to one\n");
    }

    @Test
    void vip_whenTheCommandFails_hasItsStatusAndMessages() {
        Program.Ended ended =
                Program.of(home + "/vip").with("JAVA_HOME", javaHome()).run("move", "nonsense", "i-0123456789abcdef0");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).startsWith("vip: ").contains("nonsense");
    }

    // ---- the archive

    @Test
    void archive_ofTheBuild_hasTheClassesOfACommand() {
        assertThat(classesFromTheArchive()).contains("org.floatingip.cli.Vip source: shared objects file");
    }

    @Test
    void archive_whenRunWhereVipIsInstalled_makesOneThatFits() throws IOException {
        damage(Damage.OF_ANOTHER_JAR);
        assertThat(classesFromTheArchive()).doesNotContain("org.floatingip.cli.Vip source: shared objects file");

        Program.Ended ended =
                Program.of(home + "/vip").with("JAVA_HOME", javaHome()).run("archive");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out()).startsWith("wrote " + archive);
        assertThat(ended.err()).isEmpty();
        assertThat(home.resolve("vip.archive")).hasContent(kind + " " + Files.size(archive));
        assertThat(classesFromTheArchive()).contains("org.floatingip.cli.Vip source: shared objects file");
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("vip", "vip.jar", "vip.archive", "vip." + kind);
        }
    }

    private String classesFromTheArchive() {
        return Program.of(
                        Program.java().toString(),
                        kind.equals("aot") ? "-XX:AOTCache=" + archive : "-XX:SharedArchiveFile=" + archive,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xlog:disable",
                        "-Xlog:class+load:stdout",
                        "-jar",
                        home + "/vip.jar")
                .run("--version")
                .out();
    }

    private static void assertAnswers(Program vip) {
        Program.Ended ended = vip.with("JAVA_HOME", javaHome())
                .run(
                        "status",
                        Sandbox.FLOATING_IP,
                        "--endpoint-url",
                        server.endpointUrl().toString());

        assertThat(ended.err()).isEmpty();
        assertThat(ended.status()).isZero();
        assertThat(ended.out()).startsWith(Sandbox.FLOATING_IP + "  held by " + sandbox.instanceId("db.a"));
    }

    private static String javaHome() {
        return System.getProperty("java.home");
    }

    /** A home whose {@code java} prints its arguments, one a line. */
    private String showingArguments() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("fake jdk/bin"));
        Path java = Files.writeString(bin.resolve("java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return bin.getParent().toString();
    }
}
