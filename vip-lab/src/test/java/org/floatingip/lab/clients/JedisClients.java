package org.floatingip.lab.clients;

import java.util.List;
import org.floatingip.lab.clients.ClientCase.Call;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;

/** Jedis: a blocking command is what waits. */
final class JedisClients {

    private static final String NAME = "Jedis";

    private JedisClients() {}

    static List<ClientCase> cases() {
        JedisClientConfig defaults = DefaultJedisClientConfig.builder().build();
        JedisClientConfig blocking = DefaultJedisClientConfig.builder()
                .blockingSocketTimeoutMillis(Limits.millis(Limits.TIMEOUT))
                .build();
        return List.of(
                ClientCase.of(NAME, "nothing", Doing.WAITS, address -> waits(address, defaults)),
                ClientCase.of(
                        NAME, "`blockingSocketTimeoutMillis` 3 s", Doing.WAITS, address -> waits(address, blocking)),
                ClientCase.of(NAME, "nothing", Doing.ASKS, address -> asks(address, defaults)),
                ClientCase.of(
                        NAME,
                        "nothing",
                        Doing.CONNECTS,
                        address -> () -> connected(address, defaults).ping()));
    }

    private static Jedis connected(String address, JedisClientConfig config) {
        return new Jedis(new HostAndPort(address, ClientsLab.REDIS), config);
    }

    private static Call waits(String address, JedisClientConfig config) {
        Jedis jedis = connected(address, config);
        jedis.ping();
        return () -> jedis.blpop(0, "nothing");
    }

    private static Call asks(String address, JedisClientConfig config) {
        Jedis jedis = connected(address, config);
        jedis.ping();
        return jedis::ping;
    }
}
