package org.floatingip.lab.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.lab.clients.Outcome.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who notices that the path of a connection is dead, and who hangs: measured once, all side by side, by the timers of a real
 * kernel. The tables of docs/clients.md are what this has found; {@code -Dclients=write} writes them anew.
 */
class ClientsIT {

    private static final String SOCKET = "`java.net.Socket`";
    private static final String NETTY = "Netty, epoll";
    private static final String LETTUCE = "Lettuce";
    private static final String NOTHING = "nothing";
    private static final String KEEP_ALIVE = "`SO_KEEPALIVE` 2 s, 6 × 1 s";
    private static final String USER_TIMEOUT = "`TCP_USER_TIMEOUT` 3 s";

    /** Where nobody answers for the address. */
    private static final List<Fate> SILENCE = List.of(Fate.DROPPED, Fate.GONE);

    private static Map<ClientCase, Map<Fate, Outcome>> outcomes;

    @BeforeAll
    static void measure() {
        try (ClientsLab lab = new ClientsLab()) {
            outcomes = lab.measure();
        }
    }

    @AfterAll
    static void write() {
        if (outcomes != null && "write".equals(System.getProperty("clients"))) {
            ClientsPage.tables(outcomes).forEach(ClientsPage::write);
        }
    }

    private static Outcome of(String client, String setting, Doing doing, Fate fate) {
        return outcomes.entrySet().stream()
                .filter(each -> each.getKey().client().equals(client)
                        && each.getKey().setting().equals(setting)
                        && each.getKey().doing() == doing)
                .map(each -> Objects.requireNonNull(each.getValue().get(fate), fate.name()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no case " + client + ", " + setting + ", " + doing));
    }

    private static void assertHangs(String client, String setting, Doing doing, List<Fate> fates) {
        for (Fate fate : fates) {
            assertEnded(client, setting, doing, fate, Kind.HANGS, 0, 0);
        }
    }

    /** Between so many seconds, the second of which leaves room for a machine that has other things to do. */
    private static void assertEnded(
            String client, String setting, Doing doing, Fate fate, Kind kind, double from, double to) {
        Outcome outcome = of(client, setting, doing, fate);
        assertThat(outcome.kind())
                .as("%s, %s, %s, %s: %s", client, setting, doing.words, fate.words, outcome)
                .isEqualTo(kind);
        assertThat(outcome.millis() / 1000.0)
                .as("%s, %s, %s, %s: %s", client, setting, doing.words, fate.words, outcome)
                .isBetween(from, to);
    }

    @ParameterizedTest
    @ValueSource(strings = {SOCKET, "pgjdbc", "Jedis"})
    void waiting_whenNothingIsSet_hangsUnlessTheServiceSaidGoodbye(String client) {
        assertEnded(client, NOTHING, Doing.WAITS, Fate.STOPPED_FIRST, Kind.CLOSED, 0, 2);
        assertHangs(client, NOTHING, Doing.WAITS, List.of(Fate.MOVED, Fate.DROPPED, Fate.GONE_THEN_MOVED, Fate.GONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {SOCKET, "pgjdbc"})
    void asking_whenNothingIsSet_isResetByWhoHasTheAddressAndElseHangs(String client) {
        assertEnded(client, NOTHING, Doing.ASKS, Fate.STOPPED_FIRST, Kind.CLOSED, 0, 2);
        assertEnded(client, NOTHING, Doing.ASKS, Fate.MOVED, Kind.RESET, 0, 2);
        assertEnded(client, NOTHING, Doing.ASKS, Fate.GONE_THEN_MOVED, Kind.RESET, 4, 10);
        assertHangs(client, NOTHING, Doing.ASKS, SILENCE);
    }

    @Test
    void writing_whenNothingIsSet_goesOnWhereNobodyHasTheAddress() {
        assertEnded(SOCKET, NOTHING, Doing.WRITES, Fate.MOVED, Kind.RESET, 0, 2);
        assertHangs(SOCKET, NOTHING, Doing.WRITES, SILENCE);
    }

    /** A host that lives and has dropped the address says no more than one that is gone. */
    @Test
    void everything_whenALivingHostHasDroppedTheAddress_isAsWhereTheHostIsGone() {
        assertThat(outcomes.entrySet())
                .filteredOn(each -> each.getKey().fates().contains(Fate.DROPPED))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.getValue().get(Fate.DROPPED).kind())
                        .as(each.toString())
                        .isEqualTo(each.getValue().get(Fate.GONE).kind()));
    }

    @Test
    void keepAlive_noticesForWhoWaitsAndForNobodyElse() {
        assertEnded(SOCKET, KEEP_ALIVE, Doing.WAITS, Fate.MOVED, Kind.RESET, 0, 5);
        assertEnded(SOCKET, KEEP_ALIVE, Doing.WAITS, Fate.GONE, Kind.TIMED_OUT, 4, 11);
        assertHangs(SOCKET, KEEP_ALIVE, Doing.ASKS, SILENCE);
        assertHangs(SOCKET, KEEP_ALIVE, Doing.WRITES, SILENCE);
    }

    @Test
    void keepAlive_whenTheTimesAreTheSystems_hangs() {
        List<Fate> fates = List.of(Fate.MOVED, Fate.DROPPED, Fate.GONE_THEN_MOVED, Fate.GONE);

        assertHangs(SOCKET, "`SO_KEEPALIVE` alone", Doing.WAITS, fates);
        assertHangs("pgjdbc", "`tcpKeepAlive=true`", Doing.WAITS, fates);
    }

    @Test
    void userTimeout_noticesForWhoHasSentAndOnlyWithKeepAliveForWhoWaits() {
        String both = USER_TIMEOUT + ", " + KEEP_ALIVE;

        assertEnded(NETTY, USER_TIMEOUT, Doing.ASKS, Fate.GONE, Kind.TIMED_OUT, 2.9, 6);
        assertEnded(NETTY, USER_TIMEOUT, Doing.WRITES, Fate.GONE, Kind.TIMED_OUT, 2.9, 6);
        assertHangs(NETTY, USER_TIMEOUT, Doing.WAITS, SILENCE);
        assertEnded(NETTY, both, Doing.ASKS, Fate.GONE, Kind.TIMED_OUT, 2.9, 6);
        // Two seconds before the six probes have been missed.
        assertEnded(NETTY, both, Doing.WAITS, Fate.GONE, Kind.TIMED_OUT, 0, 5.9);
    }

    @Test
    void readTimeout_endsEveryWaitAndNoWrite() {
        for (Doing doing : List.of(Doing.WAITS, Doing.ASKS)) {
            assertEnded(SOCKET, "`SO_TIMEOUT` 3 s", doing, Fate.GONE, Kind.TIMED_OUT, 2.9, 6);
            assertEnded("pgjdbc", "`socketTimeout=3`", doing, Fate.GONE, Kind.TIMED_OUT, 2.9, 6);
        }
        assertEnded("pgjdbc", "`socketTimeout=3`", Doing.WAITS, Fate.MOVED, Kind.TIMED_OUT, 2.9, 6);
        assertHangs(SOCKET, "`SO_TIMEOUT` 3 s", Doing.WRITES, SILENCE);
    }

    /** Its request to cancel takes the same way. */
    @Test
    void queryTimeout_whenThePathIsDead_hangs() {
        assertHangs(
                "pgjdbc",
                "`queryTimeout=3`",
                Doing.WAITS,
                List.of(Fate.MOVED, Fate.DROPPED, Fate.GONE_THEN_MOVED, Fate.GONE));
    }

    @Test
    void abort_byAnotherThread_freesWhoWaits() {
        for (Fate fate : List.of(Fate.MOVED, Fate.DROPPED, Fate.GONE_THEN_MOVED, Fate.GONE)) {
            assertEnded("pgjdbc", "`Connection.abort(..)` after 3 s", Doing.WAITS, fate, Kind.CLOSED, 0, 6);
        }
    }

    @Test
    void settingsOfTheKernel_endWhatWasSentAndWhatHasKeepAlive() {
        assertEnded(SOCKET, "`sysctl`", Doing.ASKS, Fate.GONE, Kind.TIMED_OUT, 12, 17);
        assertHangs(SOCKET, "`sysctl`", Doing.WAITS, SILENCE);
        assertEnded(SOCKET, "`sysctl`, `SO_KEEPALIVE`", Doing.WAITS, Fate.GONE, Kind.TIMED_OUT, 4, 11);
        assertEnded("pgjdbc", "`sysctl`, `tcpKeepAlive=true`", Doing.WAITS, Fate.GONE, Kind.TIMED_OUT, 4, 11);
        assertEnded("pgjdbc", "`sysctl`, `tcpKeepAlive=true`", Doing.ASKS, Fate.GONE, Kind.TIMED_OUT, 12, 17);
    }

    @Test
    void socketFactory_givesTheDriverItsOwnKeepAlive() {
        String setting = "`socketFactory` with keepalive";

        assertEnded("pgjdbc", setting, Doing.WAITS, Fate.GONE, Kind.TIMED_OUT, 4, 11);
        assertEnded("pgjdbc", setting, Doing.WAITS, Fate.MOVED, Kind.RESET, 0, 5);
    }

    @Test
    void pool_asksAConnectionBeforeItLendsIt() {
        String limited = "`validationTimeout` 1 s, `connectionTimeout` 3 s";
        String pool = "HikariCP, pgjdbc";

        for (String setting : List.of(NOTHING, limited)) {
            assertEnded(pool, setting, Doing.BORROWS, Fate.STOPPED_FIRST, Kind.WORKS, 0, 4);
            assertEnded(pool, setting, Doing.BORROWS, Fate.MOVED, Kind.WORKS, 0, 4);
        }
        assertEnded(pool, NOTHING, Doing.BORROWS, Fate.GONE_THEN_MOVED, Kind.WORKS, 4, 10);
        assertEnded(pool, limited, Doing.BORROWS, Fate.GONE, Kind.TIMED_OUT, 2.9, 6);
        assertHangs(pool, NOTHING, Doing.BORROWS, SILENCE);
    }

    @Test
    void jedis_byDefault_endsAQuestionAndNoBlockingCommand() {
        assertEnded("Jedis", NOTHING, Doing.ASKS, Fate.GONE, Kind.TIMED_OUT, 1.9, 5);
        assertEnded("Jedis", "`blockingSocketTimeoutMillis` 3 s", Doing.WAITS, Fate.MOVED, Kind.TIMED_OUT, 2.9, 6);
    }

    @Test
    void lettuce_whenACommandTimesOut_keepsTheConnection() {
        String all = "`timeout` 3 s, " + USER_TIMEOUT + ", " + KEEP_ALIVE;

        assertHangs(LETTUCE, NOTHING, Doing.ASKS, SILENCE);
        assertEnded(LETTUCE, "`timeout` 3 s", Doing.ASKS, Fate.GONE, Kind.TIMED_OUT, 2.9, 6);
        assertHangs(LETTUCE, "`timeout` 3 s", Doing.ASKS_TO_GIVE_UP, SILENCE);
        assertEnded(LETTUCE, all, Doing.ASKS_TO_GIVE_UP, Fate.GONE, Kind.CLOSED, 2.9, 6);
        assertEnded(LETTUCE, all, Doing.WAITS_TO_GIVE_UP, Fate.GONE, Kind.CLOSED, 0, 5.9);
        // Its own keepalive: 13 s, then probes every 13 s.
        assertEnded(LETTUCE, NOTHING, Doing.WAITS_TO_GIVE_UP, Fate.MOVED, Kind.CLOSED, 5, 16);
    }

    @Test
    void connecting_whenTheServiceHangs_isNotEndedByTheTimeoutOfTheConnection() {
        Doing connects = Doing.CONNECTS;

        assertHangs(SOCKET, NOTHING, connects, List.of(Fate.GONE, Fate.MUTE));
        assertEnded(SOCKET, "`connect(address, 3000)`", connects, Fate.GONE, Kind.TIMED_OUT, 2.9, 6);
        assertHangs(SOCKET, "`connect(address, 3000)`", connects, List.of(Fate.MUTE));
        assertEnded("pgjdbc", NOTHING, connects, Fate.GONE, Kind.TIMED_OUT, 9.9, 14);
        assertHangs("pgjdbc", NOTHING, connects, List.of(Fate.MUTE));
        assertHangs("pgjdbc", "`connectTimeout=3`", connects, List.of(Fate.MUTE));
        for (Fate fate : List.of(Fate.GONE, Fate.MUTE)) {
            assertEnded("pgjdbc", "`loginTimeout=3`", connects, fate, Kind.TIMED_OUT, 2.9, 6);
            assertEnded("Jedis", NOTHING, connects, fate, Kind.TIMED_OUT, 1.9, 5);
            assertEnded(LETTUCE, "`connectTimeout` 3 s, `timeout` 3 s", connects, fate, Kind.TIMED_OUT, 2.9, 6);
        }
    }

    @Test
    void tables_always_areAsDocumented() {
        // Those that are being written can't differ.
        if (!"write".equals(System.getProperty("clients"))) {
            assertThat(ClientsPage.tables(outcomes))
                    .flatExtracting(ClientsPage::differences)
                    .isEmpty();
        }
    }
}
