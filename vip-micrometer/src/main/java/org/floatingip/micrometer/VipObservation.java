package org.floatingip.micrometer;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * All that is observed, as Micrometer documents observations. Each gives a timer of its name, a long task timer of its name with
 * {@code .active}, and a span.
 *
 * <p>A tag of low cardinality is one of meters and of spans: its values are those of an enum, or types of failures. Addresses,
 * hosts and ids are unbounded over the life of a fleet, and so are attributes of spans alone.
 */
public enum VipObservation implements ObservationDocumentation {

    /** A move, an evacuation, or a standby that was executed: of one address, or of several together. */
    MOVE("vip.move", "moves, evacuations, executed standbys"),

    /** A release. */
    RELEASE("vip.release", "releases"),

    /** A clean-up of hosts that lost an address and could not be told. */
    SETTLE("vip.settle", "hosts that are told later, by `settle(..)` or `standDown()`"),

    /** One step of one address; skipped ones are not observed. Its parent is the operation. */
    STEP("vip.step", "the steps of all of these, for each address") {

        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultStepConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return StepTag.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return StepDetail.values();
        }
    };

    private final String name;
    private final String meaning;

    VipObservation(String name, String meaning) {
        this.name = name;
        this.meaning = meaning;
    }

    @Override
    public String getName() {
        return name;
    }

    /** What is observed, for a table. */
    public String meaning() {
        return meaning;
    }

    @Override
    public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
        return DefaultOperationConvention.class;
    }

    @Override
    public KeyName[] getLowCardinalityKeyNames() {
        return OperationTag.values();
    }

    @Override
    public KeyName[] getHighCardinalityKeyNames() {
        return OperationDetail.values();
    }

    /** A tag or an attribute that says what it means. */
    public interface Meant extends KeyName {

        /** What its values are, for a table. */
        String meaning();
    }

    /** Tags of an operation, of meters and spans. */
    public enum OperationTag implements Meant {

        /** What was asked for. It alone is known while the operation is under way. */
        KIND("kind", "what was asked for"),

        /** What it came to. */
        OUTCOME("outcome", "what it came to, as a whole"),

        /** Whether the network was changed. */
        EFFECT("effect", "whether the network was changed"),

        /** Why it failed. */
        FAILURE("failure", "`none`, or `FloatingIpException.type()`, such as `Throttled` or `SubnetMismatch`");

        private final String key;
        private final String meaning;

        OperationTag(String key, String meaning) {
            this.key = key;
            this.meaning = meaning;
        }

        @Override
        public String asString() {
            return key;
        }

        @Override
        public String meaning() {
            return meaning;
        }
    }

    /** Attributes of an operation, of spans alone. */
    public enum OperationDetail implements Meant {

        /** Tells it from all others. */
        OPERATION("vip.operation", "the id that its lines in the log have, too"),

        /** Which addresses. */
        ADDRESSES("vip.addresses", "the addresses, with commas"),

        /** Who shall get them. */
        TARGET("vip.target", "who shall get them; `none` for a release and for settling"),

        /** Who shall not have them any more. */
        FROM("vip.from", "the host that is evacuated, released from, settled, or named by `from(..)`; else `none`"),

        /** Who lost an address and may still accept it. */
        UNSETTLED("vip.unsettled", "who lost an address and may still accept it; else `none`");

        private final String key;
        private final String meaning;

        OperationDetail(String key, String meaning) {
            this.key = key;
            this.meaning = meaning;
        }

        @Override
        public String asString() {
            return key;
        }

        @Override
        public String meaning() {
            return meaning;
        }
    }

    /** Tags of a step, of meters and spans. */
    public enum StepTag implements Meant {

        /** Which step. It alone is known while the step is under way. */
        STEP("step", "which step"),

        /** How it ended. */
        OUTCOME("outcome", "how it ended, or `broken_off` where the operation ended in it");

        private final String key;
        private final String meaning;

        StepTag(String key, String meaning) {
            this.key = key;
            this.meaning = meaning;
        }

        @Override
        public String asString() {
            return key;
        }

        @Override
        public String meaning() {
            return meaning;
        }
    }

    /** Attributes of a step, of spans alone. */
    public enum StepDetail implements Meant {

        /** The operation that it is of. */
        OPERATION("vip.operation", "the id of the operation"),

        /** The address that it is of. */
        ADDRESS("vip.address", "the address"),

        /** How often the network was asked. */
        ATTEMPTS("vip.attempts", "how often the network was asked"),

        /** What was found or done. */
        DETAIL("vip.detail", "what was found or done, for people");

        private final String key;
        private final String meaning;

        StepDetail(String key, String meaning) {
            this.key = key;
            this.meaning = meaning;
        }

        @Override
        public String asString() {
            return key;
        }

        @Override
        public String meaning() {
            return meaning;
        }
    }
}
