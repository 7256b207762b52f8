package org.floatingip.testkit.network;

import java.util.Locale;

/** The states of an instance, with EC2's names and codes. */
public enum InstanceState {
    PENDING(0),
    RUNNING(16),
    SHUTTING_DOWN(32),
    TERMINATED(48),
    STOPPING(64),
    STOPPED(80);

    private final int code;

    InstanceState(int code) {
        this.code = code;
    }

    /** Returns EC2's code of the state. */
    public int code() {
        return code;
    }

    /** Returns EC2's name of the state, for example {@code shutting-down}. */
    public String ec2Name() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
