package org.floatingip.lab.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.floatingip.lab.modules.ModularProgram.places;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.ByteBuddy;
import org.apiguardian.api.API;
import org.assertj.core.api.Assertions;
import org.floatingip.FloatingIp;
import org.floatingip.lab.Program;
import org.floatingip.testkit.Scenario;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.launcher.Launcher;
import org.opentest4j.AssertionFailedError;
import org.slf4j.Logger;
import org.slf4j.simple.SimpleLogger;

/**
 * The core and the testkit on a module path, in processes of their own: applications, tests, and an image by jlink. The sources are
 * in src/test/modules; docs/modules.md shows module-info.java and Switch.java of {@code app}.
 */
class ModulePathTest {

    /** JSpecify's annotations are for compiling alone; a module path without them does not compile, but runs. */
    private static final List<Path> CORE = places(FloatingIp.class, Logger.class, NullMarked.class);

    private static final List<Path> KIT = places(FloatingIp.class, Scenario.class, Logger.class, NullMarked.class);

    @TempDir
    Path folder;

    /** What {@code requires org.floatingip} alone used to end in is the next test. */
    @Test
    void application_thatRequiresTheCoreAlone_moves() throws IOException {
        ModularProgram smallest = compile("smallest", CORE);

        Program.Ended ended = smallest.without(NullMarked.class).run("m/m.Smallest");

        assertThat(ended.out()).as(ended.err()).isEqualTo("MOVED\n");
        assertThat(ended.status()).isZero();
    }

    /** The control: an automatic module of the same name asks nobody for SLF4J, and the same program falls. */
    @Test
    void application_onACoreWithoutADescriptor_findsNoSlf4j() throws IOException {
        Path automatic = withoutDescriptor(places(FloatingIp.class).get(0), "org.floatingip");
        ModularProgram smallest =
                compile("smallest", List.of(automatic, places(Logger.class).get(0)));

        Program.Ended ended = smallest.run("m/m.Smallest");

        assertThat(ended.err()).contains("NoClassDefFoundError: org/slf4j/Logger");
        assertThat(ended.status()).isNotZero();
    }

    @Test
    void application_thatRequiresTheTestkit_runsWithNeitherJunitNorAssertj() throws IOException {
        ModularProgram app = compile("app", KIT);

        Program.Ended ended = app.without(NullMarked.class).run("com.example.app/com.example.app.Switch");

        assertThat(ended.out()).as(ended.err()).isEqualTo("MOVED, held by i-0b\n");
        assertThat(ended.status()).isZero();
    }

    @Test
    void application_linkedByJlink_movesAndHasWhatItNeedsAlone() throws IOException {
        List<Path> modulePath = new ArrayList<>(KIT);
        modulePath.addAll(places(SimpleLogger.class));
        ModularProgram app = compile("app", modulePath);
        Path image = folder.resolve("image");

        ModularProgram.Output linked = ModularProgram.tool(
                "jlink",
                "--module-path",
                app.path(),
                "--add-modules",
                "com.example.app,org.slf4j.simple",
                "--launcher",
                "switch=com.example.app/com.example.app.Switch",
                "--output",
                image.toString());

        assertThat(linked.status()).as(linked.text()).isZero();
        Program.Ended ended = Program.of(image.resolve("bin/switch").toString()).run();
        assertThat(ended.out()).as(ended.err()).isEqualTo("MOVED, held by i-0b\n");
        // The one line of its move, by the logger that was linked.
        assertThat(ended.err()).hasLineCount(1).contains("org.floatingip.operation", "moved from i-0a");
        assertThat(ended.status()).isZero();
        Program.Ended modules = Program.of(image.resolve("bin/java").toString()).run("--list-modules");
        assertThat(modules.out().lines().map(line -> line.replaceFirst("@.*", "")))
                .containsExactlyInAnyOrder(
                        "com.example.app",
                        "java.base",
                        "java.xml",
                        "org.floatingip",
                        "org.floatingip.testkit",
                        "org.slf4j",
                        "org.slf4j.simple");
    }

    /** A contract's tests are not public, and its module is not that of the tests. */
    @Test
    void tests_ofAModule_useTheExtensionTheAssertionsAndAContract() throws IOException {
        List<Path> modulePath = new ArrayList<>(KIT);
        modulePath.addAll(places(
                API.class,
                Assertions.class,
                AssertionFailedError.class,
                ByteBuddy.class,
                JupiterTestEngine.class,
                Launcher.class,
                ReflectionSupport.class,
                Test.class,
                TestEngine.class));
        ModularProgram tests = compile("tests", modulePath);

        Program.Ended ended = tests.run("com.example.tests/com.example.tests.Main");

        assertThat(ended.out()).as(ended.err()).matches("[5-9][0-9] succeeded, 0 failed\n");
        assertThat(ended.status()).isZero();
    }

    private ModularProgram compile(String name, List<Path> modulePath) throws IOException {
        return ModularProgram.compile(ModularProgram.SOURCES.resolve(name), folder.resolve("classes"), modulePath);
    }

    /** The same classes as a jar that only names its module. */
    private Path withoutDescriptor(Path module, String name) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Automatic-Module-Name", name);
        Path jar = folder.resolve("automatic.jar");
        ModuleReference described = ModuleFinder.of(module).findAll().iterator().next();
        try (ModuleReader classes = described.open();
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (String path : classes.list()
                    .filter(each -> each.matches("org/.*\\.class"))
                    .toList()) {
                out.putNextEntry(new JarEntry(path));
                try (InputStream in = classes.open(path).orElseThrow()) {
                    in.transferTo(out);
                }
            }
        }
        return jar;
    }
}
