package org.floatingip.examples.postgres;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandFailedException.Reason;
import org.floatingip.linux.spi.CommandResult;
import org.floatingip.linux.spi.CommandRunner;

/** Answers as the script does on a host, and replays one step whenever it is asked how far it is. */
final class FakePostgres implements CommandRunner {

    /** The process that asks was killed. */
    static final class Killed extends Error {

        private static final long serialVersionUID = 1L;
    }

    /** What several have in common. */
    static final class World {

        final List<String> history = new ArrayList<>();
        final Map<String, FakePostgres> all = new HashMap<>();
        /** The process that asks is killed after so many answers; never by default. */
        int killedAfter;
        /** Two took writes at the same time. */
        boolean split;
    }

    /** Of {@code sh -s -- what version cluster port more}. */
    private static final int WHAT = 3;

    private static final int MORE = 7;

    final PostgresNode node;
    boolean unreachable;
    boolean running = true;
    boolean primary;
    boolean signal;
    /** The address that it follows. */
    String follows = "";
    /** In bytes, while it streams. */
    long behind;
    /** How often it has not replayed everything yet. */
    int toReplay;
    /** What it can't do. */
    String refused = "nothing";

    private final String address;
    private final World world;

    FakePostgres(String host, String address, World world) {
        this.address = address;
        this.world = world;
        this.node = PostgresNode.at(host, address, 5432, "switchover", "15/main", this);
        world.all.put(address, this);
    }

    @Override
    public CommandResult run(Command command) throws CommandFailedException {
        if (unreachable) {
            throw new CommandFailedException(Reason.UNREACHABLE, "no route to host", null);
        }
        List<String> words = command.arguments();
        if (words.get(WHAT).equals(refused)) {
            return CommandResult.of(1, "", "No space left on device\n");
        }
        String answer = answer(words.get(WHAT), words.size() > MORE ? words.get(MORE) : "");
        if (world.all.values().stream().filter(FakePostgres::takesWrites).count() > 1) {
            world.split = true;
        }
        if (--world.killedAfter == 0) {
            throw new Killed();
        }
        return CommandResult.of(0, answer + "\n", "");
    }

    private String answer(String what, String more) {
        return switch (what) {
            case "look" -> look();
            case "behind" -> {
                FakePostgres standby = Objects.requireNonNull(world.all.get(more), more);
                yield standby.streamsFrom(this) ? Long.toString(standby.behind) : "";
            }
            case "has" -> toReplay-- > 0 ? "f" : "t";
            default -> {
                world.history.add(node.host() + ": " + what);
                yield change(what, more);
            }
        };
    }

    private String change(String what, String more) {
        return switch (what) {
            case "fence" -> {
                running = false;
                signal = true;
                yield look();
            }
            case "resume" -> {
                running = true;
                signal = false;
                yield "";
            }
            case "promote" -> {
                primary = true;
                signal = false;
                yield "";
            }
            case "follow", "rebuild" -> {
                running = true;
                primary = false;
                signal = true;
                follows = more.split("[ =]", -1)[1];
                yield what.equals("rebuild") ? "/var/lib/postgresql/15/main.20261129-070000" : "";
            }
            default -> "";
        };
    }

    private String look() {
        if (running) {
            return primary ? "PRIMARY" : "STANDBY";
        }
        return signal && primary ? "FENCED 7713467065229762585 0/3000028" : "DOWN";
    }

    boolean takesWrites() {
        return running && primary;
    }

    boolean streamsFrom(FakePostgres other) {
        return running && !primary && follows.equals(other.address) && other.running;
    }
}
