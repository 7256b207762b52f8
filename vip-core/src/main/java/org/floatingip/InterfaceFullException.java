package org.floatingip;

import org.jspecify.annotations.Nullable;

/** The target's interface has as many addresses as its host's type allows. */
public final class InterfaceFullException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final String interfaceId;

    private final String limit;

    /**
     * @param interfaceId the interface that is full
     * @param limit the limit in words, for example {@code 2 addresses (t2.micro)}
     * @param cause the network's own answer, or null where a reading showed it
     */
    public InterfaceFullException(String interfaceId, String limit, @Nullable Throwable cause) {
        this(interfaceId, limit, "has no room for another address: its limit is " + limit, cause);
    }

    /**
     * @param interfaceId the interface that has too little room
     * @param limit the limit in words, for example {@code 2 addresses (t2.micro)}
     * @param present how many addresses it has
     * @param more how many it should take
     * @param cause the network's own answer, or null where a reading showed it
     */
    public InterfaceFullException(String interfaceId, String limit, int present, int more, @Nullable Throwable cause) {
        this(
                interfaceId,
                limit,
                more == 1
                        ? "has no room for another address: its limit is " + limit
                        : "has no room for " + more + " more addresses: it has " + present + ", and its limit is "
                                + limit,
                cause);
    }

    private InterfaceFullException(String interfaceId, String limit, String lack, @Nullable Throwable cause) {
        super(
                "interface " + interfaceId + " " + lack
                        + ", the primary one included. Release an address there or choose a larger host type; nothing was changed.",
                cause);
        this.interfaceId = interfaceId;
        this.limit = limit;
    }

    /** The interface that is full. */
    public String interfaceId() {
        return interfaceId;
    }

    /** The limit in words, for example {@code 2 addresses (t2.micro)}. */
    public String limit() {
        return limit;
    }
}
