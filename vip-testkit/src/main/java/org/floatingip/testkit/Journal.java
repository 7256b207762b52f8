package org.floatingip.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatingip.spi.Ticker;

/** The events of all parts of a scenario, in one order. Its lock is the last that anybody takes. */
final class Journal {

    private final Ticker ticker;
    private final List<ScenarioEvent> events = new ArrayList<>();
    private String first = "";
    private int start;

    Journal(Ticker ticker) {
        this.ticker = ticker;
    }

    synchronized void add(ScenarioEvent.Part part, String text) {
        events.add(new ScenarioEvent(events.size(), ticker.now(), part, text));
    }

    /**
     * Lets the story begin here.
     *
     * @param state the current state, in words: everything a reader needs to know of the time before
     */
    synchronized void begin(String state) {
        first = state;
        start = events.size();
    }

    /** Returns the state at the beginning of the story, and a line for each event since. */
    synchronized String story() {
        return Stream.concat(
                        Stream.of("at first " + first),
                        start == events.size()
                                ? Stream.of("nothing has happened since")
                                : events.stream().skip(start).map(ScenarioEvent::toString))
                .collect(Collectors.joining("\n"));
    }

    synchronized List<ScenarioEvent> snapshot() {
        return List.copyOf(events);
    }
}
