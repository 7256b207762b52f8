package org.floatingip.testkit;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.spi.Ticker;

/** What the parts of a scenario write down, in one order. Its lock is the last that anybody takes. */
final class Journal {

    private final Ticker ticker;
    private final List<ScenarioEvent> events = new ArrayList<>();

    Journal(Ticker ticker) {
        this.ticker = ticker;
    }

    synchronized void add(ScenarioEvent.Part part, String text) {
        events.add(new ScenarioEvent(events.size(), ticker.now(), part, text));
    }

    synchronized List<ScenarioEvent> snapshot() {
        return List.copyOf(events);
    }
}
