package org.floatingip.lab.e2e;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A program on the client that sends a numbered packet at every tick, to its addresses in turn, and notes when it was sent,
 * when it was answered, and by whom. A tick that it could not keep is left out: what was not sent was not lost. Says that it
 * is ready when answers come; ends with its standard input.
 */
final class UdpProbe {

    private static final int MOST = 300_000;
    private static final int WARM = 200;
    private static final long GRACE_MILLIS = 700;

    private final DatagramChannel channel;
    private final long[] sentAt = new long[MOST];
    private final long[] answeredAt = new long[MOST];
    private final byte[] answeredBy = new byte[MOST];
    private volatile int sent;

    private UdpProbe(DatagramChannel channel) {
        this.channel = channel;
    }

    /** Arguments: the file to write, the port, the tick in microseconds, the addresses with commas between. */
    public static void main(String[] args) throws IOException, InterruptedException {
        String[] addresses = args[3].split(",", -1);
        InetSocketAddress[] targets = new InetSocketAddress[addresses.length];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = new InetSocketAddress(addresses[i], Integer.parseInt(args[1]));
        }
        DatagramChannel channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
        channel.bind(null);
        UdpProbe probe = new UdpProbe(channel);
        AtomicBoolean enough = new AtomicBoolean();
        Thread sender = new Thread(() -> probe.send(targets, Long.parseLong(args[2]) * 1000, enough));
        Thread receiver = new Thread(probe::receive);
        receiver.start();
        sender.start();
        Programs.awaitEndOfInput();
        enough.set(true);
        sender.join();
        Thread.sleep(GRACE_MILLIS);
        channel.close();
        receiver.join();
        probe.write(Path.of(args[0]), addresses.length);
    }

    private void send(InetSocketAddress[] targets, long tick, AtomicBoolean enough) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(Long.BYTES + 1);
        long due = System.nanoTime();
        for (int number = 0; number < MOST && !enough.get(); number++) {
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            buffer.clear().putLong(number).put((byte) 0).flip();
            sentAt[number] = System.nanoTime();
            try {
                channel.send(buffer, targets[number % targets.length]);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            sent = number + 1;
            due += tick * Math.max(1, (System.nanoTime() - due) / tick);
        }
    }

    private void receive() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(64);
        int answers = 0;
        try {
            while (true) {
                channel.receive(buffer.clear());
                long now = System.nanoTime();
                int number = (int) buffer.getLong(0);
                if (answeredAt[number] == 0) {
                    answeredAt[number] = now;
                    answeredBy[number] = buffer.get(Long.BYTES);
                    if (++answers == WARM) {
                        System.out.println("ready");
                    }
                }
            }
        } catch (ClosedChannelException done) {
            // All that come in time have come.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Path file, int addresses) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeInt(addresses);
            out.writeInt(sent);
            for (int number = 0; number < sent; number++) {
                out.writeLong(sentAt[number]);
                out.writeLong(answeredAt[number]);
                out.writeByte(answeredBy[number]);
            }
        }
    }
}
