package org.floatingip.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;

/**
 * One reading of the world for a move of several addresses: for each of them a survey, or what refuses it. Immutable, in the
 * order in which the addresses were added.
 */
public final class GroupSurvey {

    private final Map<IpAddress, Survey> surveys;
    private final Map<IpAddress, RefusedException> refusals;

    private GroupSurvey(Builder builder) {
        this.surveys = Collections.unmodifiableMap(new LinkedHashMap<>(builder.surveys));
        this.refusals = Collections.unmodifiableMap(new LinkedHashMap<>(builder.refusals));
    }

    /** Starts a reading. */
    public static Builder builder() {
        return new Builder();
    }

    /** The addresses that can go to the target, or are there. */
    public Map<IpAddress, Survey> surveys() {
        return surveys;
    }

    /** The addresses that can't, and why. */
    public Map<IpAddress, RefusedException> refusals() {
        return refusals;
    }

    @Override
    public String toString() {
        return surveys + (refusals.isEmpty() ? "" : ", refused: " + refusals);
    }

    /** Builds a {@link GroupSurvey}. An address that is added twice is as it was added last. Not safe for several threads. */
    public static final class Builder {

        private final Map<IpAddress, Survey> surveys = new LinkedHashMap<>();
        private final Map<IpAddress, RefusedException> refusals = new LinkedHashMap<>();

        private Builder() {}

        /** The address can go where that survey says, or is there. */
        public Builder add(IpAddress address, Survey survey) {
            refusals.remove(address);
            surveys.put(address, survey);
            return this;
        }

        /** The address can't go to the target. */
        public Builder refuse(IpAddress address, RefusedException refusal) {
            surveys.remove(address);
            refusals.put(address, refusal);
            return this;
        }

        public GroupSurvey build() {
            return new GroupSurvey(this);
        }
    }
}
