package org.floatingip.lab;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What is published: by which module, in the BOM, by what the BOM looks like once it is, and under which names of modules. */
class PublishedModulesTest {

    private static final Path ROOT = Path.of("..");

    private static final List<String> LIBRARIES = List.of(
            "vip-aws",
            "vip-cli",
            "vip-core",
            "vip-dynamodb",
            "vip-linux-net",
            "vip-micrometer",
            "vip-spring-boot-starter",
            "vip-testkit");

    /** Those with a module descriptor. */
    private static final List<String> DESCRIBED = List.of("vip-core", "vip-linux-net", "vip-testkit");

    /** A module as its POM says it; whether it is published follows from the nearest POM that says so, as Maven has it. */
    private record Described(Path folder, String artifactId, String packaging, boolean published) {}

    @Test
    void modules_thatArePublished_areTheLibrariesTheCommandAndTheBom() throws Exception {
        assertThat(modules())
                .filteredOn(Described::published)
                .extracting(Described::artifactId)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(LIBRARIES.stream(), Stream.of("vip-bom")).toList());
    }

    @Test
    void labAndExamples_areNeverPublished() throws Exception {
        assertThat(modules())
                .filteredOn(module -> module.folder().startsWith(ROOT.resolve("examples"))
                        || module.folder().startsWith(ROOT.resolve("vip-lab")))
                .hasSizeGreaterThan(4)
                .noneMatch(Described::published);
    }

    @Test
    void documentationOfTheWhole_leavesOutWhatIsNotPublished() throws Exception {
        String left = text(child(child(read(ROOT.resolve("pom.xml")), "properties"), "vip.unpublished"));

        assertThat(List.of(left.split(",", -1)))
                .containsExactlyInAnyOrderElementsOf(modules().stream()
                        .filter(module -> !module.published())
                        .map(Described::artifactId)
                        .toList());
    }

    @Test
    void bom_namesEachPublishedJar_andNothingElse() throws Exception {
        assertThat(managed(ROOT.resolve("vip-bom/pom.xml")))
                .containsExactlyInAnyOrderElementsOf(modules().stream()
                        .filter(Described::published)
                        .filter(module -> module.packaging().equals("jar"))
                        .map(module -> "org.floatingip:" + module.artifactId())
                        .toList());
    }

    @Test
    void bom_asPublished_hasNoThirdParties() throws Exception {
        Path published = ROOT.resolve("vip-bom/.flattened-pom.xml");

        Element bom = read(published);

        assertThat(managed(published)).hasSize(LIBRARIES.size()).allMatch(id -> id.startsWith("org.floatingip:vip-"));
        assertThat(child(bom, "parent")).isNull();
        assertThat(child(bom, "dependencies")).isNull();
        // Properties of the build tell of the machine, and are nobody's business.
        assertThat(child(bom, "properties")).isNull();
    }

    /** The others are automatic: docs/modules.md says why. */
    @Test
    void descriptors_areThoseOfModulesWhoseDependenciesHaveOne() {
        assertThat(LIBRARIES)
                .filteredOn(library -> Files.exists(ROOT.resolve(library).resolve("src/main/module/module-info.java")))
                .containsExactlyInAnyOrderElementsOf(DESCRIBED);
    }

    static List<String> described() {
        return DESCRIBED;
    }

    @ParameterizedTest
    @MethodSource("described")
    void descriptor_always_exportsWhatIsNotInternalToEverybody(String library) throws IOException {
        assertThat(descriptor(library).exports())
                .allMatch(export -> !export.isQualified())
                .extracting(ModuleDescriptor.Exports::source)
                .containsExactlyInAnyOrderElementsOf(packages(library).stream()
                        .filter(each -> !(each + ".").contains(".internal."))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("described")
    void descriptor_always_hasTheNameOfTheManifest(String library) throws Exception {
        assertThat(descriptor(library).name()).isEqualTo(moduleName(library));
    }

    /** A module path takes a package from one module alone, and a name for one module alone. */
    @Test
    void packagesAndNames_ofAllThatIsPublished_areOfOneModule() throws Exception {
        List<String> packages = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String library : LIBRARIES) {
            packages.addAll(packages(library));
            names.add(moduleName(library));
        }

        assertThat(packages)
                .contains("org.floatingip", "org.floatingip.testkit.internal.aws")
                .doesNotHaveDuplicates();
        assertThat(names).allMatch(name -> name.startsWith("org.floatingip")).doesNotHaveDuplicates();
    }

    private static ModuleDescriptor descriptor(String library) throws IOException {
        try (InputStream in = Files.newInputStream(ROOT.resolve(library).resolve("target/classes/module-info.class"))) {
            return ModuleDescriptor.read(in);
        }
    }

    private static String moduleName(String library) throws Exception {
        Element pom = read(ROOT.resolve(library).resolve("pom.xml"));
        return text(child(child(pom, "properties"), "vip.module.name"));
    }

    /** Those that have a source in them. */
    private static List<String> packages(String library) throws IOException {
        Path sources = ROOT.resolve(library).resolve("src/main/java");
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> sources.relativize(file).getParent())
                    .filter(Objects::nonNull)
                    .map(folder -> folder.toString().replace(File.separatorChar, '.'))
                    .distinct()
                    .toList();
        }
    }

    private static List<Described> modules() throws Exception {
        List<Described> found = new ArrayList<>();
        collect(ROOT, true, found);
        return found;
    }

    private static void collect(Path folder, boolean published, List<Described> found) throws Exception {
        Element modules = child(read(folder.resolve("pom.xml")), "modules");
        if (modules == null) {
            return;
        }
        for (Element module : children(modules, "module")) {
            Path below = folder.resolve(text(module));
            Element pom = read(below.resolve("pom.xml"));
            Element properties = child(pom, "properties");
            Element skip = properties == null ? null : child(properties, "maven.deploy.skip");
            boolean here = skip == null ? published : !Boolean.parseBoolean(text(skip));
            Element packaging = child(pom, "packaging");
            found.add(new Described(
                    below, text(child(pom, "artifactId")), packaging == null ? "jar" : text(packaging), here));
            collect(below, here, found);
        }
    }

    /** What a POM manages, as group and artifact, each once. */
    private static List<String> managed(Path pom) throws Exception {
        Element management = child(read(pom), "dependencyManagement");
        return children(child(management, "dependencies"), "dependency").stream()
                .map(dependency -> text(child(dependency, "groupId")) + ":" + text(child(dependency, "artifactId")))
                .distinct()
                .toList();
    }

    private static Element read(Path pom) throws Exception {
        assertThat(Files.exists(pom)).as("%s", pom).isTrue();
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(pom.toFile())
                .getDocumentElement();
    }

    private static List<Element> children(@Nullable Element parent, String name) {
        NodeList nodes = requireNonNull(parent, name).getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .filter(element -> element.getTagName().equals(name))
                .toList();
    }

    private static @Nullable Element child(@Nullable Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? null : found.get(0);
    }

    private static String text(@Nullable Element element) {
        return requireNonNull(element).getTextContent().strip();
    }
}
