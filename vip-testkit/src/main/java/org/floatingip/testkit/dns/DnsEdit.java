package org.floatingip.testkit.dns;

import java.util.Objects;

/**
 * One change of a batch.
 *
 * @param action what to do
 * @param recordSet with which record set; for {@link Action#DELETE} exactly as it is
 */
public record DnsEdit(Action action, DnsRecordSet recordSet) {

    /** What a change does. */
    public enum Action {
        /** Adds a record set that must not be there. */
        CREATE,
        /** Takes a record set away that must be there just so. */
        DELETE,
        /** Puts a record set there, whatever was. */
        UPSERT
    }

    public DnsEdit {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(recordSet, "recordSet");
    }

    /** Adds that record set. */
    public static DnsEdit create(DnsRecordSet recordSet) {
        return new DnsEdit(Action.CREATE, recordSet);
    }

    /** Takes that record set away. */
    public static DnsEdit delete(DnsRecordSet recordSet) {
        return new DnsEdit(Action.DELETE, recordSet);
    }

    /** Puts that record set there. */
    public static DnsEdit upsert(DnsRecordSet recordSet) {
        return new DnsEdit(Action.UPSERT, recordSet);
    }

    @Override
    public String toString() {
        return action + " " + recordSet;
    }
}
