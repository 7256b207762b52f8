package org.floatingip.lab.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Plays the scenes of the table, each in a network in which nothing has changed yet, and compares the replies. */
final class Replay {

    private static final Duration BETWEEN = Duration.ofSeconds(2);
    private static final int LOOKS = 15;
    /** What these show without more is that of all networks of the account. */
    private static final Set<String> OF_ONE_NETWORK =
            Set.of("DescribeNetworkInterfaces", "DescribeRouteTables", "DescribeSecurityGroups");

    /**
     * What came of a row.
     *
     * @param leftOut why it was not replayed; empty if it was
     * @param asked how often, until the reply was that of the table: what only reads may lag behind
     */
    record Result(ReplyTable.Situation situation, String leftOut, List<String> differences, int asked) {

        boolean replayed() {
            return leftOut.isEmpty();
        }

        boolean differs() {
            return !differences.isEmpty();
        }
    }

    private final ReplyTable table;
    private final Ec2Requests ec2;
    private final Pause pause;
    private final Settings settings;
    private final Consumer<String> raw;
    private final List<Result> results = new ArrayList<>();
    private Stage stage;
    private boolean withInstance;
    private boolean changed;

    /**
     * @param account whose resources there will be
     * @param run the value of the tag
     */
    record Settings(String account, String region, String image, String run) {}

    /** @param raw gets each request and its reply, as they went over the wire */
    Replay(ReplyTable table, Ec2Requests ec2, Pause pause, Settings settings, Consumer<String> raw) {
        this.table = table;
        this.ec2 = ec2;
        this.pause = pause;
        this.settings = settings;
        this.raw = raw;
    }

    /** Plays it all; what it made last is still there then. */
    List<Result> run() {
        for (ReplyTable.Scene scene : table.scenes()) {
            List<String> reasons =
                    scene.situations().stream().map(Replay::leftOut).toList();
            if (reasons.stream().noneMatch(String::isEmpty)) {
                for (int i = 0; i < reasons.size(); i++) {
                    leaveOut(scene.situations().get(i), reasons.get(i));
                }
                continue;
            }
            prepare(scene.mentions(Stage.INSTANCE) || scene.mentions(Stage.OF_INSTANCE));
            for (int i = 0; i < reasons.size(); i++) {
                play(scene.situations().get(i), reasons.get(i));
            }
        }
        return List.copyOf(results);
    }

    /** Why a row can't be replayed against any service; empty if it can. */
    private static String leftOut(ReplyTable.Situation situation) {
        String request = situation.request();
        if (request.startsWith("GET ") || request.startsWith("POST ")) {
            return "Route 53: a zone can't be given a tag in the request that creates it";
        }
        if (situation.body().contains("not modelled by this in-memory AWS")) {
            return "it is about the in-memory AWS alone";
        }
        String action = request.split(" ", 2)[0];
        if (Tags.makesUntagged(action)) {
            return action + " makes what can't be given the tag";
        }
        return situation.before().stream()
                .filter(step -> step.sign() == '!')
                .map(ReplyTable.Step::line)
                .findFirst()
                .orElse("");
    }

    private void leaveOut(ReplyTable.Situation situation, String reason) {
        results.add(new Result(situation, reason, List.of(), 0));
    }

    private void prepare(boolean needsInstance) {
        if (stage != null && !changed && (withInstance || !needsInstance)) {
            return;
        }
        new Sweep(ec2, pause, settings.run()).run();
        stage = new Stage(ec2, pause, settings.run(), settings.image());
        stage.names.learn(Names.ACCOUNT, settings.account());
        stage.names.learn("ami-1", settings.image());
        stage.build(settings.region(), needsInstance);
        withInstance = needsInstance;
        changed = false;
    }

    private void play(ReplyTable.Situation situation, String reason) {
        try {
            for (ReplyTable.Step step : situation.before()) {
                if (step.isRequest()) {
                    changed |= !reads(step.request());
                    stage.prepare(step);
                }
                if (step.waits()) {
                    stage.pass(step.time());
                }
            }
        } catch (Gate.ShutException e) {
            throw e;
        } catch (IllegalStateException e) {
            results.add(new Result(situation, "", List.of("what leads there failed: " + e.getMessage()), 0));
            return;
        }
        if (!reason.isEmpty()) {
            leaveOut(situation, reason);
            return;
        }
        String translated = stage.names.translate(situation.request());
        List<String> strangers = stage.names.strangers(translated);
        if (!strangers.isEmpty()) {
            leaveOut(situation, "it names " + strangers + ", which this run did not make");
            return;
        }
        ask(situation, Tags.added(withinTheNetwork(ReplyTable.parameters(translated)), settings.run()));
    }

    /** Other networks of the account may have the same addresses: nobody asked to see those. */
    private Map<String, String> withinTheNetwork(Map<String, String> parameters) {
        boolean filtered = parameters.containsKey("Filter.1.Name");
        if (filtered && OF_ONE_NETWORK.contains(parameters.get("Action"))) {
            int last = (int) parameters.keySet().stream()
                    .filter(name -> name.matches("Filter\\.\\d+\\.Name"))
                    .count();
            parameters.put("Filter." + (last + 1) + ".Name", "vpc-id");
            parameters.put("Filter." + (last + 1) + ".Value.1", stage.names.translate("vpc-0"));
        }
        return parameters;
    }

    private static boolean reads(String request) {
        return request.matches("(Describe|Get|List).*");
    }

    private void ask(ReplyTable.Situation situation, Map<String, String> request) {
        boolean reads = reads(request.get("Action"));
        List<String> differences = List.of();
        int asked = 0;
        do {
            if (asked > 0) {
                pause.sleep(BETWEEN);
            }
            asked++;
            Ec2Reply reply = ec2.send(request);
            raw.accept("# " + situation.name() + "\n> " + request + "\n< " + reply.status() + "\n" + reply.body()
                    + "\n\n");
            differences = Comparison.of(situation, reply, stage.names);
            changed |= !reads && reply.succeeded();
        } while (!differences.isEmpty() && reads && asked < LOOKS);
        results.add(new Result(situation, "", differences, asked));
    }
}
