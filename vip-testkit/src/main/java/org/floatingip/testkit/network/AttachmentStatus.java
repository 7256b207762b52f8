package org.floatingip.testkit.network;

import java.util.Locale;

/** The states of an attachment, with EC2's names. A detached one no longer exists. */
public enum AttachmentStatus {
    ATTACHING,
    ATTACHED,
    DETACHING;

    /** Returns EC2's name of the state, for example {@code attaching}. */
    public String ec2Name() {
        return name().toLowerCase(Locale.ROOT);
    }
}
