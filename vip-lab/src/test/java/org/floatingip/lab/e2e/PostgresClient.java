package org.floatingip.lab.e2e;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A program on the client that writes numbers by pgjdbc through the floating IP, one transaction each, as fast as one answer after
 * the other comes (at most every five milliseconds). Each attempt has a number of its own; after one that failed it connects again.
 * Ends with its standard input.
 */
final class PostgresClient {

    private static final String INSERT = "INSERT INTO written VALUES (?) RETURNING current_setting('cluster_name')";

    /** In seconds: a connect that is not answered, and an answer that does not come. */
    private static final String PATIENCE = "?connectTimeout=1&socketTimeout=2";

    private PostgresClient() {}

    /**
     * One attempt to write its number.
     *
     * @param by the letter of the host that acknowledged it; 0 where nobody did
     * @param error the SQLSTATE where nobody did; else empty
     */
    record Attempt(long number, long from, long to, char by, String error) {

        boolean acknowledged() {
            return by != 0;
        }

        /** A standby answered: it does not write. */
        boolean refusedByAStandby() {
            return error.equals("25006");
        }
    }

    /** Arguments: the file to write, the address. */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<Attempt> attempts = new ArrayList<>();
        AtomicBoolean enough = new AtomicBoolean();
        Thread writing = new Thread(() -> write(args[1], attempts, enough));
        writing.start();
        Programs.awaitEndOfInput();
        enough.set(true);
        writing.join();
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(Path.of(args[0]))))) {
            out.writeInt(attempts.size());
            for (Attempt attempt : attempts) {
                out.writeLong(attempt.number());
                out.writeLong(attempt.from());
                out.writeLong(attempt.to());
                out.writeByte(attempt.by());
                out.writeUTF(attempt.error());
            }
        }
    }

    /** What such a program wrote. */
    static List<Attempt> read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            List<Attempt> attempts = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                attempts.add(
                        new Attempt(in.readLong(), in.readLong(), in.readLong(), (char) in.readByte(), in.readUTF()));
            }
            return attempts;
        }
    }

    private static void write(String address, List<Attempt> attempts, AtomicBoolean enough) {
        String url = "jdbc:postgresql://" + address + ":" + PostgresPair.PORT + "/postgres" + PATIENCE;
        // Not a number of an earlier client of the same table.
        long number = System.nanoTime();
        int good = 0;
        while (!enough.get()) {
            number++;
            long from = System.nanoTime();
            try (Connection connection = DriverManager.getConnection(url, "client", "");
                    PreparedStatement insert = connection.prepareStatement(INSERT)) {
                while (!enough.get()) {
                    insert.setLong(1, number);
                    try (ResultSet row = insert.executeQuery()) {
                        row.next();
                        char by = row.getString(1).charAt(0);
                        attempts.add(new Attempt(number, from, System.nanoTime(), by, ""));
                    }
                    if (++good == 50) {
                        System.out.println("ready");
                    }
                    TimeUnit.MILLISECONDS.sleep(5);
                    number++;
                    from = System.nanoTime();
                }
            } catch (SQLException e) {
                String state = e.getSQLState() == null ? "?" : e.getSQLState();
                attempts.add(new Attempt(number, from, System.nanoTime(), (char) 0, state));
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
