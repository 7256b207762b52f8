package org.floatingip.testkit;

import java.time.Instant;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.InMemoryVpc;

/**
 * One thing that happened in a {@link Scenario}, in whichever part of it.
 *
 * @param sequence its place in the history, from 0
 * @param at when, by the scenario's clock
 * @param part where
 * @param text the whole of it in words
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

    /** One line: place, time, part, words. */
    @Override
    public String toString() {
        return "#" + sequence + " " + at + " " + part + " " + text;
    }
}
