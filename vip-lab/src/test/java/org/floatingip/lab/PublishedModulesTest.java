package org.floatingip.lab;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What is published: by which module, in the BOM, and by what the BOM looks like once it is. */
class PublishedModulesTest {

    private static final Path ROOT = Path.of("..");

    private static final List<String> LIBRARIES = List.of(
            "vip-aws",
            "vip-cli",
            "vip-core",
            "vip-linux-net",
            "vip-micrometer",
            "vip-spring-boot-starter",
            "vip-testkit");

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
