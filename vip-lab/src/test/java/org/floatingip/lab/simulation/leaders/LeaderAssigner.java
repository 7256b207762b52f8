package org.floatingip.lab.simulation.leaders;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.ForwardingIpAssigner;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.jspecify.annotations.Nullable;

/** One leader's way to the network. Nothing hangs on the address, so nothing is ever put back. */
final class LeaderAssigner extends ForwardingIpAssigner {

    private final Leader leader;
    private final LeaderWorld world;

    LeaderAssigner(Leader leader) {
        super(InMemoryIpAssigner.of(leader.world.network));
        this.leader = leader;
        this.world = leader.world;
    }

    @Override
    public Traits traits() {
        return super.traits().toBuilder()
                .dataPlaneLag(Duration.ofMillis(world.story.dataPlaneMillis()))
                .build();
    }

    @Override
    public Map<IpAddress, List<Holder>> locate(List<IpAddress> addresses) {
        return read("looks who holds it", () -> super.locate(addresses));
    }

    @Override
    public PerAddress<Survey> survey(List<IpAddress> addresses, HostId target) {
        return read("surveys", () -> super.survey(addresses, target));
    }

    @Override
    public void assign(List<Transfer> batch) {
        change(
                "assigns it to " + batch.get(0).placement().host()
                        + (batch.get(0).seen().isEmpty() ? ", displacing nobody" : ""),
                () -> super.assign(batch));
    }

    @Override
    public void release(List<IpAddress> addresses, Holder holder) {
        change("releases it from " + holder.host(), () -> super.release(addresses, holder));
    }

    private <T> T read(String text, Supplier<T> answer) {
        return leader.call(
                text,
                this::cutOff,
                false,
                why -> UnavailableException.withoutEffect("looking", why, null),
                answered -> answer.get());
    }

    private void change(String text, Runnable change) {
        int started = world.note(new Entry.Started(world.baton.now(), leader.reign.id(), text));
        Object unused = leader.call(
                text,
                this::cutOff,
                true,
                why -> UnavailableException.effectUnknown("changing", why, null),
                answered -> {
                    String before = world.holder();
                    change.run();
                    changed(started, before, world.holder());
                    return "done";
                });
    }

    private void changed(int started, @Nullable String before, @Nullable String now) {
        if (!Objects.equals(before, now)) {
            world.note(new Entry.Changed(world.baton.now(), leader.reign.id(), started, before, now));
        }
    }

    private boolean cutOff() {
        return world.cutOff(leader.reign.host());
    }
}
