package com.example;

import org.floatingip.FloatingIp;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class Orders {

    private final FloatingIp db;
    private final JdbcClient sql;

    public Orders(FloatingIp db, JdbcClient sql) {
        this.db = db;
        this.sql = sql;
    }

    @GetMapping("/orders")
    int orders() {
        return sql.sql("select 42").query(Integer.class).single();
    }

    /** For the monitor that finds the database dead. The move goes on after the caller has disconnected. */
    @PostMapping("/failover/{host}")
    void failover(@PathVariable String host) {
        new Thread(() -> db.moveTo(host), "failover").start();
    }

    public static void main(String[] args) {
        SpringApplication.run(Orders.class, args);
    }
}
