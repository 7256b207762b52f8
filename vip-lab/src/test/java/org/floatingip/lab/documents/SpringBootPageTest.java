package org.floatingip.lab.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/spring-boot.md shows the project that {@code SpringBootIT} builds and runs, file by file, and no other. */
class SpringBootPageTest {

    static final String PAGE = "docs/spring-boot.md";
    static final String PROJECT = "examples/spring-boot/";

    @ParameterizedTest
    @CsvSource({
        "xml, pom.xml",
        "properties, src/main/resources/application.properties",
        "java, src/main/java/com/example/Orders.java",
        "java, src/test/java/com/example/OrdersTest.java",
    })
    void page_always_showsTheProject(String language, String file) {
        assertThat(Repository.read(PAGE))
                .as(PROJECT + file)
                .contains("```" + language + "\n" + Repository.read(PROJECT + file) + "```\n");
    }

    @Test
    void project_always_isTwelveLinesOfPropertiesAndOneClass() {
        assertThat(Repository.read(PROJECT + "src/main/resources/application.properties")
                        .lines())
                .hasSize(12);
        assertThat(Repository.paths(path -> path.startsWith(PROJECT + "src/main") && path.endsWith(".java")))
                .isEqualTo(List.of(PROJECT + "src/main/java/com/example/Orders.java"));
    }
}
