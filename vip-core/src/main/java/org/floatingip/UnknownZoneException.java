package org.floatingip;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The name lies in none of the DNS zones that are in sight. */
public final class UnknownZoneException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final DnsName name;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<String> zones;

    /**
     * @param name the name that belongs to no zone
     * @param zones the zones in sight, each in words
     * @param cause the service's own answer, or null where a reading showed it
     */
    public UnknownZoneException(DnsName name, List<String> zones, @Nullable Throwable cause) {
        super(
                name + " lies in no zone in sight ("
                        + (zones.isEmpty() ? "there is none" : String.join(", ", zones))
                        + "). Check the name, and which zones are looked at (zone id, VPC, account); nothing was changed.",
                cause);
        this.name = name;
        this.zones = List.copyOf(zones);
    }

    /** The name that belongs to no zone. */
    public DnsName name() {
        return name;
    }

    /** The zones in sight, each in words. */
    public List<String> zones() {
        return zones;
    }
}
