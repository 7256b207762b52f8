package org.floatingip.aws;

import org.floatingip.aws.internal.Ec2Calls;
import org.floatingip.aws.internal.OwnClient;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** An assigner's way to EC2, until it is closed. Safe for use by several threads. */
final class Ec2Connection implements AutoCloseable {

    private final String assigner;
    private final Ec2Calls calls;
    private final @Nullable OwnClient<Ec2Client> owned;
    private volatile boolean closed;

    /**
     * @param assigner the name of its class
     * @param owned what is to be closed with it; null where the caller brought the client
     */
    Ec2Connection(Class<?> assigner, Ec2Calls calls, @Nullable OwnClient<Ec2Client> owned) {
        this.assigner = assigner.getSimpleName();
        this.calls = calls;
        this.owned = owned;
    }

    /** The calls of one attempt that begins now. */
    Ec2Calls attempt() {
        if (closed) {
            throw new IllegalStateException("this " + assigner + " is closed");
        }
        return calls.attempt();
    }

    @Override
    public void close() {
        closed = true;
        if (owned != null) {
            owned.close();
        }
    }

    /** Like {@link #toString()}, with what else the assigner is set to. */
    String toString(String more) {
        return assigner + "(" + calls + more + (closed ? ", closed" : "") + ")";
    }

    /** The assigner, for example {@code Ec2IpAssigner(us-east-1, any VPC, attempts of PT3S)}. */
    @Override
    public String toString() {
        return toString("");
    }
}
