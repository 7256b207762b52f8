package org.floatingip.micrometer;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * All observations, in Micrometer's documentation format. Each gives a timer of its name, a long task timer of its name with
 * {@code .active} appended, and a span.
 *
 * <p>Tags of low cardinality are on meters and spans; their values are those of an enum, or types of failures. Addresses, hosts
 * and ids are unbounded over the life of a fleet, so they are attributes of spans alone.
 */
public enum VipObservation implements ObservationDocumentation {

    /** A move, an evacuation, or the execution of a standby; of one address, or of several together. */
    MOVE("vip.move", "moves, evacuations, executed standbys"),

    /** A release. */
    RELEASE("vip.release", "releases"),

    /** A clean-up of hosts that lost an address and could not be told then. */
    SETTLE("vip.settle", "old hosts that drop an address later, by `settle(..)` or `standDown()`"),

    /** One step of one address. Its parent is the operation. Skipped steps aren't observed. */
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

    /** Returns what is observed, for a table. */
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

    /** A tag or an attribute with a description. */
    public interface Meant extends KeyName {

        /** Returns a description of the values, for a table. */
        String meaning();
    }

    /** Tags of an operation, on meters and spans. */
    public enum OperationTag implements Meant {

        /** The requested kind of operation. It is the only tag while the operation is under way. */
        KIND("kind", "the requested operation"),

        /** The outcome. */
        OUTCOME("outcome", "the outcome of the whole operation"),

        /** Whether the network was changed. */
        EFFECT("effect", "whether the network was changed"),

        /** The type of the failure. */
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

    /** Attributes of an operation, on spans alone. */
    public enum OperationDetail implements Meant {

        /** The id of the operation. */
        OPERATION("vip.operation", "the id of the operation, as in the log"),

        /** The addresses. */
        ADDRESSES("vip.addresses", "the addresses, separated by commas"),

        /** The host that is to get the addresses. */
        TARGET("vip.target", "the host that is to get them; `none` for a release and for settling"),

        /** The host that is to lose the addresses. */
        FROM("vip.from", "the host that is evacuated, released from, settled, or named by `from(..)`; else `none`"),

        /** The hosts that lost an address and may still accept it. */
        UNSETTLED("vip.unsettled", "the hosts that lost an address and may still accept it; else `none`");

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

    /** Tags of a step, on meters and spans. */
    public enum StepTag implements Meant {

        /** The kind of step. It is the only tag while the step is under way. */
        STEP("step", "the kind of step"),

        /** How the step ended. */
        OUTCOME("outcome", "how it ended, or `broken_off` if the operation ended during it");

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

    /** Attributes of a step, on spans alone. */
    public enum StepDetail implements Meant {

        /** The id of the operation. */
        OPERATION("vip.operation", "the id of the operation"),

        /** The address. */
        ADDRESS("vip.address", "the address"),

        /** How often the network was asked. */
        ATTEMPTS("vip.attempts", "how often the network was called"),

        /** The finding or action of the step, for people. */
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
