package org.floatingip.testkit.network;

import java.util.Locale;

/** The states of an attachment, with EC2's names; one that is detached is gone. */
public enum AttachmentStatus {
    ATTACHING,
    ATTACHED,
    DETACHING;

    /** EC2's name of the state, for example {@code attaching}. */
    public String ec2Name() {
        return name().toLowerCase(Locale.ROOT);
    }
}
