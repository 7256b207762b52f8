package org.floatingip.testkit.network;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The types of a network interface that this model has, with EC2's names. */
public enum InterfaceType {
    /** An ordinary one, which has addresses. */
    INTERFACE,
    /** An ordinary one that is an Elastic Fabric Adapter too. */
    EFA,
    /** An Elastic Fabric Adapter alone. It can't have an address of either family, and has none. */
    EFA_ONLY;

    /** Returns EC2's name of the type, for example {@code efa-only}. */
    public String ec2Name() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the type with the given name of EC2; empty if this model has none. */
    public static Optional<InterfaceType> find(String ec2Name) {
        return Arrays.stream(values())
                .filter(type -> type.ec2Name().equals(ec2Name))
                .findFirst();
    }
}
