package org.floatingip.testkit.dns;

import java.util.Objects;

/**
 * One change of a batch.
 *
 * @param action the kind of change
 * @param recordSet the record set; for {@link Action#DELETE} exactly as it is
 */
public record DnsEdit(Action action, DnsRecordSet recordSet) {

    /** The kinds of changes. */
    public enum Action {
        /** Adds a record set, which must not exist. */
        CREATE,
        /** Deletes a record set, which must be exactly as given. */
        DELETE,
        /** Adds or replaces a record set. */
        UPSERT
    }

    public DnsEdit {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(recordSet, "recordSet");
    }

    /** Returns the change that adds the given record set. */
    public static DnsEdit create(DnsRecordSet recordSet) {
        return new DnsEdit(Action.CREATE, recordSet);
    }

    /** Returns the change that deletes the given record set. */
    public static DnsEdit delete(DnsRecordSet recordSet) {
        return new DnsEdit(Action.DELETE, recordSet);
    }

    /** Returns the change that adds or replaces the given record set. */
    public static DnsEdit upsert(DnsRecordSet recordSet) {
        return new DnsEdit(Action.UPSERT, recordSet);
    }

    @Override
    public String toString() {
        return action + " " + recordSet;
    }
}
