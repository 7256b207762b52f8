package org.floatingip.lab.e2e;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program on the client that counts in Redis, by one open connection through the floating IP, as fast as one answer after
 * the other comes (at most every millisecond). When an answer does not come, or says that the host is a replica, it connects
 * again. Ends with its standard input.
 */
final class RedisClient {

    /** As long as an answer may take. Applications wait longer by default, and so notice a dead host later. */
    static final int PATIENCE_MILLIS = 250;

    private static final byte[] QUESTION =
            "*2\r\n$4\r\nINCR\r\n$4\r\nhits\r\n*3\r\n$6\r\nCONFIG\r\n$3\r\nGET\r\n$10\r\ndbfilename\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private RedisClient() {}

    /** One attempt to count; {@code value} is -1 where it failed, {@code by} the letter of the host that answered. */
    record Attempt(long from, long to, long value, char by) {

        boolean failed() {
            return value < 0;
        }
    }

    /** Arguments: the file to write, the address. */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<Attempt> attempts = new ArrayList<>();
        boolean[] enough = new boolean[1];
        Thread counting = new Thread(() -> count(args[1], attempts, enough));
        counting.start();
        Programs.awaitEndOfInput();
        synchronized (enough) {
            enough[0] = true;
        }
        counting.join();
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(Path.of(args[0]))))) {
            out.writeInt(attempts.size());
            for (Attempt attempt : attempts) {
                out.writeLong(attempt.from());
                out.writeLong(attempt.to());
                out.writeLong(attempt.value());
                out.writeByte(attempt.by());
            }
        }
    }

    /** What such a program wrote. */
    static List<Attempt> read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            List<Attempt> attempts = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                attempts.add(new Attempt(in.readLong(), in.readLong(), in.readLong(), (char) in.readByte()));
            }
            return attempts;
        }
    }

    private static void count(String address, List<Attempt> attempts, boolean[] enough) {
        int good = 0;
        while (!isSet(enough)) {
            long from = System.nanoTime();
            try (Socket socket = new Socket()) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.connect(new InetSocketAddress(address, RedisPair.PORT), PATIENCE_MILLIS);
                InputStream in = new BufferedInputStream(socket.getInputStream());
                while (!isSet(enough)) {
                    socket.getOutputStream().write(QUESTION);
                    Attempt attempt = answer(in, from);
                    attempts.add(attempt);
                    if (attempt.failed()) {
                        break;
                    }
                    if (++good == 100) {
                        System.out.println("ready");
                    }
                    TimeUnit.MILLISECONDS.sleep(1);
                    from = System.nanoTime();
                }
                TimeUnit.MILLISECONDS.sleep(1);
            } catch (IOException e) {
                attempts.add(new Attempt(from, System.nanoTime(), -1, (char) 0));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static boolean isSet(boolean[] flag) {
        synchronized (flag) {
            return flag[0];
        }
    }

    private static Attempt answer(InputStream in, long from) throws IOException {
        String counted = line(in);
        for (int skipped = 0; skipped < 4; skipped++) {
            line(in);
        }
        char by = line(in).charAt(0);
        long value = counted.startsWith(":") ? Long.parseLong(counted.substring(1)) : -1;
        return new Attempt(from, System.nanoTime(), value, by);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int c;
        while ((c = in.read()) != '\r') {
            if (c < 0) {
                throw new EOFException();
            }
            line.append((char) c);
        }
        in.read();
        return line.toString();
    }
}
