package org.floatingip.lab.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the list of deliberate bugs to the code, so that a bug whose piece is gone is seen with every build. */
class MutantsTest {

    static List<Mutant> all() {
        return Mutants.ALL;
    }

    @ParameterizedTest
    @MethodSource("all")
    void piece_ofEachDeliberateBug_standsOnceInItsFile(Mutant mutant) throws IOException {
        String source = Files.readString(Path.of("..").resolve(mutant.file()));

        assertThat(mutant.applyTo(source)).isNotEqualTo(source);
    }
}
