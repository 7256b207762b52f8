package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.floatingip.Holder;
import org.floatingip.HolderChangedException;
import org.floatingip.HostId;
import org.floatingip.spi.ConditionalIpAssigner;
import org.floatingip.spi.Transfer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every {@link ConditionalIpAssigner} does beyond {@link IpAssignerContract}. */
@DisplayName("an assigner whose network enforces conditions")
public abstract class ConditionalIpAssignerContract extends AssignerTests<ConditionalIpAssigner, AssignerFixture> {

    /** For those that extend it. */
    protected ConditionalIpAssignerContract() {
        super(ConditionalIpAssigner.class);
    }

    private Transfer unseen(HostId to) {
        return Transfer.of(
                network.held(), List.of(), assigner.survey(network.held(), to).placement());
    }

    @Test
    @DisplayName("assign of an address that was seen with nobody displaces nobody: refused, with who holds it")
    void assign_whenSomebodyCameSince_refuses() {
        Transfer transfer = unseen(network.target());

        HolderChangedException refused = refused(HolderChangedException.class, () -> assigner.assign(transfer));

        assertThat(refused.holders())
                .singleElement()
                .satisfies(holder -> assertThat(holder.isOn(network.holder())).isTrue());
        assertHeldBy(network.held(), network.holder());
    }

    @Test
    @DisplayName("release, then assign: an address is handed over from the one to the other")
    void handover_whenNobodyInterferes_isMade() {
        Transfer transfer = unseen(network.target());

        assigner.release(network.held(), assigner.locate(network.held()).get(0));
        assigner.assign(transfer);

        assertHeldBy(network.held(), network.target());
    }

    @Test
    @DisplayName("somebody who takes the address in the gap of a handover keeps it")
    void handover_whenSomebodyComesInTheGap_leavesItToThem() {
        Transfer transfer = unseen(network.target());
        assigner.release(network.held(), assigner.locate(network.held()).get(0));
        network.give(network.held(), network.other());

        refused(HolderChangedException.class, () -> assigner.assign(transfer));

        assertHeldBy(network.held(), network.other());
    }

    @Test
    @DisplayName("of several that release at once exactly one succeeds")
    void release_whenSeveralAtOnce_oneSucceeds() {
        Holder holder = assigner.locate(network.held()).get(0);

        long done = Stream.generate(() ->
                        CompletableFuture.supplyAsync(() -> succeeded(() -> assigner.release(network.held(), holder))))
                .limit(4)
                .toList()
                .stream()
                .filter(CompletableFuture::join)
                .count();

        assertThat(done).isEqualTo(1);
        assertHeldByNobody(network.held());
    }

    @Test
    @DisplayName("of two that assign an address with nobody at once exactly one succeeds, and its target holds it")
    void assign_whenTwoAtOnce_oneSucceeds() {
        Transfer one = transfer(network.free(), network.target());
        Transfer another = transfer(network.free(), network.other());
        CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(() -> succeeded(() -> assigner.assign(one)));
        CompletableFuture<Boolean> second =
                CompletableFuture.supplyAsync(() -> succeeded(() -> assigner.assign(another)));

        assertThat(List.of(first.join(), second.join())).containsExactlyInAnyOrder(true, false);
        assertHeldBy(network.free(), first.join() ? network.target() : network.other());
    }

    /** Whether it succeeded; anything but the promised refusal is a failure. */
    private static boolean succeeded(Runnable change) {
        try {
            change.run();
            return true;
        } catch (HolderChangedException e) {
            return false;
        }
    }
}
