package org.floatingip;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several DNS zones of one name could hold the record, such as a public and a private one. */
public final class AmbiguousZoneException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final DnsName name;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<String> zones;

    /**
     * @param name the name of the record
     * @param zones the zones that could hold it, each in words
     * @param cause the service's own answer, or null where a reading showed it
     */
    public AmbiguousZoneException(DnsName name, List<String> zones, @Nullable Throwable cause) {
        super(
                name + " could belong to several zones: " + String.join(", ", zones)
                        + ". Say which one is meant (by its id, or for private ones by the VPC); nothing was changed.",
                cause);
        this.name = name;
        this.zones = List.copyOf(zones);
    }

    /** The name of the record. */
    public DnsName name() {
        return name;
    }

    /** The zones that could hold it, each in words. */
    public List<String> zones() {
        return zones;
    }
}
