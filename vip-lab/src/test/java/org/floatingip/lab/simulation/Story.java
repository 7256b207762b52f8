package org.floatingip.lab.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What shall happen in one simulation: who moves what, and what goes wrong. A value, made from its seed, from which parts
 * can be left out.
 *
 * @param old whether it is one of those in which answers may be of any age, and what comes with it: {@link #of(long, boolean)}
 * @param lagMillis how much later than it happens a change is visible to those who look
 * @param boundMillis how old each answer may be, whatever the answers before it were
 * @param elasticIp whether an Elastic IP hangs on the second address in the beginning
 */
record Story(
        long seed,
        boolean old,
        long lagMillis,
        long boundMillis,
        boolean elasticIp,
        List<Task> tasks,
        List<Mishap> mishaps,
        List<Happening> happenings) {

    /** Whether a story that is only named by its seed is one of those: not with {@code -Dsimulation.old=false}. */
    private static final boolean OLD = Boolean.parseBoolean(System.getProperty("simulation.old", "true"));

    static final List<String> VIPS = List.of("10.0.1.12", "10.0.1.13");

    /** {@code i-0d} is never terminated; {@code i-0c} has room for one address. */
    static final List<String> HOSTS = List.of("i-0a", "i-0b", "i-0c", "i-0d");

    /** What a mover does. */
    enum Kind {
        TAKEOVER,
        CHECKED_TAKEOVER,
        HANDOVER,
        HANDOVER_OR_UNHELD,
        HANDOVER_REASSOCIATE,
        STANDBY,
        STANDBY_OR_MOVE,
        PLAN_AND_APPLY,
        PLAN_HANDOVER,
        GROUP,
        GROUP_ALL_OR_NOTHING,
        EVACUATE,
        EVACUATE_ALL_OR_NOTHING,
        RELEASE,
        /** Makes hosts drop it that lost it: those that the last move left, or else {@code from}. */
        SETTLE,
        GROUP_HANDOVER_OR_UNHELD,
        GROUP_HANDOVER_ALL_OR_NOTHING,
        EVACUATE_HANDOVER;

        /** Those of the stories without old answers. */
        static final List<Kind> USUAL =
                Stream.of(values()).filter(kind -> kind.compareTo(SETTLE) < 0).toList();

        boolean ofGroup() {
            return switch (this) {
                case GROUP, GROUP_ALL_OR_NOTHING, GROUP_HANDOVER_OR_UNHELD, GROUP_HANDOVER_ALL_OR_NOTHING -> true;
                case EVACUATE, EVACUATE_ALL_OR_NOTHING, EVACUATE_HANDOVER -> true;
                default -> false;
            };
        }

        boolean allOrNothing() {
            return this == GROUP_ALL_OR_NOTHING
                    || this == EVACUATE_ALL_OR_NOTHING
                    || this == GROUP_HANDOVER_ALL_OR_NOTHING;
        }

        boolean handover() {
            return this == HANDOVER || orUnheld() || this == EVACUATE_HANDOVER || reassociate();
        }

        /** A handover of what nobody holds, too. */
        boolean orUnheld() {
            return this == HANDOVER_OR_UNHELD || this == GROUP_HANDOVER_OR_UNHELD;
        }

        /** A handover that puts back what it cuts off. */
        boolean reassociate() {
            return this == HANDOVER_REASSOCIATE || this == PLAN_HANDOVER || this == GROUP_HANDOVER_ALL_OR_NOTHING;
        }

        /** A plan is made, written down, and carried out later. */
        boolean planned() {
            return this == PLAN_AND_APPLY || this == PLAN_HANDOVER;
        }

        /** Whether it has the condition that {@code from} holds the address. */
        boolean conditional() {
            return this == CHECKED_TAKEOVER || handover() || this == EVACUATE || this == EVACUATE_ALL_OR_NOTHING;
        }
    }

    /** One process with one thing to do. */
    record Task(int id, long atMillis, Kind kind, String vip, String from, String to, long timeoutMillis) {

        List<String> vips() {
            return kind.ofGroup() ? VIPS : List.of(vip);
        }

        @Override
        public String toString() {
            String what = kind == Kind.RELEASE || kind == Kind.SETTLE
                    ? kind + " " + vip + " from " + from
                    : kind + " " + String.join(" and ", vips()) + (kind.conditional() ? " from " + from : "") + " to "
                            + to;
            return "p" + id + " at " + atMillis + " ms: " + what + ", timeout " + timeoutMillis + " ms";
        }
    }

    /** What goes wrong with a call. */
    enum Trouble {
        THROTTLED,
        THROTTLED_FOR_LONG,
        DENIED,
        UNAVAILABLE,
        FULL,
        REQUEST_LOST,
        REPLY_LOST,
        /** No answer, and the effect comes seconds later. */
        EFFECT_LATE,
        SLOW,
        INTERRUPTED,
        /** Whoever made the assigner closes it, from that call on. */
        CLOSED,
        CRASH_BEFORE,
        CRASH_AFTER,
        /** The effect, and an answer that is cut: a host that answered something is not one that can't be reached. */
        REPLY_CUT,
        /** The effect twice, the second time up to a second later, whose answer it is: as with a proxy that tries again. */
        DUPLICATED,
        /** The mover stands still for seconds before it calls, as in a pause of its garbage collector. */
        PAUSED;

        /** Those of the stories without old answers. */
        static final List<Trouble> USUAL = Stream.of(values())
                .filter(trouble -> trouble.compareTo(REPLY_CUT) < 0)
                .toList();
    }

    /** Something that goes wrong with one call of one process, counted from 0. */
    record Mishap(int task, int call, Trouble trouble) {

        @Override
        public String toString() {
            return "call " + call + " of p" + task + ": " + trouble;
        }
    }

    /** What happens beside all movers. */
    enum Event {
        TERMINATED,
        CUT_OFF,
        FROZEN,
        /** Who moves from there reaches no DNS. */
        CUT_OFF_FROM_DNS,
        MENDED,
        THIRD_PARTY_TAKES,
        RELEASED_BY_HAND,
        NAMED_BY_HAND;

        boolean ofAddress() {
            return this == THIRD_PARTY_TAKES || this == RELEASED_BY_HAND || this == NAMED_BY_HAND;
        }
    }

    /** An event at a point in time. */
    record Happening(
            long atMillis,
            Event event,
            String host,
            @Nullable String vip) {

        @Override
        public String toString() {
            return "at " + atMillis + " ms: " + host + " " + event + (vip == null ? "" : " " + vip);
        }
    }

    /** The story of that seed. */
    static Story of(long seed) {
        return of(seed, OLD);
    }

    /**
     * The story of that seed.
     *
     * @param old whether answers may be of any age, hosts' answers be cut, requests be duplicated, movers stand still and hosts
     *     be settled; then the judge is stricter, too. Without it the story of a seed is what it has always been
     */
    static Story of(long seed, boolean old) {
        SplittableRandom chance = new SplittableRandom(seed);
        List<Task> tasks = new ArrayList<>();
        int count = 2 + chance.nextInt(3);
        for (int id = 0; id < count; id++) {
            Task earlier = tasks.isEmpty() || chance.nextInt(4) > 0 ? null : tasks.get(chance.nextInt(tasks.size()));
            long at = chance.nextInt(3) == 0 ? chance.nextInt(20) : chance.nextInt(3000);
            // A quarter are reruns of what another process does, as after a restart.
            tasks.add(earlier != null ? again(id, earlier.atMillis + at, earlier) : task(id, at, chance, old));
        }
        List<Mishap> mishaps = new ArrayList<>();
        Trouble[] troubles = troubles(chance, old);
        for (int i = chance.nextInt(10); i > 0; i--) {
            Mishap last = mishaps.isEmpty() || chance.nextBoolean() ? null : mishaps.get(mishaps.size() - 1);
            // Half of them soon after another: what undoes a fault is where the next one hurts.
            int task = last == null ? chance.nextInt(count) : last.task();
            int call = last == null ? chance.nextInt(10) : last.call() + 1 + chance.nextInt(3);
            mishaps.add(new Mishap(task, call, troubles[chance.nextInt(troubles.length)]));
        }
        List<Happening> happenings = new ArrayList<>();
        Event[] events = Event.values();
        for (int i = chance.nextInt(3); i > 0; i--) {
            Event event = events[chance.nextInt(events.length)];
            String host = HOSTS.get(chance.nextInt(event == Event.TERMINATED ? HOSTS.size() - 1 : HOSTS.size()));
            happenings.add(new Happening(
                    chance.nextInt(3000),
                    event,
                    host,
                    event.ofAddress() ? VIPS.get(chance.nextInt(VIPS.size())) : null));
        }
        long lag = chance.nextInt(4) == 0 ? 1 + chance.nextInt(3000) : 0;
        boolean elasticIp = chance.nextInt(3) == 0;
        long bound = old && chance.nextBoolean() ? 1 + chance.nextInt(3000) : 0;
        return new Story(seed, old, lag, bound, elasticIp, tasks, mishaps, happenings);
    }

    /** How old an answer may be. */
    long readLagMillis() {
        return Math.max(lagMillis, boundMillis);
    }

    /** The name of that address. */
    static String name(String vip) {
        return "vip" + vip.substring(vip.lastIndexOf('.') + 1) + ".example.com";
    }

    /** Where the process of that task runs. */
    static String home(Task task) {
        return HOSTS.get(task.id() % HOSTS.size());
    }

    /** All, or a few of them: where only two things go wrong they meet more often. */
    private static Trouble[] troubles(SplittableRandom chance, boolean old) {
        Trouble[] all = old ? Trouble.values() : Trouble.USUAL.toArray(Trouble[]::new);
        if (chance.nextBoolean()) {
            return all;
        }
        Trouble[] few = new Trouble[2 + chance.nextInt(2)];
        for (int i = 0; i < few.length; i++) {
            few[i] = all[chance.nextInt(all.length)];
        }
        return few;
    }

    private static Task task(int id, long at, SplittableRandom chance, boolean old) {
        List<Kind> kinds = old ? List.of(Kind.values()) : Kind.USUAL;
        Kind kind = kinds.get(chance.nextInt(kinds.size()));
        String vip = VIPS.get(chance.nextInt(3) / 2);
        int from = chance.nextInt(2) == 0 ? 0 : chance.nextInt(HOSTS.size());
        int to = (from + 1 + chance.nextInt(HOSTS.size() - 1)) % HOSTS.size();
        return new Task(id, at, kind, vip, HOSTS.get(from), HOSTS.get(to), 1000 + chance.nextInt(9000));
    }

    private static Task again(int id, long at, Task task) {
        return new Task(id, at, task.kind(), task.vip(), task.from(), task.to(), task.timeoutMillis());
    }

    /** All stories with one part less, or less late. */
    Stream<Story> simpler() {
        Stream<Story> fewerTasks = tasks.stream()
                .map(task -> with(
                        without(tasks, task),
                        mishaps.stream()
                                .filter(mishap -> mishap.task() != task.id())
                                .toList(),
                        happenings));
        Stream<Story> fewerHappenings =
                happenings.stream().map(happening -> with(tasks, mishaps, without(happenings, happening)));
        Stream<Story> fewerMishaps = mishaps.stream().map(mishap -> with(tasks, without(mishaps, mishap), happenings));
        Stream<Story> prompt = lagMillis == 0
                ? Stream.empty()
                : Stream.of(new Story(seed, old, 0, boundMillis, elasticIp, tasks, mishaps, happenings));
        Stream<Story> even = boundMillis == 0
                ? Stream.empty()
                : Stream.of(new Story(seed, old, lagMillis, 0, elasticIp, tasks, mishaps, happenings));
        Stream<Story> plain = elasticIp
                ? Stream.of(new Story(seed, old, lagMillis, boundMillis, false, tasks, mishaps, happenings))
                : Stream.empty();
        return Stream.of(fewerTasks, fewerHappenings, fewerMishaps, prompt, even, plain)
                .flatMap(each -> each);
    }

    private Story with(List<Task> someTasks, List<Mishap> someMishaps, List<Happening> someHappenings) {
        return new Story(seed, old, lagMillis, boundMillis, elasticIp, someTasks, someMishaps, someHappenings);
    }

    private static <T> List<T> without(List<T> all, T one) {
        List<T> rest = new ArrayList<>(all);
        rest.remove(one);
        return rest;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        tasks.forEach(task -> lines.add(task.toString()));
        mishaps.forEach(mishap -> lines.add(mishap.toString()));
        happenings.forEach(happening -> lines.add(happening.toString()));
        if (elasticIp) {
            lines.add("an Elastic IP leads to " + VIPS.get(1));
        }
        if (lagMillis > 0) {
            lines.add("changes are visible " + lagMillis + " ms late");
        }
        if (boundMillis > 0) {
            lines.add("each answer is up to " + boundMillis + " ms old");
        }
        return lines;
    }
}
