package org.floatingip.lab.modules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.floatingip.FloatingIp;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.lab.Program;
import org.floatingip.testkit.Scenario;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * vip-aws and the whole SDK as modules. Needs jars: a folder of classes can't be an automatic module. docs/modules.md shows
 * module-info.java of {@code aws}.
 */
class ModulePathIT {

    /** All that vip-aws brings with it, as its own build has listed it: artifact, and group before it. */
    private static final Path BROUGHT = Path.of("../vip-aws/target/licences/THIRD-PARTY.txt");

    private static final Pattern ARTIFACT = Pattern.compile("\\(([\\w.-]+):([\\w.-]+):[\\w.-]+ - ");

    private static final Path SOURCES = ModularProgram.SOURCES.resolve("aws");

    private static final String MAIN = "com.example.aws/com.example.aws.SwitchInEc2";

    @TempDir
    Path folder;

    private final List<Path> modulePath = new ArrayList<>();

    @BeforeEach
    void findJars() throws IOException {
        modulePath.addAll(ModularProgram.places(FloatingIp.class, Ec2IpAssigner.class, Scenario.class));
        Matcher each = ARTIFACT.matcher(Files.readString(BROUGHT));
        while (each.find()) {
            modulePath.add(jar(each.group(1), each.group(2)));
        }
        assertThat(modulePath).hasSizeGreaterThan(30);
    }

    /** What docs/modules.md says of them: a name that a file's name does not decide, and no package in two. */
    @Test
    void jarsOfTheSdk_haveNamesOfTheirOwn_andPackagesOfTheirOwn() throws IOException {
        List<String> packages = new ArrayList<>();
        for (Path each : modulePath) {
            ModuleDescriptor descriptor =
                    ModuleFinder.of(each).findAll().iterator().next().descriptor();
            packages.addAll(descriptor.packages());
            try (JarFile jar = new JarFile(each.toFile())) {
                Attributes manifest = jar.getManifest().getMainAttributes();
                assertThat(!descriptor.isAutomatic()
                                || manifest.containsKey(new Attributes.Name("Automatic-Module-Name")))
                        .as("%s has a name of its own", each)
                        .isTrue();
            }
        }

        assertThat(packages).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    }

    @Test
    void application_thatRequiresTheSdksHttpClientsModuleToo_movesInEc2() throws IOException {
        ModularProgram application = ModularProgram.compile(SOURCES, folder.resolve("classes"), modulePath);

        Program.Ended ended = application.run(MAIN);

        assertThat(ended.out()).as(ended.err()).isEqualTo("MOVED, held by i-0b\n");
        assertThat(ended.status()).isZero();
    }

    /** The control: what the page tells to require is needed. */
    @Test
    void application_thatRequiresVipAlone_missesAModuleOfTheJdk() throws IOException {
        Path sources = Files.createDirectories(folder.resolve("sources"));
        String descriptor = Files.readString(SOURCES.resolve("module-info.java"));
        Files.writeString(
                sources.resolve("module-info.java"), descriptor.replaceFirst("(?m)^ *requires jdk\\.net;.*\\R", ""));
        Files.copy(SOURCES.resolve("com/example/aws/SwitchInEc2.java"), sources.resolve("SwitchInEc2.java"));
        ModularProgram application = ModularProgram.compile(sources, folder.resolve("classes"), modulePath);

        Program.Ended ended = application.run(MAIN);

        assertThat(ended.err()).contains("NoClassDefFoundError: jdk/net/");
        assertThat(ended.status()).isNotZero();
    }

    @Test
    void application_onTheSdk_isNotLinked() throws IOException {
        ModularProgram application = ModularProgram.compile(SOURCES, folder.resolve("classes"), modulePath);

        ModularProgram.Output linked = ModularProgram.tool(
                "jlink",
                "--module-path",
                application.path(),
                "--add-modules",
                "com.example.aws",
                "--output",
                folder.resolve("image").toString());

        assertThat(linked.status()).isNotZero();
        assertThat(linked.text()).contains("automatic module cannot be used with jlink");
    }

    /** An artifact's jar on the class path of this test. */
    private static Path jar(String group, String artifact) {
        String place = "/" + group.replace('.', '/') + "/" + artifact + "/";
        List<Path> found = Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getProperty("java.class.path"))
                .filter(entry -> entry.replace(File.separatorChar, '/').contains(place))
                .map(Path::of)
                .toList();
        assertThat(found).as(group + ":" + artifact).hasSize(1);
        return found.get(0);
    }
}
