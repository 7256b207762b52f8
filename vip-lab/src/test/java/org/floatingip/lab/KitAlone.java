package org.floatingip.lab;

import org.floatingip.MoveResult;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;

/** A program on the core of the kit, for {@link KitAloneTest}: neither JUnit nor AssertJ is on its class path. */
final class KitAlone {

    private KitAlone() {}

    public static void main(String[] arguments) {
        for (String missing : new String[] {"org.junit.jupiter.api.Test", "org.assertj.core.api.Assertions"}) {
            try {
                Class.forName(missing);
                throw new IllegalStateException(missing + " is on the class path: this proves nothing");
            } catch (ClassNotFoundException expected) {
                // As it should be.
            }
        }
        try (Scenario scenario = Scenario.builder()
                .host("i-0a")
                .holding("10.0.1.12")
                .host("i-0b")
                .named("db.example.com", "10.0.1.12")
                .build()) {
            scenario.assigner().inject(Fault.throttle().onCall(Call.ASSIGN));
            MoveResult moved = scenario.floatingIp().moveTo("i-0b");
            System.out.println(
                    moved.outcome() + " " + scenario.serve().endpointUrl().getHost());
        }
    }
}
