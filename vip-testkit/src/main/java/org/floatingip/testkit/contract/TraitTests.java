package org.floatingip.testkit.contract;

import org.floatingip.spi.Traits;
import org.junit.jupiter.api.BeforeEach;

/** Tests for assigners that promise a trait: a part of {@link IpAssignerContract}, on the same network. */
abstract class TraitTests extends AssignerTests {

    private final AssignerTests contract;
    private final String trait;

    /** @param trait its name when its tests are skipped */
    TraitTests(AssignerTests contract, String trait) {
        this.contract = contract;
        this.trait = trait;
    }

    @Override
    final AssignerFixture network() {
        return contract.network();
    }

    /** Returns whether an assigner with the given traits promises this one. */
    abstract boolean promised(Traits traits);

    @BeforeEach
    final void skipWhatIsNotPromised() {
        needs(promised(assigner().traits()), trait);
    }
}
