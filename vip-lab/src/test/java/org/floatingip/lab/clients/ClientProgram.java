package org.floatingip.lab.clients;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.floatingip.lab.clients.ClientCase.Call;
import org.floatingip.lab.clients.ClientCase.Kernel;
import org.jspecify.annotations.Nullable;

/**
 * A program in a client's network: every case of that kernel, with a connection for each fate, all side by side. Says that it is
 * ready when all are connected. Is told when those that wait shall ask, and says that they have asked. Is told when it has
 * happened; then it watches, prints, and ends. It does not live longer than its standard input.
 */
final class ClientProgram {

    /** Until a question is acknowledged. */
    private static final long ACKNOWLEDGED_MILLIS = 300;

    private ClientProgram() {}

    /** What all of them wait for. */
    private static final class Phases {

        private final CountDownLatch opened;
        private final CountDownLatch asking = new CountDownLatch(1);
        private final CountDownLatch happened = new CountDownLatch(1);
        private volatile long happenedAt;

        Phases(int attempts) {
            opened = new CountDownLatch(attempts);
        }
    }

    /** A client on its way to one fate. */
    private static final class Attempt {

        private final int number;
        private final ClientCase one;
        private final Fate fate;
        private volatile Outcome outcome = Outcome.hangs();

        Attempt(int number, ClientCase one, Fate fate) {
            this.number = number;
            this.one = one;
            this.fate = fate;
        }

        void live(Phases phases) {
            try {
                Call call = open();
                phases.opened.countDown();
                (one.doing().isBefore() ? phases.asking : phases.happened).await();
                long askedAt = System.nanoTime();
                Throwable thrown = run(call);
                long endedAt = System.nanoTime();
                // Somebody who waited may have noticed before everybody was told.
                phases.happened.await();
                outcome = Outcome.of(Math.max(0, millis(phases.happenedAt, endedAt)), millis(askedAt, endedAt), thrown);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static long millis(long from, long to) {
            return TimeUnit.NANOSECONDS.toMillis(to - from);
        }

        @SuppressWarnings("CatchAndPrintStackTrace") // What has no other way to be told ends the program.
        private Call open() {
            try {
                return one.opener().open(fate.address);
            } catch (Exception e) {
                System.err.println(one.name() + " can't begin, " + fate + ":");
                e.printStackTrace();
                Runtime.getRuntime().halt(1);
                throw new IllegalStateException(e);
            }
        }

        private static @Nullable Throwable run(Call call) {
            try {
                call.run();
                return null;
            } catch (Exception e) {
                return e;
            }
        }
    }

    /** Argument: the kernel. */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<Attempt> attempts = attempts(Kernel.valueOf(args[0]));
        Phases phases = new Phases(attempts.size());
        for (Attempt attempt : attempts) {
            Thread thread = new Thread(() -> attempt.live(phases));
            thread.setDaemon(true);
            thread.start();
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        phases.opened.await();
        say("ready");
        await(in);
        phases.asking.countDown();
        TimeUnit.MILLISECONDS.sleep(ACKNOWLEDGED_MILLIS);
        say("asked");
        await(in);
        phases.happenedAt = System.nanoTime();
        phases.happened.countDown();
        TimeUnit.MILLISECONDS.sleep(Limits.WATCHED.toMillis());
        for (Attempt attempt : attempts) {
            say(attempt.number + "\t" + attempt.fate + "\t" + attempt.outcome.line());
        }
        say("end");
        // Whatever still hangs, hangs.
        Runtime.getRuntime().halt(0);
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static void await(BufferedReader in) throws IOException {
        if (in.readLine() == null) {
            Runtime.getRuntime().halt(1);
        }
    }

    private static List<Attempt> attempts(Kernel kernel) {
        List<ClientCase> cases = ClientCase.all();
        List<Attempt> attempts = new ArrayList<>();
        for (int number = 0; number < cases.size(); number++) {
            ClientCase one = cases.get(number);
            if (one.host() == kernel) {
                for (Fate fate : one.fates()) {
                    attempts.add(new Attempt(number, one, fate));
                }
            }
        }
        return attempts;
    }
}
