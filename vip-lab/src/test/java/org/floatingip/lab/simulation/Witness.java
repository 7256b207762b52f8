package org.floatingip.lab.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.lab.simulation.Violation.Rule;
import org.floatingip.testkit.network.VpcElasticIp;
import org.jspecify.annotations.Nullable;

/** Who held which address when, and who changed that: what the network itself says, asked after every step. */
final class Witness {

    /** Nobody in particular: third parties, hands, terminations. */
    static final int OTHERS = -1;

    private static final List<IpAddress> ADDRESSES =
            Story.VIPS.stream().map(IpAddress::of).toList();

    private record Since(long nanos, @Nullable String host) {}

    /** @param place of what came of it, among all that held the address */
    private record Change(
            int task,
            int place,
            @Nullable String from,
            @Nullable String to) {}

    /** Where the Elastic IP led from then on, for example {@code i-0a 10.0.1.13}, and whose doing that was. */
    private record Led(long nanos, int task, @Nullable String to) {}

    private final World world;
    private final List<Led> elasticIp = new ArrayList<>();
    private final Map<String, List<Since>> holders = new HashMap<>();
    private final Map<String, List<Change>> changes = new HashMap<>();
    private int changed;

    Witness(World world) {
        this.world = world;
        for (String vip : Story.VIPS) {
            holders.put(vip, new ArrayList<>(List.of(new Since(0, shown(vip)))));
            changes.put(vip, new ArrayList<>());
        }
        elasticIp.add(new Led(0, OTHERS, led()));
    }

    private @Nullable String led() {
        if (!world.story.elasticIp()) {
            return null;
        }
        return world.network.elasticIps().stream()
                .map(VpcElasticIp::association)
                .filter(Objects::nonNull)
                .map(association -> association.instanceId() + " " + association.privateIp())
                .findFirst()
                .orElse(null);
    }

    /** Where the Elastic IP leads; null for nowhere. */
    @Nullable
    String leads() {
        return elasticIp.get(elasticIp.size() - 1).to();
    }

    /**
     * Whether that task cut the Elastic IP off from the address on that host, where it had been all the time since then, and
     * nobody has put it back.
     */
    boolean cutOff(int task, String vip, String from, long since) {
        int last = elasticIp.size() - 1;
        if (last == 0 || elasticIp.get(last).task() != task || leads() != null) {
            return false;
        }
        Led before = elasticIp.get(last - 1);
        return (from + " " + vip).equals(before.to()) && before.nanos() <= since;
    }

    private static <T> List<T> of(Map<String, List<T>> all, String vip) {
        return Objects.requireNonNull(all.get(vip), vip);
    }

    private @Nullable String shown(String vip) {
        List<Holder> now = world.network.holders(ADDRESSES.get(Story.VIPS.indexOf(vip)));
        if (now.size() > 1) {
            world.violated(Rule.NEVER_TWO_HOLDERS, vip + " is held by " + now);
        }
        return now.isEmpty() ? null : now.get(0).host().value();
    }

    /** Who holds it; null for nobody. */
    @Nullable
    String holder(String vip) {
        List<Since> known = of(holders, vip);
        return known.get(known.size() - 1).host();
    }

    int changed() {
        return changed;
    }

    /** Looks what is different now, which is that task's doing. */
    void observe(int task, Story.@Nullable Task order) {
        String leads = led();
        if (!Objects.equals(leads, leads())) {
            world.say(() -> "        the Elastic IP: " + leads() + " -> " + leads);
            elasticIp.add(new Led(world.baton.now(), task, leads));
        }
        for (String vip : Story.VIPS) {
            String before = holder(vip);
            String now = shown(vip);
            if (Objects.equals(before, now)) {
                continue;
            }
            changed++;
            of(holders, vip).add(new Since(world.baton.now(), now));
            of(changes, vip).add(new Change(task, of(holders, vip).size() - 1, before, now));
            world.say(() -> "        " + vip + ": " + before + " -> " + now);
            if (order != null
                    && order.kind().handover()
                    && before != null
                    && !isGivenBack(order, before, now)
                    && (now != null || !before.equals(order.from()))) {
                world.violated(Rule.HANDOVER_TAKES_FROM_ITS_HOLDER_ALONE, order + " took " + vip + " from " + before);
            }
        }
    }

    /** Where all or nothing was asked for, what came to the target is handed back. */
    private static boolean isGivenBack(Story.Task order, String before, @Nullable String now) {
        return order.kind().allOrNothing() && before.equals(order.to()) && now == null;
    }

    /** Whether that host (null: nobody) held it at some time since then. */
    boolean heldSince(String vip, @Nullable String host, long nanos) {
        List<Since> known = of(holders, vip);
        for (int i = known.size() - 1; i >= 0; i--) {
            if (Objects.equals(known.get(i).host(), host)) {
                return true;
            }
            if (known.get(i).nanos() <= nanos) {
                return false;
            }
        }
        return false;
    }

    /** Whether that host (null: nobody) did not hold it at some time since then. */
    boolean notHeldSince(String vip, @Nullable String host, long nanos) {
        List<Since> known = of(holders, vip);
        for (int i = known.size() - 1; i >= 0; i--) {
            if (!Objects.equals(host, known.get(i).host())) {
                return true;
            }
            if (known.get(i).nanos() <= nanos) {
                return false;
            }
        }
        return false;
    }

    /**
     * What that task did to the address, all in all; null if it left it with somebody who held it after that time and before
     * its own first change. That need not be whom it took it from: a network says of an assignment that it was made, not
     * that it changed nothing because another mover had just made the same.
     */
    @Nullable
    String net(int task, String vip, long since) {
        List<Change> own =
                of(changes, vip).stream().filter(each -> each.task() == task).toList();
        if (own.isEmpty()) {
            return null;
        }
        Change last = own.get(own.size() - 1);
        List<Since> known = of(holders, vip);
        for (int i = own.get(0).place() - 1; i >= 0; i--) {
            String before = known.get(i).host();
            // Last: somebody else may have done the giving back, while this one tried to.
            if (known.subList(last.place(), known.size()).stream()
                    .anyMatch(each -> Objects.equals(each.host(), before))) {
                return null;
            }
            if (known.get(i).nanos() <= since) {
                break;
            }
        }
        return "moved it from " + own.get(0).from() + " to " + last.to();
    }

    /** Whether that task was the last to move it, and to that host; null for nobody. */
    boolean isWherePut(int task, String vip, @Nullable String host) {
        List<Change> known = of(changes, vip);
        if (known.isEmpty()) {
            return false;
        }
        Change last = known.get(known.size() - 1);
        return last.task() == task && Objects.equals(last.to(), host);
    }

    /** Who moved it last; nobody in particular if nobody did. */
    int last(String vip) {
        List<Change> known = of(changes, vip);
        return known.isEmpty() ? OTHERS : known.get(known.size() - 1).task();
    }

    /** Whether that task took it from that host, which had held it from before that time until then. */
    boolean lostTo(int task, String vip, String host, long nanos) {
        return of(changes, vip).stream()
                .anyMatch(each -> each.task() == task
                        && host.equals(each.from())
                        && of(holders, vip).get(each.place() - 1).nanos() <= nanos);
    }

    /** Whether another than that task took it from that host since then. */
    boolean lostToOthers(int task, String vip, String host, long nanos) {
        return of(changes, vip).stream()
                .anyMatch(each -> each.task() != task
                        && host.equals(each.from())
                        && of(holders, vip).get(each.place()).nanos() >= nanos);
    }

    boolean touched(int task, String vip) {
        return of(changes, vip).stream().anyMatch(each -> each.task() == task);
    }
}
