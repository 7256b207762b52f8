package org.floatingip;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The DNS record is not what it was expected to be, or something stands there that it can't stand beside, such as a CNAME
 * where an A record shall be. Nothing was overwritten.
 */
public final class DnsConflictException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final DnsName name;
    private final String zone;
    private final @Nullable DnsRecord expected;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<DnsRecord> found;

    /**
     * @param name the name of the record
     * @param zone its zone, in words
     * @param expected the record that was expected; null if none of the type was
     * @param found what was found of that name; empty for nothing that this library writes
     * @param why what is in the way, in words without a full stop; empty if expected and found say it all
     * @param cause the service's own answer, or null where a reading showed it
     */
    public DnsConflictException(
            DnsName name,
            String zone,
            @Nullable DnsRecord expected,
            List<DnsRecord> found,
            String why,
            @Nullable Throwable cause) {
        super(
                "conflict at " + name + " in zone " + zone + ": "
                        + (expected == null ? "" : "expected " + expected + ", ")
                        + "found "
                        + (found.isEmpty()
                                ? "no such record"
                                : found.stream().map(DnsRecord::toString).collect(Collectors.joining("; ")))
                        + (why.isEmpty() ? "" : " (" + why + ")")
                        + ". Look who changed it, then ask again; nothing was changed.",
                cause);
        this.name = name;
        this.zone = zone;
        this.expected = expected;
        this.found = List.copyOf(found);
    }

    /** The name of the record. */
    public DnsName name() {
        return name;
    }

    /** Its zone, in words. */
    public String zone() {
        return zone;
    }

    /** The record that was expected; null if none of the type was. */
    public @Nullable DnsRecord expected() {
        return expected;
    }

    /** What was found of that name; empty for nothing that this library writes. */
    public List<DnsRecord> found() {
        return found;
    }
}
