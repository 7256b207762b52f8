package org.floatingip.lab.clients;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.EOFException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.floatingip.lab.clients.ClientCase.Call;

/** Netty's native transport, which speaks with Redis: Java's own sockets have no {@code TCP_USER_TIMEOUT}. */
final class NettyClients {

    private static final String NAME = "Netty, epoll";
    private static final String ALONE = "`TCP_USER_TIMEOUT` 3 s";
    private static final String BOTH = ALONE + ", `SO_KEEPALIVE` 2 s, 6 × 1 s";
    private static final long EACH_MILLIS = 100;

    private NettyClients() {}

    static List<ClientCase> cases() {
        return List.of(
                ClientCase.of(NAME, ALONE, Doing.WAITS, address -> asks(open(address, false), "BLPOP nothing 0\r\n")),
                ClientCase.of(NAME, ALONE, Doing.ASKS, address -> asks(open(address, false), "PING\r\n")),
                ClientCase.of(NAME, ALONE, Doing.WRITES, address -> writes(open(address, false))),
                ClientCase.of(NAME, BOTH, Doing.WAITS, address -> asks(open(address, true), "BLPOP nothing 0\r\n")),
                ClientCase.of(NAME, BOTH, Doing.ASKS, address -> asks(open(address, true), "PING\r\n")));
    }

    /** What came: an answer, or the end. */
    private static final class Inbox extends SimpleChannelInboundHandler<ByteBuf> {

        private final BlockingQueue<Object> came = new LinkedBlockingQueue<>();

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf answer) {
            came.add(answer.toString(StandardCharsets.US_ASCII));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            came.add(cause);
            ChannelFuture unused = context.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            came.add(new EOFException("closed"));
        }

        void take() throws Exception {
            if (came.take() instanceof Exception end) {
                throw end;
            }
        }
    }

    private static Channel open(String address, boolean keepAlive) throws InterruptedException {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .handler(new Inbox())
                .option(EpollChannelOption.TCP_USER_TIMEOUT, Limits.millis(Limits.TIMEOUT));
        if (keepAlive) {
            bootstrap
                    .option(ChannelOption.SO_KEEPALIVE, true)
                    .option(EpollChannelOption.TCP_KEEPIDLE, Limits.seconds(Limits.IDLE))
                    .option(EpollChannelOption.TCP_KEEPINTVL, Limits.seconds(Limits.INTERVAL))
                    .option(EpollChannelOption.TCP_KEEPCNT, Limits.PROBES);
        }
        return bootstrap
                .connect(new InetSocketAddress(address, ClientsLab.REDIS))
                .sync()
                .channel();
    }

    private static void send(Channel channel, String question) {
        ChannelFuture unused = channel.writeAndFlush(Unpooled.copiedBuffer(question, StandardCharsets.US_ASCII));
    }

    private static Call asks(Channel channel, String question) throws Exception {
        Inbox inbox = channel.pipeline().get(Inbox.class);
        send(channel, "PING\r\n");
        inbox.take();
        return () -> {
            send(channel, question);
            inbox.take();
        };
    }

    private static Call writes(Channel channel) throws Exception {
        Inbox inbox = channel.pipeline().get(Inbox.class);
        send(channel, "PING\r\n");
        inbox.take();
        return () -> {
            while (true) {
                send(channel, "PING\r\n");
                if (inbox.came.poll(EACH_MILLIS, TimeUnit.MILLISECONDS) instanceof Exception end) {
                    throw end;
                }
            }
        };
    }
}
