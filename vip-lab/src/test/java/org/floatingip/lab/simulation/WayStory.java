package org.floatingip.lab.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.aws.IamWay;
import org.floatingip.spi.ForwardingIpAssigner;
import org.floatingip.spi.IpAssigner;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.fault.WireFault;

/**
 * One move, handover or release by one way, with up to four mishaps, and what has to be true of its end. Then the faults stop, and
 * one move more has to bring the address to its target.
 */
final class WayStory implements AutoCloseable {

    /** How it ended. */
    enum End {
        /** It was made, or there was nothing to do. */
        MADE,
        /** It was not made, and nothing was changed. */
        NOT_MADE,
        /** It is not known what it did. */
        UNKNOWN,
        /** It changed something, and that is not there any more, or could not be seen. */
        CHANGED
    }

    private static final HostId A = HostId.of("i-0a");
    private static final HostId B = HostId.of("i-0b");
    private static final HostId C = HostId.of("i-0c");

    private final Random random;
    private final WayNetwork network;
    private final FloatingIp ip;
    private final List<String> told = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private int mishaps;

    /** Who held it at any time since the last look was begun. */
    private final Set<List<HostId>> since = new HashSet<>();

    private WayStory(IamWay way, int seed) {
        this.random = new Random(seed * 31L + way.text().length());
        this.network = WayNetwork.of(way, 1 + random.nextInt(4));
        this.ip = FloatingIp.at(network.address())
                .assigner(new Witnessed(network.assigner()))
                .ticker(network.ticker())
                .timeout(Duration.ofSeconds(6))
                .build();
        told.add("seed " + seed + ", " + way.text());
    }

    static WayStory of(IamWay way, int seed) {
        return new WayStory(way, seed);
    }

    /** Notes who holds the address while a look is under way: it may be true of any of these moments. */
    private final class Witnessed extends ForwardingIpAssigner {

        private Witnessed(IpAssigner wrapped) {
            super(wrapped);
        }

        @Override
        public Map<IpAddress, List<Holder>> locate(List<IpAddress> addresses) {
            since.clear();
            note();
            try {
                return super.locate(addresses);
            } finally {
                note();
            }
        }
    }

    private void note() {
        since.add(network.truth());
    }

    /** What happens at the n-th request of some action. */
    private void plan() {
        int many = random.nextInt(5);
        List<String> actions = network.actions();
        for (int i = 0; i < many; i++) {
            String action = actions.get(random.nextInt(actions.size()));
            int at = random.nextInt(3);
            Fault fault = switch (random.nextInt(8)) {
                case 0 -> Fault.throttle();
                case 1 -> Fault.deny();
                case 2 -> Fault.loseRequest();
                case 3 -> Fault.loseReply();
                case 4 -> Fault.unavailable();
                default -> Fault.none();
            };
            boolean before = random.nextBoolean();
            int event = random.nextInt(6);
            Runnable happening = () -> {
                mishaps++;
                String what = network.happen(event, C);
                told.add("  at " + action + ": " + what);
                note();
            };
            fault = before ? fault.first(happening) : fault.then(happening);
            WireFault scripted = fault.onAction(action);
            network.inject(at == 0 ? scripted : scripted.skip(at));
            told.add("  planned: " + scripted + " #" + at + (before ? ", before: " : ", after: ") + event);
        }
    }

    End run() {
        plan();
        int kind = random.nextInt(4);
        int before = network.requests().size();
        End end;
        boolean move = kind != 2;
        try {
            if (kind == 3 && network.takesOver()) {
                told.add("move from A to B");
                ip.move().from(A.value()).to(B.value()).execute();
            } else if (kind == 2) {
                told.add("release from A");
                ip.release(A.value());
            } else if ((kind == 1 && network.assigner().traits().conditional()) || !network.takesOver()) {
                told.add("handover from A to B");
                ip.move().from(A.value()).orUnheld().to(B.value()).handover().execute();
            } else {
                told.add("move to B");
                ip.moveTo(B.value());
            }
            end = End.MADE;
            boolean isTrue =
                    move ? since.contains(List.of(B)) : since.stream().anyMatch(holders -> !holders.contains(A));
            check(isTrue, "success was told, and the last look can't have shown that: " + since);
        } catch (FloatingIpException e) {
            told.add("ended with " + e);
            end = switch (e.effect()) {
                case NONE -> End.NOT_MADE;
                case UNKNOWN -> End.UNKNOWN;
                case APPLIED -> End.CHANGED;
            };
            List<RecordedRequest> changes = changes(before);
            check(
                    e.effect() != Effect.NONE || changes.isEmpty() || isGivenBack(changes),
                    "\"nothing was changed\" was told, and there was " + changes);
            checkNamed(e);
        }
        converge();
        return end;
    }

    /** The requests that were carried out: all of them are the mover's. */
    private List<RecordedRequest> changes(int before) {
        return network.requests().stream()
                .skip(before)
                .filter(request -> request.mutating() && network.wasCarriedOut(request))
                .toList();
    }

    /** A handover that was not made gives the address back to who had it, and has changed nothing then. */
    private boolean isGivenBack(List<RecordedRequest> changes) {
        return network.eni(A)
                .equals(changes.get(changes.size() - 1).parameters().get("NetworkInterfaceId"));
    }

    /** What has displaced the address is named, where it did so before the move was seen. */
    private void checkNamed(FloatingIpException failure) {
        String other = network.displacedBy();
        boolean unseen = failure.getMessage().contains("nothing could be seen");
        if (other == null || unseen || failure.effect() == Effect.NONE) {
            return;
        }
        StringBuilder all = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            all.append(cause.getMessage()).append('\n');
        }
        for (Throwable beside : failure.getSuppressed()) {
            all.append(beside.getMessage()).append('\n');
        }
        check(all.toString().contains(other), "it was displaced by " + other + ", and that is not told");
    }

    private void converge() {
        network.mend();
        String there = network.clear(B);
        if (there != null) {
            told.add("cleared: " + there);
        }
        List<HostId> now = network.truth();
        told.add("then held by " + now);
        try {
            if (network.takesOver() || now.isEmpty()) {
                ip.moveTo(B.value());
            } else {
                ip.move().from(now.get(0).value()).to(B.value()).handover().execute();
            }
            check(network.truth().equals(List.of(B)), "one move more left it on " + network.truth());
        } catch (FloatingIpException e) {
            check(false, "one move more did not bring it to its target: " + e);
        }
    }

    private void check(boolean kept, String otherwise) {
        if (!kept) {
            broken.add(told.get(0) + ": " + otherwise);
        }
    }

    int mishaps() {
        return mishaps;
    }

    List<String> broken() {
        return broken;
    }

    @Override
    public void close() {
        network.close();
    }

    @Override
    public String toString() {
        return String.join("\n", told) + "\n" + network.requests() + "\n" + broken;
    }
}
