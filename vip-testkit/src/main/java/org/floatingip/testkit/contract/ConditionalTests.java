package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.floatingip.Holder;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tests for assigners that promise {@link Traits#conditional()}. */
abstract class ConditionalTests extends TraitTests {

    ConditionalTests(AssignerTests contract) {
        super(contract, "conditional()");
    }

    @Override
    final boolean promised(Traits traits) {
        return traits.conditional();
    }

    @Test
    @DisplayName("assign of an address that was seen with nobody displaces nobody: refused, with who holds it")
    void assign_whenSomebodyCameSince_refuses() {
        Transfer transfer = unseen(network().held(), network().target());

        HolderChangedException refused = refused(HolderChangedException.class, () -> assign(transfer));

        assertThat(refused.holders())
                .singleElement()
                .satisfies(holder -> assertThat(holder.isOn(network().holder())).isTrue());
        assertHeldBy(network().held(), network().holder());
    }

    @Test
    @DisplayName("release, then assign: an address is handed over from the one to the other")
    void handover_whenNobodyInterferes_isMade() {
        Transfer transfer = unseen(network().held(), network().target());

        release(network().held(), holderOf(network().held()));
        assign(transfer);

        assertHeldBy(network().held(), network().target());
    }

    @Test
    @DisplayName("somebody who takes the address in the gap of a handover keeps it")
    void handover_whenSomebodyComesInTheGap_leavesItToThem() {
        Transfer transfer = unseen(network().held(), network().target());
        release(network().held(), holderOf(network().held()));
        network().give(network().held(), network().other());

        refused(HolderChangedException.class, () -> assign(transfer));

        assertHeldBy(network().held(), network().other());
    }

    @Test
    @DisplayName("of several that release at once exactly one succeeds")
    void release_whenSeveralAtOnce_oneSucceeds() {
        Holder holder = holderOf(network().held());

        long done = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> succeeded(() -> release(network().held(), holder))))
                .limit(4)
                .toList()
                .stream()
                .filter(CompletableFuture::join)
                .count();

        assertThat(done).isEqualTo(1);
        assertHeldByNobody(network().held());
    }

    @Test
    @DisplayName("of two that assign an address with nobody at once exactly one succeeds, and its target holds it")
    void assign_whenTwoAtOnce_oneSucceeds() {
        Transfer one = transfer(network().free(), network().target());
        Transfer another = transfer(network().free(), network().other());
        CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(() -> succeeded(() -> assign(one)));
        CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> succeeded(() -> assign(another)));

        assertThat(List.of(first.join(), second.join())).containsExactlyInAnyOrder(true, false);
        assertHeldBy(
                network().free(), first.join() ? network().target() : network().other());
    }
}
