package com.example.tests;

import static org.floatingip.testkit.assertj.VipAssertions.assertThat;

import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.junit.FloatingIpTest;
import org.junit.jupiter.api.Test;

@FloatingIpTest
class SwitchTest {

    @Test
    void address_whenMoved_isHeldByTheTarget(Scenario scenario) {
        scenario.floatingIp().moveTo("i-0b");

        assertThat(scenario).address("10.0.1.12").isHeldBy("i-0b").wasMovedTimes(1);
    }
}
