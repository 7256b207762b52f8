package com.example;

import static org.floatingip.testkit.assertj.VipAssertions.assertThat;

import org.floatingip.FloatingIp;
import org.floatingip.boot.test.AutoConfigureScenario;
import org.floatingip.testkit.Scenario;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest
@AutoConfigureScenario
class OrdersTest {

    @Test
    void theAddress_whenItsHolderIsDead_moves(@Autowired FloatingIp db, @Autowired Scenario scenario) {
        scenario.network().terminate("i-0a");    // it held the address; i-0b is idle

        db.moveTo("i-0b");

        assertThat(scenario).address("10.0.1.12").isHeldBy("i-0b").wasMovedTimes(1);
    }
}
