package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tests for assigners with a limit {@link Traits#mostPerCall()}. */
abstract class LimitTests extends TraitTests {

    /** A limit from which on it doesn't matter. */
    private static final int MANY = 1000;

    LimitTests(AssignerTests contract) {
        super(contract, "a mostPerCall() below " + MANY);
    }

    @Override
    final boolean promised(Traits traits) {
        return traits.mostPerCall() < MANY;
    }

    private List<IpAddress> tooMany() {
        List<IpAddress> tooMany = new ArrayList<>(both());
        for (int i = 1; tooMany.size() <= assigner().traits().mostPerCall(); i++) {
            // From the range for benchmarks: nobody shall look at more than their number.
            tooMany.add(IpAddress.of("198.18." + i / 250 + "." + (1 + i % 250)));
        }
        return tooMany;
    }

    @Test
    @DisplayName("assign of more addresses than a call takes is an illegal argument, and changes nothing")
    void assign_ofTooMany_isIllegal() {
        Placement placement = survey(network().free(), network().target()).placement();
        List<Transfer> transfers = tooMany().stream()
                .map(address -> Transfer.of(address, List.of(), placement))
                .toList();

        assertThatIllegalArgumentException().isThrownBy(() -> assigner().assign(transfers));

        assertHeldBy(network().held(), network().holder());
        assertHeldByNobody(network().free());
    }

    @Test
    @DisplayName("release of more addresses than a call takes is an illegal argument, and changes nothing")
    void release_ofTooMany_isIllegal() {
        Holder holder = holderOf(network().held());

        assertThatIllegalArgumentException().isThrownBy(() -> assigner().release(tooMany(), holder));

        assertHeldBy(network().held(), network().holder());
    }
}
