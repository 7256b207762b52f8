package org.floatingip.spi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What an {@link IpAssigner} and its network can do, said up front: the engine asks for this, never for a type. A trait that
 * is promised without its method fails the contract in the testkit. Immutable.
 *
 * <p>The defaults are those of the plainest network: one address a call, an atomic takeover, no conditions, no lag.
 */
public final class Traits {

    /** How an address passes to a target that somebody else holds it before. */
    public enum Takeover {
        /** By one change, in which it is never unheld: the last writer wins. */
        ATOMIC,
        /** Not at all: it has to be taken from its holder first. */
        NONE
    }

    /** Who makes hosts accept an address and drop it. */
    public enum HostSide {
        /** The engine, by the {@link HostNetworkConfigurator} that the caller gives, if any. */
        ENGINE,
        /**
         * The assigner itself: configuring the address on the host <i>is</i> the flip, as on a plain LAN. A configurator beside
         * it would flip the address before its time, so {@code build()} refuses one.
         */
        ASSIGNER,
        /**
         * Nobody: hosts never see the address, since the network translates it into one of their own, as it does with an Elastic IP.
         * {@code build()} refuses a configurator beside it.
         */
        NONE
    }

    private static final Traits PLAIN = builder().build();

    private final int mostPerCall;
    private final Takeover takeover;
    private final boolean conditional;
    private final boolean putsBack;
    private final HostSide hostSide;
    private final boolean knowsHosts;
    private final boolean diagnoses;
    private final Duration dataPlaneLag;
    private final Duration readLag;

    private Traits(Builder builder) {
        this.mostPerCall = builder.mostPerCall;
        this.takeover = builder.takeover;
        this.conditional = builder.conditional;
        this.putsBack = builder.putsBack;
        this.hostSide = builder.hostSide;
        this.knowsHosts = builder.knowsHosts;
        this.diagnoses = builder.diagnoses;
        this.dataPlaneLag = builder.dataPlaneLag;
        this.readLag = builder.readLag;
    }

    /** The defaults. */
    public static Traits plain() {
        return PLAIN;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** These, to be changed. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.mostPerCall = mostPerCall;
        builder.takeover = takeover;
        builder.conditional = conditional;
        builder.putsBack = putsBack;
        builder.hostSide = hostSide;
        builder.knowsHosts = knowsHosts;
        builder.diagnoses = diagnoses;
        builder.dataPlaneLag = dataPlaneLag;
        builder.readLag = readLag;
        return builder;
    }

    /** How many addresses one {@link IpAssigner#assign} or {@link IpAssigner#release} takes; at least one. Default 1. */
    public int mostPerCall() {
        return mostPerCall;
    }

    /** Default {@link Takeover#ATOMIC}. */
    public Takeover takeover() {
        return takeover;
    }

    /**
     * Whether the network enforces conditions, so that an address can be handed over: {@link IpAssigner#release} takes it from
     * the holder that was named or fails, and {@link IpAssigner#assign} of a transfer in which nobody was seen displaces
     * nobody, whatever happens elsewhere at the same time. Default false.
     */
    public boolean conditional() {
        return conditional;
    }

    /** Whether {@link IpAssigner#putBack} can be called. Needs {@link #conditional()}. Default false. */
    public boolean putsBack() {
        return putsBack;
    }

    /** Default {@link HostSide#ENGINE}. */
    public HostSide hostSide() {
        return hostSide;
    }

    /** Whether {@link IpAssigner#ownAddresses} can be called. Default false. */
    public boolean knowsHosts() {
        return knowsHosts;
    }

    /** Whether the assigner has more to say than a survey: {@link IpAssigner#diagnoseAddress}. Default false. */
    public boolean diagnoses() {
        return diagnoses;
    }

    /**
     * How long packets may follow the network's answer, at the most. An old host goes on accepting the address for that time.
     * Default zero.
     */
    public Duration dataPlaneLag() {
        return dataPlaneLag;
    }

    /**
     * How old an answer of the network may be, at the most. An answer may also be older than the one before it. Nothing can be
     * promised about old answers without a bound, so this is one: the engine takes what it reads for the present only where
     * that is long enough after its own change. Default zero.
     */
    public Duration readLag() {
        return readLag;
    }

    /** What differs from the defaults. */
    @Override
    public String toString() {
        List<String> said = new ArrayList<>();
        if (mostPerCall > 1) {
            said.add("up to " + mostPerCall + " addresses a call");
        }
        if (takeover == Takeover.NONE) {
            said.add("no takeover");
        }
        if (conditional) {
            said.add("conditional");
        }
        if (putsBack) {
            said.add("puts back");
        }
        if (hostSide == HostSide.ASSIGNER) {
            said.add("does the hosts' side");
        }
        if (hostSide == HostSide.NONE) {
            said.add("no host sees the address");
        }
        if (knowsHosts) {
            said.add("knows hosts' own addresses");
        }
        if (diagnoses) {
            said.add("diagnoses");
        }
        if (!dataPlaneLag.isZero()) {
            said.add("packets follow within " + dataPlaneLag.toMillis() + " ms");
        }
        if (!readLag.isZero()) {
            said.add("answers up to " + readLag.toMillis() + " ms old");
        }
        return "Traits" + said;
    }

    /** Collects traits. Not safe for use by several threads. */
    public static final class Builder {

        private int mostPerCall = 1;
        private Takeover takeover = Takeover.ATOMIC;
        private boolean conditional;
        private boolean putsBack;
        private HostSide hostSide = HostSide.ENGINE;
        private boolean knowsHosts;
        private boolean diagnoses;
        private Duration dataPlaneLag = Duration.ZERO;
        private Duration readLag = Duration.ZERO;

        private Builder() {}

        /**
         * See {@link Traits#mostPerCall()}; {@link Integer#MAX_VALUE} for no limit.
         *
         * @throws IllegalArgumentException if it is below one
         */
        public Builder mostPerCall(int most) {
            if (most < 1) {
                throw new IllegalArgumentException("a call takes at least one address, not " + most);
            }
            this.mostPerCall = most;
            return this;
        }

        /** See {@link Traits#takeover()}. */
        public Builder takeover(Takeover takeover) {
            this.takeover = Objects.requireNonNull(takeover, "takeover");
            return this;
        }

        /** See {@link Traits#conditional()}. */
        public Builder conditional() {
            this.conditional = true;
            return this;
        }

        /** See {@link Traits#putsBack()}. */
        public Builder putsBack() {
            this.putsBack = true;
            return this;
        }

        /** See {@link Traits#hostSide()}. */
        public Builder hostSide(HostSide hostSide) {
            this.hostSide = Objects.requireNonNull(hostSide, "hostSide");
            return this;
        }

        /** See {@link Traits#knowsHosts()}. */
        public Builder knowsHosts() {
            this.knowsHosts = true;
            return this;
        }

        /** See {@link Traits#diagnoses()}. */
        public Builder diagnoses() {
            this.diagnoses = true;
            return this;
        }

        /**
         * See {@link Traits#dataPlaneLag()}.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder dataPlaneLag(Duration lag) {
            this.dataPlaneLag = notNegative(lag);
            return this;
        }

        /**
         * See {@link Traits#readLag()}.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder readLag(Duration lag) {
            this.readLag = notNegative(lag);
            return this;
        }

        private static Duration notNegative(Duration lag) {
            if (lag.isNegative()) {
                throw new IllegalArgumentException("a lag must not be negative, and is " + lag);
            }
            return lag;
        }

        /**
         * Builds them.
         *
         * @throws IllegalStateException if they contradict each other
         */
        public Traits build() {
            if (putsBack && !conditional) {
                throw new IllegalStateException(
                        "only a handover cuts off what has to be put back: putsBack() needs conditional()");
            }
            if (takeover == Takeover.NONE && !conditional) {
                throw new IllegalStateException(
                        "without a takeover an address moves by a handover alone: takeover(NONE) needs conditional()");
            }
            return new Traits(this);
        }
    }
}
