package org.floatingip.lab.simulation.leaders;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.floatingip.Claim;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.EpochLedger;
import org.floatingip.testkit.fence.InMemoryEpochLedger;
import org.jspecify.annotations.Nullable;

/** One leader's way to the ledger that all share; without a fence, to one of its own, by which every claim stands. */
final class LeaderLedger implements EpochLedger {

    private final Leader leader;
    private final InMemoryEpochLedger store;

    LeaderLedger(Leader leader) {
        this.leader = leader;
        this.store = leader.world.layers.fence() ? leader.world.ledger : InMemoryEpochLedger.create();
    }

    @Override
    public Claim advance(Claim claim, Duration budget) {
        return call(
                "claims",
                answered -> note(true, answered, Optional.of(store.advance(claim, budget)))
                        .orElseThrow());
    }

    @Override
    public @Nullable Claim current(IpAddress address, Duration budget) {
        return call(
                        "looks what is claimed",
                        answered -> note(false, answered, Optional.ofNullable(store.current(address, budget))))
                .orElse(null);
    }

    @Override
    public Claim next(IpAddress address, HostId target, Duration budget) {
        throw new UnsupportedOperationException("the engine brings its own numbers");
    }

    private Optional<Claim> note(boolean claims, boolean answered, Optional<Claim> recorded) {
        boolean ours = recorded.isPresent()
                && recorded.get().epoch() == leader.reign.epoch()
                && recorded.get().target().value().equals(leader.reign.host());
        leader.world.note(new Entry.Asked(leader.world.baton.now(), leader.reign.id(), claims, ours, answered));
        return recorded;
    }

    private <T> T call(String text, Function<Boolean, T> effect) {
        return leader.call(
                text,
                () -> leader.world.ledgerIsDown() || leader.world.cutOff(leader.reign.host()),
                true,
                why -> {
                    leader.world.note(new Entry.GaveUp(leader.world.baton.now(), leader.reign.id()));
                    return UnavailableException.withoutEffect("the ledger", why, null);
                },
                effect);
    }
}
