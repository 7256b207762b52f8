package org.floatingip.lab.clients;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.EOFException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.floatingip.lab.clients.ClientCase.Call;
import org.floatingip.lab.clients.ClientCase.Opener;

/** Lettuce, whose connection is shared, mends itself, and asks again what was not answered. */
final class LettuceClients {

    private static final String NAME = "Lettuce";
    private static final String TIMEOUT = "`timeout` 3 s";
    private static final String ALL = TIMEOUT + ", `TCP_USER_TIMEOUT` 3 s, `SO_KEEPALIVE` 2 s, 6 × 1 s";

    private LettuceClients() {}

    static List<ClientCase> cases() {
        ClientOptions defaults = ClientOptions.create();
        Duration timeout = Limits.TIMEOUT;
        Duration byDefault = RedisURI.DEFAULT_TIMEOUT_DURATION;
        return List.of(
                ClientCase.of(NAME, "nothing", Doing.ASKS, address -> asks(client(address, byDefault, defaults))),
                ClientCase.of(NAME, TIMEOUT, Doing.ASKS, address -> asks(client(address, timeout, defaults))),
                ClientCase.of(NAME, TIMEOUT, Doing.ASKS_TO_GIVE_UP, givesUp(false, defaults)),
                ClientCase.of(NAME, ALL, Doing.ASKS_TO_GIVE_UP, givesUp(false, limited())),
                ClientCase.of(NAME, "nothing", Doing.WAITS_TO_GIVE_UP, givesUp(true, defaults)),
                ClientCase.of(NAME, ALL, Doing.WAITS_TO_GIVE_UP, givesUp(true, limited())),
                ClientCase.of(
                        NAME,
                        "nothing",
                        Doing.CONNECTS,
                        address -> () -> connects(client(address, byDefault, defaults))),
                ClientCase.of(
                        NAME,
                        "`connectTimeout` 3 s, " + TIMEOUT,
                        Doing.CONNECTS,
                        address -> () -> connects(client(address, timeout, limited()))));
    }

    private static ClientOptions limited() {
        // sample
        SocketOptions sockets = SocketOptions.builder()
                .connectTimeout(Duration.ofSeconds(3))
                .keepAlive(KeepAliveOptions.builder()
                        .enable()
                        .idle(Duration.ofSeconds(2))
                        .interval(Duration.ofSeconds(1))
                        .count(6)
                        .build())
                .tcpUserTimeout(TcpUserTimeoutOptions.builder()
                        .enable()
                        .tcpUserTimeout(Duration.ofSeconds(3))
                        .build())
                .build();
        // end
        return ClientOptions.builder().socketOptions(sockets).build();
    }

    private static RedisClient client(String address, Duration timeout, ClientOptions options) {
        RedisClient client = RedisClient.create(RedisURI.builder()
                .withHost(address)
                .withPort(ClientsLab.REDIS)
                .withTimeout(timeout)
                .build());
        client.setOptions(options);
        return client;
    }

    private static Call asks(RedisClient client) {
        StatefulRedisConnection<String, String> connection = client.connect();
        connection.sync().ping();
        return () -> connection.sync().ping();
    }

    /** Ends when the client has dropped the connection, whatever became of the question. */
    private static Opener givesUp(boolean blocking, ClientOptions options) {
        return address -> {
            RedisClient client = client(address, Limits.TIMEOUT, options);
            StatefulRedisConnection<String, String> connection = client.connect();
            connection.sync().ping();
            CountDownLatch dropped = new CountDownLatch(1);
            client.addListener(new RedisConnectionStateListener() {
                @Override
                public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
                    dropped.countDown();
                }
            });
            return () -> {
                Future<?> unused = blocking
                        ? connection.async().blpop(0, "nothing")
                        : connection.async().ping();
                dropped.await();
                throw new EOFException("closed");
            };
        };
    }

    private static void connects(RedisClient client) {
        client.connect().sync().ping();
    }
}
