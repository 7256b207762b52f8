package org.floatingip.testkit;

import java.time.Instant;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.InMemoryVpc;

/**
 * One event in a {@link Scenario}, in any of its parts.
 *
 * @param sequence its index in the history, from 0
 * @param at its time, by the scenario's clock
 * @param part the part of the scenario
 * @param text the event, in words
 */
public record ScenarioEvent(long sequence, Instant at, Part part, String text) {

    /** The parts of a scenario. */
    public enum Part {
        /** The {@link InMemoryVpc}. */
        NETWORK,
        /** The {@link InMemoryDns}. */
        DNS,
        /** The {@link InMemoryHosts}. */
        HOSTS
    }

    /** Returns one line: index, time, part, words. */
    @Override
    public String toString() {
        return "#" + sequence + " " + at + " " + part + " " + text;
    }
}
