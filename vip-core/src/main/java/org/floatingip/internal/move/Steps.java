package org.floatingip.internal.move;

import java.util.List;

/**
 * The steps of a move, in the order in which they are taken. They are undone at two points, the last one first: the change in the
 * network as soon as it is clear that not all addresses came to the target, where all or nothing was asked for; and what was
 * added to the target once those that did come there have been seen to.
 */
final class Steps {

    private Steps() {}

    static List<Step> of(Move move, Surveying surveying) {
        Step ready = new Ready(move);
        Step flip = new Flip(move);
        return List.of(
                surveying.of(move),
                new Claiming(move),
                ready,
                flip,
                new PutBack(move),
                new Verify(move),
                flip.undone(),
                new ConfirmReady(),
                new Probe(move),
                ready.undone(),
                new Drop(move),
                new Recheck(move),
                new Confirm(move),
                new Name(move));
    }
}
