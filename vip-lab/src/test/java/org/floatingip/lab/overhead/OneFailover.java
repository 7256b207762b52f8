package org.floatingip.lab.overhead;

import static org.floatingip.testkit.assertj.VipAssertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.floatingip.testkit.Scenario;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** What a consumer's unit test of one failover does, with the network in memory: that of the README. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class OneFailover {

    /** The body of the test: a network of its own, the move, and what is asserted of it. */
    @Benchmark
    public void test() {
        Scenario scenario = Scenario.builder()
                .host("i-0a")
                .holding("10.0.1.12")
                .host("i-0b")
                .named("db.example.com", "10.0.1.12")
                .build();
        scenario.floatingIp().moveTo("i-0b");
        assertThat(scenario).address("10.0.1.12").isHeldBy("i-0b").wasMovedTimes(1);
    }
}
