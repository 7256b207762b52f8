package org.floatingip.lab.e2e;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a {@link UdpProbe} saw, from some moment on. Times are of {@link System#nanoTime()}. */
final class ProbeRun {

    private final int addresses;
    private final List<Packet> packets;

    /** One packet; {@code by} is the letter of the host that answered, or 0. */
    record Packet(int number, long sentAt, long answeredAt, char by) {

        boolean lost() {
            return by == 0;
        }
    }

    /** Packets one after the other with the same fate: {@code by} is as in a packet. */
    record Stretch(char by, long from, long to, int packets) {}

    /** Packets in the order of sending, each to the address that its number names, modulo their count. */
    ProbeRun(int addresses, List<Packet> packets) {
        this.addresses = addresses;
        this.packets = packets;
    }

    /** Reads what the probe wrote; what was sent before that moment is left out. */
    static ProbeRun read(Path file, long from) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            int addresses = in.readInt();
            int sent = in.readInt();
            List<Packet> packets = new ArrayList<>();
            for (int number = 0; number < sent; number++) {
                Packet packet = new Packet(number, in.readLong(), in.readLong(), (char) in.readByte());
                if (packet.sentAt() >= from) {
                    packets.add(packet);
                }
            }
            return new ProbeRun(addresses, packets);
        }
    }

    /** The same from a later moment on. */
    ProbeRun since(long nanos) {
        return new ProbeRun(
                addresses,
                packets.stream().filter(packet -> packet.sentAt() >= nanos).toList());
    }

    /** The same for one of several addresses, counted from 0. */
    ProbeRun to(int address) {
        return new ProbeRun(
                addresses,
                packets.stream()
                        .filter(packet -> packet.number() % addresses == address)
                        .toList());
    }

    List<Packet> packets() {
        return packets;
    }

    int sent() {
        return packets.size();
    }

    int lost() {
        return (int) packets.stream().filter(Packet::lost).count();
    }

    /** How many were answered by that host. */
    int by(char letter) {
        return (int) packets.stream().filter(packet -> packet.by() == letter).count();
    }

    /**
     * The longest time that an address was seen not to answer: from the last packet with an answer before a loss to the next
     * one with one. Zero if nothing was lost, however long the sender paused.
     */
    double longestGapMillis() {
        long longest = 0;
        long[] answered = new long[addresses];
        boolean[] losing = new boolean[addresses];
        for (Packet packet : packets) {
            int address = packet.number() % addresses;
            if (answered[address] == 0) {
                answered[address] = packet.sentAt();
            }
            losing[address] |= packet.lost();
            if (losing[address]) {
                longest = Math.max(longest, packet.sentAt() - answered[address]);
            }
            if (!packet.lost()) {
                answered[address] = packet.sentAt();
                losing[address] = false;
            }
        }
        return longest / 1e6;
    }

    /** Packets a second. */
    double pace() {
        return (packets.size() - 1) * 1e9 / span();
    }

    /** Packets that were due at 1 kHz between the first and the last, and not sent. */
    long leftOut() {
        return Math.max(0, Math.round(span() / 1e6) + 1 - packets.size());
    }

    /** The sender's own longest pause: what happened within it was not seen. */
    double longestPauseMillis() {
        long longest = 0;
        for (int i = 1; i < packets.size(); i++) {
            longest = Math.max(
                    longest, packets.get(i).sentAt() - packets.get(i - 1).sentAt());
        }
        return longest / 1e6;
    }

    private long span() {
        return packets.get(packets.size() - 1).sentAt() - packets.get(0).sentAt();
    }

    /** Who answered when, in the order of sending. */
    List<Stretch> stretches() {
        List<Stretch> all = new ArrayList<>();
        int first = 0;
        for (int i = 1; i <= packets.size(); i++) {
            if (i == packets.size() || packets.get(i).by() != packets.get(first).by()) {
                Packet from = packets.get(first);
                long to = packets.get(Math.min(i, packets.size() - 1)).sentAt();
                all.add(new Stretch(from.by(), from.sentAt(), to, i - first));
                first = i;
            }
        }
        return all;
    }
}
