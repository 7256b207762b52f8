package org.floatingip.testkit.fence;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.floatingip.Claim;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.EpochLedger;
import org.jspecify.annotations.Nullable;

/**
 * An {@link EpochLedger} in memory, for tests. It belongs to one process and isn't persisted. Several floating IPs may share one,
 * as several movers share a store. Safe for use by several threads.
 *
 * <pre>{@code
 * InMemoryEpochLedger ledger = InMemoryEpochLedger.create();
 * FloatingIp db = FloatingIp.at("10.0.1.12").assigner(scenario.assigner()).fence(ledger).build();
 * db.move().to("i-0b").epoch(8).execute();
 * db.move().to("i-0a").epoch(7).execute(); // StaleEpochException, and nothing was changed
 * }</pre>
 */
public final class InMemoryEpochLedger implements EpochLedger {

    private enum Fault {
        LOSE_REQUEST,
        LOSE_REPLY
    }

    private final Map<IpAddress, Claim> records = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final Deque<Runnable> events = new ArrayDeque<>();
    private boolean down;

    private InMemoryEpochLedger() {}

    /** Creates an empty ledger. */
    public static InMemoryEpochLedger create() {
        return new InMemoryEpochLedger();
    }

    @Override
    public Claim advance(Claim claim, Duration budget) {
        Objects.requireNonNull(claim, "claim");
        return answer("advance " + claim, () -> {
            Claim recorded = records.get(claim.address());
            if (!claim.mayReplace(recorded)) {
                return Objects.requireNonNull(recorded);
            }
            records.put(claim.address(), claim);
            return claim;
        });
    }

    @Override
    public @Nullable Claim current(IpAddress address, Duration budget) {
        Objects.requireNonNull(address, "address");
        return answer("current " + address, () -> records.get(address));
    }

    @Override
    public Claim next(IpAddress address, HostId target, Duration budget) {
        Objects.requireNonNull(target, "target");
        return answer("next " + address, () -> {
            Claim recorded = records.get(address);
            Claim next = Claim.of(address, recorded == null ? 1 : Math.addExact(recorded.epoch(), 1), target);
            records.put(address, next);
            return next;
        });
    }

    /** Makes every call fail without effect, until {@link #comeBack()}. */
    public synchronized void goDown() {
        down = true;
    }

    /** Ends {@link #goDown()}. */
    public synchronized void comeBack() {
        down = false;
    }

    /** Loses the next call: it has no effect, and gets no answer. May be called several times. */
    public synchronized void loseNextRequest() {
        faults.add(Fault.LOSE_REQUEST);
    }

    /** Loses the next reply: the call takes effect, and gets no answer. May be called several times. */
    public synchronized void loseNextReply() {
        faults.add(Fault.LOSE_REPLY);
    }

    /**
     * Runs an event once, after the next call was answered and before its caller gets the answer: between a check and the change
     * that it was made for. Each call takes at most one event.
     *
     * @param event may use this ledger
     */
    public synchronized void afterNextAnswer(Runnable event) {
        events.add(Objects.requireNonNull(event, "event"));
    }

    /** Forgets an address, as if somebody deleted its record by hand. */
    public synchronized void forget(IpAddress address) {
        records.remove(Objects.requireNonNull(address, "address"));
    }

    /** Returns all calls so far, in order, in words: {@code advance 10.0.1.12 for i-0b by epoch 7}. */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    private <T> T answer(String call, Supplier<T> doing) {
        T answer;
        Runnable event;
        synchronized (this) {
            calls.add(call);
            Fault fault = faults.poll();
            if (down || fault == Fault.LOSE_REQUEST) {
                throw failed(call, down ? "the ledger is down" : "the request is lost");
            }
            answer = doing.get();
            if (fault == Fault.LOSE_REPLY) {
                throw failed(call, "the reply is lost");
            }
            event = events.poll();
        }
        if (event != null) {
            event.run();
        }
        return answer;
    }

    private static UnavailableException failed(String call, String why) {
        return UnavailableException.withoutEffect("the ledger: " + call, why, null);
    }
}
