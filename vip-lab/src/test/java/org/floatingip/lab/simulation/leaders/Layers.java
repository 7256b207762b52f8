package org.floatingip.lab.simulation.leaders;

import java.util.Locale;

/**
 * What stands between a leader that was and the address: each can be left out, to see what it is good for.
 *
 * @param fence one ledger for all; without it each leader has one of its own, which lets everything pass
 * @param begin how a leader comes by the address
 * @param ticks whether the leaders' timers tick
 * @param lease whether a host accepts the address for a time alone
 */
record Layers(boolean fence, Begin begin, boolean ticks, Lease lease) {

    /** How a leader comes by the address. */
    enum Begin {
        /** As the story says: a tenure, before which some hand over. */
        BY_STORY,
        /** One move by force, and no tenure. */
        TAKEOVER,
        /** One move that the network makes only if the world is as expected, and no tenure. */
        HANDOVER
    }

    /** Whether hosts accept for a time alone. */
    enum Lease {
        BY_STORY,
        ALWAYS,
        NEVER
    }

    static final Layers ALL = new Layers(true, Begin.BY_STORY, true, Lease.BY_STORY);
    static final Layers LEASED = new Layers(true, Begin.BY_STORY, true, Lease.ALWAYS);
    static final Layers WITHOUT_FENCE = new Layers(false, Begin.BY_STORY, true, Lease.BY_STORY);
    static final Layers WITHOUT_TICKS = new Layers(true, Begin.BY_STORY, false, Lease.BY_STORY);
    static final Layers WITHOUT_LEASE = new Layers(true, Begin.BY_STORY, true, Lease.NEVER);
    static final Layers TAKEOVER_ALONE = new Layers(true, Begin.TAKEOVER, false, Lease.NEVER);
    static final Layers HANDOVER_ALONE = new Layers(true, Begin.HANDOVER, false, Lease.NEVER);

    boolean leases(LeaderStory story) {
        return lease == Lease.ALWAYS || (lease == Lease.BY_STORY && story.leases());
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "fence %s, begin %s, ticks %s, lease %s",
                fence ? "shared" : "none",
                begin,
                ticks ? "yes" : "no",
                lease);
    }
}
