package org.floatingip.lab.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.Dependent;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.lab.simulation.Story.Trouble;
import org.floatingip.lab.simulation.Violation.Rule;
import org.floatingip.spi.ForwardingIpAssigner;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.fault.Fault;
import org.jspecify.annotations.Nullable;

/** One mover's assigner: every call takes time on its way there and back, and meets the mishaps of the story. */
class SimulatedAssigner extends ForwardingIpAssigner {

    final Mover mover;
    private final InMemoryIpAssigner network;
    private boolean closed;

    SimulatedAssigner(Mover mover) {
        this(mover, InMemoryIpAssigner.of(mover.world.network));
    }

    private SimulatedAssigner(Mover mover, InMemoryIpAssigner network) {
        super(network);
        this.mover = mover;
        this.network = network;
    }

    /** Every other story has a network whose packets follow late: then old hosts are looked at twice. */
    @Override
    public Traits traits() {
        Traits known = network.traits();
        return Traits.builder()
                .mostPerCall(known.mostPerCall())
                .conditional()
                .putsBack()
                .dataPlaneLag(Duration.ofMillis(mover.world.story.seed() % 2 == 0 ? 0 : 1500))
                .readLag(known.readLag())
                .build();
    }

    @Override
    public Map<IpAddress, List<Holder>> locate(List<IpAddress> addresses) {
        return mover.call("look who holds " + words(addresses), trouble -> {
            inject(trouble);
            return network.locate(addresses);
        });
    }

    @Override
    public PerAddress<Survey> survey(List<IpAddress> addresses, HostId target) {
        return mover.call("survey of " + words(addresses) + " and " + target, trouble -> {
            inject(trouble);
            return network.survey(addresses, target);
        });
    }

    @Override
    public void assign(List<Transfer> batch) {
        List<IpAddress> addresses = batch.stream().map(Transfer::address).toList();
        Transfer first = batch.get(0);
        String text = "assign " + words(addresses) + " to " + first.placement().host()
                + (first.seen().isEmpty() ? ", displacing nobody" : "");
        change(text, addresses, () -> network.assign(batch));
    }

    @Override
    public void release(List<IpAddress> addresses, Holder holder) {
        change(
                "release " + words(addresses) + " from " + holder.host(),
                addresses,
                () -> network.release(addresses, holder));
    }

    @Override
    public void putBack(IpAddress address, Placement placement, List<Dependent> dependents) {
        change(
                "put " + Dependent.join(dependents) + " back onto " + address + " of " + placement.host(),
                List.of(address),
                () -> network.putBack(address, placement, dependents));
    }

    private void change(String text, List<IpAddress> addresses, Runnable change) {
        mover.call(text, trouble -> {
            inject(trouble);
            if (trouble == Trouble.REPLY_LOST || trouble == Trouble.REPLY_CUT || trouble == Trouble.EFFECT_LATE) {
                mover.accepted(addresses);
            }
            if (trouble == Trouble.DUPLICATED) {
                first(text, addresses, change);
            }
            if (trouble == Trouble.EFFECT_LATE) {
                mover.cameLate = true;
                mover.later(text, change);
            }
            change.run();
            mover.accepted(addresses);
            return Boolean.TRUE;
        });
    }

    /** The first of two requests, whose answer nobody gets. */
    private void first(String text, List<IpAddress> addresses, Runnable change) {
        mover.sentTwice(addresses);
        try {
            change.run();
            mover.accepted(addresses);
            mover.world.say(() -> mover.name() + " " + text + ": done, and sent once more by a proxy");
        } catch (FloatingIpException e) {
            mover.world.say(() -> mover.name() + " " + text + ": " + words(e) + ", and sent once more by a proxy");
        }
        mover.world.witness.observe(mover.id, mover.task);
        mover.passUpTo(1000);
    }

    /** Whether it still serves its mover: one that is closed refuses every call. */
    void checkOpen() {
        if (closed) {
            throw new IllegalStateException("this assigner is closed");
        }
    }

    /** By the words of the kit, for the next call. */
    private void inject(@Nullable Trouble trouble) {
        closed |= trouble == Trouble.CLOSED;
        checkOpen();
        if (closed) {
            mover.world.violated(Rule.NO_CALL_AFTER_CLOSE, mover.name() + " calls by an assigner that is closed");
        }
        network.mend();
        if (trouble == null) {
            return;
        }
        Fault fault = switch (trouble) {
            case THROTTLED, THROTTLED_FOR_LONG -> Fault.throttle();
            case DENIED -> Fault.deny();
            case UNAVAILABLE -> Fault.unavailable();
            case FULL -> Fault.refuse("PrivateIpAddressLimitExceeded");
            case REQUEST_LOST, EFFECT_LATE -> Fault.loseRequest();
            case REPLY_LOST, REPLY_CUT -> Fault.loseReply();
            case DUPLICATED, PAUSED, SLOW, INTERRUPTED, CLOSED, CRASH_BEFORE, CRASH_AFTER -> Fault.none();
        };
        network.inject(fault);
    }

    static String words(List<IpAddress> addresses) {
        return (addresses.size() == 1 ? addresses.get(0) : addresses).toString();
    }

    static String words(FloatingIpException e) {
        return e.type() + " (" + e.effect() + "): " + Objects.toString(e.getMessage());
    }
}
