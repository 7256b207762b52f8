package org.floatingip.lab.clients;

import java.util.List;
import java.util.stream.Stream;

/**
 * A client in one setting, doing one thing: a row of a table.
 *
 * @param client the client
 * @param setting what was set, in the client's own words
 * @param doing what it does
 * @param host the settings of its host's kernel
 * @param opener connects it
 */
record ClientCase(String client, String setting, Doing doing, Kernel host, Opener opener) {

    /** The settings of the kernel that a client runs on. */
    enum Kernel {
        /** As Linux comes. */
        DEFAULTS,

        /** Keepalive as in {@link Limits}, and few retransmissions: for all sockets that say nothing else. */
        TUNED
    }

    /** Connects to the address and returns what the client then does. */
    @FunctionalInterface
    interface Opener {
        Call open(String address) throws Exception;
    }

    /** Returns when the client has what it asked for; throws when it has noticed that it does not get it. */
    @FunctionalInterface
    interface Call {
        void run() throws Exception;
    }

    static ClientCase of(String client, String setting, Doing doing, Opener opener) {
        return new ClientCase(client, setting, doing, Kernel.DEFAULTS, opener);
    }

    static ClientCase onTunedHost(String client, String setting, Doing doing, Opener opener) {
        return new ClientCase(client, setting, doing, Kernel.TUNED, opener);
    }

    /** All of them: the rows of both tables, in their order. */
    static List<ClientCase> all() {
        return Stream.of(
                        SocketClients.cases(),
                        NettyClients.cases(),
                        PostgresClients.cases(),
                        JedisClients.cases(),
                        LettuceClients.cases())
                .flatMap(List::stream)
                .toList();
    }

    /** What it is put to. */
    List<Fate> fates() {
        return doing == Doing.CONNECTS ? Fate.OF_NEW_CONNECTIONS : Fate.OF_OPEN_CONNECTIONS;
    }

    /** What it is called in a failure. */
    String name() {
        return client + ", " + setting + ", " + doing.words;
    }
}
