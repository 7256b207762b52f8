package org.floatingip.lab;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.spi.ConditionalIpAssigner;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;

/** An assigner whose next calls go wrong as a test says, and that remembers which calls came. */
final class FaultyAssigner implements ConditionalIpAssigner {

    private final IpAssigner delegate;
    private final Deque<Runnable> beforeSurvey = new ArrayDeque<>();
    private final Deque<UnaryOperator<List<Holder>>> onLocate = new ArrayDeque<>();
    private final Deque<Call> onAssign = new ArrayDeque<>();
    private final Deque<Call> onRelease = new ArrayDeque<>();
    private final List<String> calls = new ArrayList<>();

    /** What to do instead of a mutating call; it may make the call itself. */
    interface Call {
        void instead(Runnable call);
    }

    FaultyAssigner(IpAssigner delegate) {
        this.delegate = delegate;
    }

    /** The calls so far, by name. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    FaultyAssigner survey(Runnable before) {
        beforeSurvey.add(before);
        return this;
    }

    /** What the next look shows, made from what it would show; it may throw. */
    FaultyAssigner locate(UnaryOperator<List<Holder>> shown) {
        onLocate.add(shown);
        return this;
    }

    FaultyAssigner assign(Call instead) {
        onAssign.add(instead);
        return this;
    }

    FaultyAssigner release(Call instead) {
        onRelease.add(instead);
        return this;
    }

    /** The same without the promise of a {@link ConditionalIpAssigner}. */
    IpAssigner unconditional() {
        FaultyAssigner all = this;
        return new IpAssigner() {
            @Override
            public List<Holder> locate(IpAddress address) {
                return all.locate(address);
            }

            @Override
            public Survey survey(IpAddress address, HostId target) {
                return all.survey(address, target);
            }

            @Override
            public void assign(Transfer transfer) {
                all.assign(transfer);
            }

            @Override
            public void release(IpAddress address, Holder holder) {
                all.release(address, holder);
            }
        };
    }

    @Override
    public List<Holder> locate(IpAddress address) {
        calls.add("locate");
        UnaryOperator<List<Holder>> shown = onLocate.poll();
        List<Holder> real = delegate.locate(address);
        return shown == null ? real : shown.apply(real);
    }

    @Override
    public Survey survey(IpAddress address, HostId target) {
        calls.add("survey");
        Runnable before = beforeSurvey.poll();
        if (before != null) {
            before.run();
        }
        return delegate.survey(address, target);
    }

    @Override
    public void assign(Transfer transfer) {
        calls.add("assign");
        Call instead = onAssign.poll();
        if (instead == null) {
            delegate.assign(transfer);
        } else {
            instead.instead(() -> delegate.assign(transfer));
        }
    }

    @Override
    public void release(IpAddress address, Holder holder) {
        calls.add("release");
        Call instead = onRelease.poll();
        if (instead == null) {
            delegate.release(address, holder);
        } else {
            instead.instead(() -> delegate.release(address, holder));
        }
    }
}
