package org.floatingip.testkit.network;

import java.util.Locale;

/** The states of a network interface that this model has, with EC2's names. */
public enum InterfaceStatus {
    /** Just created. The interface can be used already. */
    PENDING,
    /** Attached to nothing. */
    AVAILABLE,
    /** Attached, being attached or being detached. */
    IN_USE;

    /** Returns EC2's name of the state, for example {@code in-use}. */
    public String ec2Name() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
