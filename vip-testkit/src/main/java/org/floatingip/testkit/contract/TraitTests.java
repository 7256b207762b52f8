package org.floatingip.testkit.contract;

import org.floatingip.spi.Traits;
import org.junit.jupiter.api.BeforeEach;

/** What an assigner does that promises one more trait: a part of {@link IpAssignerContract}, on the same network. */
abstract class TraitTests extends AssignerTests {

    private final AssignerTests contract;
    private final String trait;

    /** @param trait as it is called where it is skipped */
    TraitTests(AssignerTests contract, String trait) {
        this.contract = contract;
        this.trait = trait;
    }

    @Override
    final AssignerFixture network() {
        return contract.network();
    }

    /** Whether these tests are of the assigner that promises those. */
    abstract boolean promised(Traits traits);

    @BeforeEach
    final void skipWhatIsNotPromised() {
        needs(promised(assigner().traits()), trait);
    }
}
