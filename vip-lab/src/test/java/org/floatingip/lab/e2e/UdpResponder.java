package org.floatingip.lab.e2e;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * A program on a host that answers each packet with its number and the host's letter, from the address that it was sent to.
 * Ends with its standard input.
 */
final class UdpResponder {

    private UdpResponder() {}

    /** Arguments: the letter, the port, the addresses with commas between. */
    public static void main(String[] args) throws IOException {
        Selector selector = Selector.open();
        for (String address : args[2].split(",", -1)) {
            DatagramChannel channel = DatagramChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
            channel.bind(new InetSocketAddress(address, Integer.parseInt(args[1])));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
        }
        Programs.endWithInput();
        System.out.println("ready");
        byte letter = (byte) args[0].charAt(0);
        ByteBuffer buffer = ByteBuffer.allocateDirect(64);
        while (true) {
            selector.select(key -> answer((DatagramChannel) key.channel(), buffer, letter));
        }
    }

    private static void answer(DatagramChannel channel, ByteBuffer buffer, byte letter) {
        try {
            SocketAddress from;
            while ((from = channel.receive(buffer.clear())) != null) {
                buffer.limit(Long.BYTES + 1).position(0);
                buffer.put(Long.BYTES, letter);
                channel.send(buffer, from);
            }
        } catch (IOException unanswered) {
            // The host has just lost the address: no answer, as from any service there.
        }
    }
}
