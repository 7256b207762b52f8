package org.floatingip.lab.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.floatingip.testkit.fault.Ec2RequestLimits;

/** Somebody else in the account who asks for assignments, none of which makes sense, as often as EC2 lets anybody. */
final class NoisyNeighbour implements AutoCloseable {

    private static final String ACTION = "AssignPrivateIpAddresses";

    private final Thread thread;
    private volatile long until = Long.MAX_VALUE;

    private NoisyNeighbour(URI endpoint) {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "Action=" + ACTION + "&Version=2016-11-15&NetworkInterfaceId=eni-00000000000000000"
                                + "&PrivateIpAddress.1=10.77.1.250"))
                .build();
        thread = new Thread(() -> {
            while (System.nanoTime() < until) {
                try {
                    client.send(request, HttpResponse.BodyHandlers.discarding());
                } catch (IOException unanswered) {
                    // It asks again.
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
    }

    /** Starts, and returns when nothing is left. */
    static NoisyNeighbour start(URI endpoint, Ec2RequestLimits limits) {
        NoisyNeighbour neighbour = new NoisyNeighbour(endpoint);
        neighbour.thread.start();
        Wait.until("the bucket is empty", () -> limits.left(ACTION) == 0);
        return neighbour;
    }

    void stopAfter(Duration time) {
        until = System.nanoTime() + time.toNanos();
    }

    @Override
    public void close() {
        until = System.nanoTime();
        thread.interrupt();
    }
}
