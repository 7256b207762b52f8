package com.example.app;

import org.floatingip.MoveResult;
import org.floatingip.testkit.Scenario;

/** Moves an address in a network in memory, and says what came of it. */
public final class Switch {

    private Switch() {}

    public static void main(String[] arguments) {
        try (Scenario scenario = Scenario.builder()
                .host("i-0a")
                .holding("10.0.1.12")
                .host("i-0b")
                .build()) {
            MoveResult moved = scenario.floatingIp().moveTo("i-0b");
            System.out.println(moved.outcome() + ", held by "
                    + scenario.floatingIp().holder().orElseThrow().host());
        }
    }
}
