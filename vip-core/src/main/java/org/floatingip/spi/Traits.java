package org.floatingip.spi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What an {@link IpAssigner} and its network can do. The engine relies on traits, never on the type of the assigner.
 * The contract tests of the testkit fail if a trait is promised but its method is missing. Immutable.
 *
 * <p>The defaults are those of the simplest network: one address a call, atomic takeover, no conditions, no lag.
 */
public final class Traits {

    /** How an address that somebody holds passes to a target. */
    public enum Takeover {
        /** By one change, without a time in which nobody holds the address. The last writer wins. */
        ATOMIC,
        /** Not at all: the address must first be taken from its holder. */
        NONE
    }

    /** Who makes hosts accept and drop an address. */
    public enum HostSide {
        /** The engine, by the {@link HostNetworkConfigurator} that the caller gives, if any. */
        ENGINE,
        /**
         * The assigner: it moves the address by configuring the hosts, as on a plain LAN. A separate configurator would
         * move the address too early, so {@code build()} refuses one.
         */
        ASSIGNER,
        /**
         * Nobody: hosts never see the address, because the network translates it into one of theirs, like an Elastic
         * IP. {@code build()} refuses a configurator.
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

    /** Returns the defaults. */
    public static Traits plain() {
        return PLAIN;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts from these traits. */
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

    /**
     * Returns how many addresses one {@link IpAssigner#assign} or {@link IpAssigner#release} takes; at least one.
     * Default 1.
     */
    public int mostPerCall() {
        return mostPerCall;
    }

    /** Returns how an address passes to a target. Default {@link Takeover#ATOMIC}. */
    public Takeover takeover() {
        return takeover;
    }

    /**
     * Returns whether the network enforces conditions, as a handover needs. Then {@link IpAssigner#release} takes an
     * address from the named holder or fails. {@link IpAssigner#assign} of a transfer without holders displaces nobody,
     * whatever happens at the same time. Default false.
     */
    public boolean conditional() {
        return conditional;
    }

    /** Returns whether {@link IpAssigner#putBack} can be called. Needs {@link #conditional()}. Default false. */
    public boolean putsBack() {
        return putsBack;
    }

    /** Returns who makes hosts accept and drop an address. Default {@link HostSide#ENGINE}. */
    public HostSide hostSide() {
        return hostSide;
    }

    /** Returns whether {@link IpAssigner#ownAddresses} can be called. Default false. */
    public boolean knowsHosts() {
        return knowsHosts;
    }

    /**
     * Returns whether {@link IpAssigner#diagnoseAddress} and {@link IpAssigner#diagnoseTarget} find more than a survey.
     * Default false.
     */
    public boolean diagnoses() {
        return diagnoses;
    }

    /**
     * Returns the longest time for which packets may still go to the old host after the network's API shows the new
     * one. The old host goes on accepting the address for that time. Default zero.
     */
    public Duration dataPlaneLag() {
        return dataPlaneLag;
    }

    /**
     * Returns the greatest age of an answer of the network. Answers may also arrive out of order: one can be older than
     * the one before it. After its own change, the engine trusts a reading only once this time has passed. Default
     * zero.
     */
    public Duration readLag() {
        return readLag;
    }

    /** Returns the traits that differ from the defaults. */
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

    /** Builds {@link Traits}. Not safe for use by several threads. */
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
         * Sets {@link Traits#mostPerCall()}; {@link Integer#MAX_VALUE} for no limit.
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

        /** Sets {@link Traits#takeover()}. */
        public Builder takeover(Takeover takeover) {
            this.takeover = Objects.requireNonNull(takeover, "takeover");
            return this;
        }

        /** Sets {@link Traits#conditional()} to true. */
        public Builder conditional() {
            this.conditional = true;
            return this;
        }

        /** Sets {@link Traits#putsBack()} to true. */
        public Builder putsBack() {
            this.putsBack = true;
            return this;
        }

        /** Sets {@link Traits#hostSide()}. */
        public Builder hostSide(HostSide hostSide) {
            this.hostSide = Objects.requireNonNull(hostSide, "hostSide");
            return this;
        }

        /** Sets {@link Traits#knowsHosts()} to true. */
        public Builder knowsHosts() {
            this.knowsHosts = true;
            return this;
        }

        /** Sets {@link Traits#diagnoses()} to true. */
        public Builder diagnoses() {
            this.diagnoses = true;
            return this;
        }

        /**
         * Sets {@link Traits#dataPlaneLag()}.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder dataPlaneLag(Duration lag) {
            this.dataPlaneLag = notNegative(lag);
            return this;
        }

        /**
         * Sets {@link Traits#readLag()}.
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
         * Builds the traits.
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
