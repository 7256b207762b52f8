package org.floatingip.lab.simulation.leaders;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.TenureState;
import org.floatingip.lab.simulation.leaders.Entry.Acts;
import org.floatingip.lab.simulation.leaders.Entry.Asked;
import org.floatingip.lab.simulation.leaders.Entry.Changed;
import org.floatingip.lab.simulation.leaders.Entry.GaveUp;
import org.floatingip.lab.simulation.leaders.Entry.Over;
import org.floatingip.lab.simulation.leaders.Entry.Paused;
import org.floatingip.lab.simulation.leaders.Entry.Quiet;
import org.floatingip.lab.simulation.leaders.Entry.Seen;
import org.floatingip.lab.simulation.leaders.Entry.Started;
import org.floatingip.lab.simulation.leaders.Entry.StillAccepts;
import org.floatingip.lab.simulation.leaders.Entry.Threw;
import org.floatingip.lab.simulation.leaders.Entry.Ticked;
import org.floatingip.lab.simulation.leaders.Entry.Told;
import org.floatingip.lab.simulation.leaders.LeaderStory.Reign;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal from its beginning to its end, and says which promises were broken and what was seen. It knows who was elected
 * by which epoch, and believes nothing that an engine, a ledger or a leader concludes.
 */
final class LeaderJudge {

    /** What a layer promises. */
    enum Rule {
        /** A change is sent only after a check that came before every later claim. */
        A_STALE_EPOCH_STARTS_NOTHING,
        /** Each change has a check of its own, by which the claim stood. */
        EACH_CHANGE_IS_CHECKED,
        /** A host is made to accept the address only after the ledger has said, in the same act, that the claim stands. */
        WHO_ACCEPTS_HAS_CLAIMED,
        /** What a tick renews ends a lease after the tick began. */
        A_LEASE_COUNTS_FROM_THE_LOOK,
        /** After quiet and one tick of each. */
        THE_HIGHEST_HOLDS,
        THE_HOLDER_ACCEPTS,
        NOBODY_ELSE_ACCEPTS,
        /** A lease and a second after its leader was paused, by its own kernel's time. */
        A_PAUSED_HOST_STOPS,
        HELD_WAS_TRUE,
        A_LOST_LEDGER_IS_UNKNOWN,
        LOST_STAYS_LOST,
        NOTHING_IS_THROWN,
        NEVER_TWO_HOLDERS
    }

    /** What is counted: what goes wrong without a layer, and what is left with it. */
    enum Seeing {
        CHANGES,
        /** The holder changed by a leader that asked after a later one had claimed. */
        STEAL,
        /** The holder changed by a request that was on its way when a later leader claimed. */
        LATE_REQUEST,
        /** Of those: it gave the address away from the later leader's own host. */
        LATE_ASSIGNMENT_FROM_THE_LATER,
        /** Of those: it took the address from the later leader's own host, and left it with nobody. */
        LATE_RELEASE_FROM_THE_LATER,
        /** A host was made to accept after a later leader had claimed. */
        LATE_ACCEPTANCE,
        /** A tick took the address back. */
        REASSERTED,
        LOST,
        UNKNOWN,
        /** A leader stood still for a lease and a second, and was looked at. */
        LONG_PAUSE,
        /** Of those: its host accepts then, though another one was elected and has claimed. */
        SPLIT,
        /** In the end, the holder's host does not accept: an earlier leader's order to drop it came last, and there is no lease to renew. */
        LATE_DROP_STAYS,
        /** In the end, another host accepts it: an earlier leader's order to go on accepting it came last, and there is no lease. */
        LATE_ACCEPTANCE_STAYS,
        WRONG_HOLDER_WHEN_QUIET,
        NOBODY_HOLDS_WHEN_QUIET
    }

    /** A promise that was broken. */
    record Broken(Rule rule, String text) {}

    /**
     * What a leader has of the ledger.
     *
     * @param at where in the journal it was asked
     * @param stands whether its own claim is what is recorded; false where it got no answer
     */
    private record Known(int at, boolean claims, boolean stands) {}

    private static final Known NOTHING = new Known(-1, false, false);

    private final LeaderWorld world;
    private final List<Entry> journal;
    private final List<Broken> broken = new ArrayList<>();
    private final Map<Seeing, Integer> seen = new EnumMap<>(Seeing.class);

    /** The highest claim so far, and where it was recorded first. */
    private @Nullable Reign highest;

    private int highestAt = -1;
    private final Map<String, Told> lastTold = new HashMap<>();

    /** Where in the journal the ledger answered last whoever told the host that. */
    private final Map<String, Integer> lastKnew = new HashMap<>();

    private final Map<Integer, Integer> answered = new HashMap<>();
    private final Map<Integer, Known> knows = new HashMap<>();

    /** Where in the journal the ledger was asked that said last that the claim stands, and has not said otherwise since. */
    private final Map<Integer, Integer> stood = new HashMap<>();

    private final Map<Integer, Integer> actsAt = new HashMap<>();
    private final Map<Integer, Integer> checkOfChange = new HashMap<>();
    private final Map<Integer, Integer> moves = new HashMap<>();
    private final Map<Integer, TenureState> last = new HashMap<>();

    LeaderJudge(LeaderWorld world) {
        this.world = world;
        this.journal = world.journal;
    }

    List<Broken> broken() {
        return broken;
    }

    Map<Seeing, Integer> seen() {
        return seen;
    }

    void judge() {
        for (int at = 0; at < journal.size(); at++) {
            Entry entry = journal.get(at);
            if (entry instanceof Asked asked) {
                asked(asked, at);
            } else if (entry instanceof GaveUp gaveUp) {
                knows.put(gaveUp.leader(), new Known(at, false, false));
            } else if (entry instanceof Started started) {
                started(started, at);
            } else if (entry instanceof Changed changed) {
                changed(changed);
            } else if (entry instanceof Told told) {
                told(told, at);
            } else if (entry instanceof Acts acts) {
                actsAt.put(acts.leader(), at);
                moves.put(acts.leader(), 0);
            } else if (entry instanceof Ticked ticked) {
                ticked(ticked, at);
            } else if (entry instanceof Seen look) {
                seen(look, at);
            } else if (entry instanceof Quiet quiet) {
                quiet(quiet);
            } else if (entry instanceof Over over) {
                over(over);
            } else if (entry instanceof StillAccepts still) {
                stillAccepts(still);
            } else if (entry instanceof Threw threw) {
                broken(Rule.NOTHING_IS_THROWN, name(threw.leader()) + ": " + threw.what());
            }
        }
    }

    private Reign reign(int leader) {
        return world.story.reigns().get(leader);
    }

    private String name(int leader) {
        return "leader " + leader + " of epoch " + reign(leader).epoch();
    }

    private void broken(Rule rule, String text) {
        broken.add(new Broken(rule, text));
    }

    private void count(Seeing what) {
        seen.merge(what, 1, Integer::sum);
    }

    /** Whether a later leader than that one has claimed by now. */
    private boolean isStale(int leader) {
        return highest != null && highest.epoch() > reign(leader).epoch();
    }

    private void asked(Asked asked, int at) {
        if (asked.claims()
                && asked.recorded()
                && (highest == null || highest.epoch() < reign(asked.leader()).epoch())) {
            highest = reign(asked.leader());
            highestAt = at;
        }
        if (asked.claims()) {
            moves.merge(asked.leader(), 1, Integer::sum);
        }
        if (asked.answered()) {
            answered.put(asked.leader(), at);
            knows.put(asked.leader(), new Known(at, asked.claims(), asked.recorded()));
            if (asked.recorded()) {
                stood.put(asked.leader(), at);
            } else {
                stood.remove(asked.leader());
            }
        }
    }

    private void started(Started started, int at) {
        int leader = started.leader();
        moves.merge(leader, 1, Integer::sum);
        // A check is good for one change.
        Known known = known(leader);
        knows.remove(leader);
        int check = known.at();
        if (known.claims() || !known.stands() || check < actsAt.getOrDefault(leader, 0)) {
            broken(Rule.EACH_CHANGE_IS_CHECKED, name(leader) + " " + started.what());
            checkOfChange.put(at, at);
            return;
        }
        checkOfChange.put(at, check);
        if (claimedBefore(leader, check)) {
            broken(
                    Rule.A_STALE_EPOCH_STARTS_NOTHING,
                    name(leader) + " " + started.what() + ", and " + highest + " had claimed it when it looked");
        }
    }

    private Known known(int leader) {
        return knows.getOrDefault(leader, NOTHING);
    }

    private boolean claimedBefore(int leader, int at) {
        return isStale(leader) && firstLaterClaim(leader) < at;
    }

    /** Where in the journal a later leader than that claimed first. */
    private int firstLaterClaim(int leader) {
        for (int at = 0; at <= highestAt; at++) {
            if (journal.get(at) instanceof Asked asked
                    && asked.claims()
                    && asked.recorded()
                    && reign(asked.leader()).epoch() > reign(leader).epoch()) {
                return at;
            }
        }
        return Integer.MAX_VALUE;
    }

    private void changed(Changed changed) {
        count(Seeing.CHANGES);
        int leader = changed.leader();
        if (!isStale(leader)) {
            return;
        }
        if (claimedBefore(leader, Objects.requireNonNull(checkOfChange.get(changed.started())))) {
            count(Seeing.STEAL);
            return;
        }
        count(Seeing.LATE_REQUEST);
        if (Objects.requireNonNull(highest).host().equals(changed.from())) {
            count(changed.to() == null ? Seeing.LATE_RELEASE_FROM_THE_LATER : Seeing.LATE_ASSIGNMENT_FROM_THE_LATER);
        }
    }

    private void told(Told told, int at) {
        int leader = told.leader();
        lastTold.put(told.host(), told);
        lastKnew.put(told.host(), answered.getOrDefault(leader, -1));
        if (!told.accepts() || !told.host().equals(reign(leader).host())) {
            return;
        }
        if (isStale(leader)) {
            count(Seeing.LATE_ACCEPTANCE);
        }
        int acts = actsAt.getOrDefault(leader, Integer.MAX_VALUE);
        if (stood.getOrDefault(leader, -1) < acts) {
            if (acts <= at && held(told.host(), acts, at)) {
                // Who is stale, and finds its host with the address for a successor, lets it accept again what it
                // dropped there.
                return;
            }
            broken(Rule.WHO_ACCEPTS_HAS_CLAIMED, name(leader) + " lets its host accept: " + told);
            return;
        }
        Acts act = (Acts) journal.get(acts);
        long ends = told.calledKernelNanos() + told.seconds() * 1_000_000_000L;
        long mayEnd = act.kernelNanos() + world.story.leaseSeconds() * 1_000_000_000L;
        if (act.tick() && Integer.valueOf(0).equals(moves.get(leader)) && (told.seconds() == 0 || ends > mayEnd)) {
            broken(Rule.A_LEASE_COUNTS_FROM_THE_LOOK, name(leader) + " renews too much: " + told + " in " + act);
        }
    }

    private void ticked(Ticked ticked, int at) {
        int leader = ticked.leader();
        TenureState state = ticked.state();
        if (last.put(leader, state) == TenureState.LOST && state != TenureState.LOST) {
            broken(Rule.LOST_STAYS_LOST, name(leader) + " is " + state + " again");
        }
        boolean held = state == TenureState.HELD || state == TenureState.REASSERTED;
        if (held && stood.getOrDefault(leader, -1) < ticked.acts()) {
            broken(
                    Rule.A_LOST_LEDGER_IS_UNKNOWN,
                    name(leader) + " is " + state + ", and nobody said that its claim stands");
        }
        switch (state) {
            case HELD, REASSERTED -> {
                if (!wasTrue(leader, ticked.acts(), at)) {
                    broken(Rule.HELD_WAS_TRUE, name(leader) + " is " + state);
                }
                if (state == TenureState.REASSERTED) {
                    count(Seeing.REASSERTED);
                }
            }
            case LOST -> count(Seeing.LOST);
            case UNKNOWN -> count(Seeing.UNKNOWN);
        }
    }

    /** Whether the host held the address at some time within that tick, and the claim stood when it began. */
    private boolean wasTrue(int leader, int from, int to) {
        return !claimedBefore(leader, from) && held(reign(leader).host(), from, to);
    }

    /** Whether that host held the address at some time between those, or as long before as an answer may be old. */
    private boolean held(String host, int from, int to) {
        long since = journal.get(from).nanos() - world.story.boundMillis() * 1_000_000L;
        String holder = null;
        for (int at = 0; at < to; at++) {
            Entry entry = journal.get(at);
            if (entry instanceof Changed changed) {
                if (entry.nanos() >= since && host.equals(holder)) {
                    return true;
                }
                holder = changed.to();
            }
        }
        return host.equals(holder);
    }

    private void seen(Seen look, int at) {
        String host = reign(look.leader()).host();
        Paused paused = (Paused) journal.get(look.paused());
        long passed = look.kernelNanos() - paused.kernelNanos();
        for (Entry between : journal.subList(look.paused(), at)) {
            if (between instanceof Told told && told.host().equals(host) && told.accepts()) {
                // Another process on that host.
                return;
            }
        }
        if (passed < (world.story.leaseSeconds() + 1) * 1_000_000_000L) {
            // The host stood still with its kernel.
            return;
        }
        count(Seeing.LONG_PAUSE);
        if (!look.accepts()) {
            return;
        }
        if (world.layers.leases(world.story)) {
            broken(Rule.A_PAUSED_HOST_STOPS, name(look.leader()) + ": " + look);
        }
        if (isStale(look.leader()) && !Objects.requireNonNull(highest).host().equals(host)) {
            count(Seeing.SPLIT);
        }
    }

    private void quiet(Quiet quiet) {
        if (quiet.holder() == null) {
            count(Seeing.NOBODY_HOLDS_WHEN_QUIET);
        } else if (!quiet.holder().equals(elected().host())) {
            count(Seeing.WRONG_HOLDER_WHEN_QUIET);
        }
    }

    /** The last one. */
    private Reign elected() {
        return world.story.reigns().get(world.story.reigns().size() - 1);
    }

    private void stillAccepts(StillAccepts still) {
        Told told = lastTold.get(still.host());
        if (!world.layers.leases(world.story)
                && told != null
                && told.accepts()
                && !still.host().equals(reign(told.leader()).host())
                && Objects.requireNonNull(lastKnew.get(told.host())) < highestAt) {
            // A leader of another host found that one with the address, and let it accept again; it had lost it when
            // that came there.
            count(Seeing.LATE_ACCEPTANCE_STAYS);
            return;
        }
        broken(Rule.NOBODY_ELSE_ACCEPTS, still.host() + " accepts it, and it holds nothing: " + told);
    }

    private void over(Over over) {
        if (over.holders() > 1) {
            broken(Rule.NEVER_TWO_HOLDERS, "in the end " + over.holders());
        }
        if (!elected().host().equals(over.holder())) {
            broken(Rule.THE_HIGHEST_HOLDS, "in the end " + over.holder() + " holds it, and not " + elected());
        } else if (!over.accepts()) {
            Told told = lastTold.get(elected().host());
            if (!world.layers.leases(world.story)
                    && told != null
                    && !told.accepts()
                    && told.leader() != elected().id()
                    && Objects.requireNonNull(lastKnew.get(told.host())) < highestAt) {
                // It was asked for before the claim of this leader. Hosts know no epochs, and without a lease nobody
                // tells them again.
                count(Seeing.LATE_DROP_STAYS);
                return;
            }
            broken(Rule.THE_HOLDER_ACCEPTS, "in the end " + over.holder() + " holds it, and does not accept it");
        }
    }
}
