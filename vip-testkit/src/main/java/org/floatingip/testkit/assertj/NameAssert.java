package org.floatingip.testkit.assertj;

import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.floatingip.IpAddress;
import org.floatingip.dns.DnsName;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.dns.DnsRecordSet;

/** Assertions about one name of a scenario's DNS. Not safe for use by several threads. */
@SuppressWarnings("exports") // see module-info
public final class NameAssert extends AbstractAssert<NameAssert, NameAssert.Subject> {

    /** The name, and the place to look it up. */
    record Subject(DnsName name, Scenario scenario) {

        @Override
        public String toString() {
            return name.value();
        }
    }

    NameAssert(Subject subject) {
        super(subject, NameAssert.class);
    }

    /**
     * Verifies that the name has one address record (A or AAAA) with the given address alone. The record may still be pending.
     */
    public NameAssert pointsTo(String address) {
        return pointsTo(IpAddress.of(address));
    }

    /** Like {@link #pointsTo(String)}. */
    public NameAssert pointsTo(IpAddress wanted) {
        List<DnsRecordSet> found = records();
        boolean there = found.size() == 1
                && found.get(0).type().equals(wanted.isIpv4() ? "A" : "AAAA")
                && found.get(0).values().equals(List.of(wanted.toString()));
        if (!there) {
            fail("to point to " + wanted, found);
        }
        return this;
    }

    /** Verifies that the name has no record. */
    public NameAssert hasNoRecord() {
        List<DnsRecordSet> found = records();
        if (!found.isEmpty()) {
            fail("to have no record", found);
        }
        return this;
    }

    private List<DnsRecordSet> records() {
        return actual.scenario().dns().zones().stream()
                .flatMap(zone -> actual
                        .scenario()
                        .dns()
                        .recordSets(zone.id(), actual.name().value())
                        .stream())
                .filter(set -> !set.type().equals("NS") && !set.type().equals("SOA"))
                .toList();
    }

    private void fail(String wanted, List<DnsRecordSet> found) {
        failWithMessage(
                "%s",
                Messages.of(
                        actual.name() + " " + wanted,
                        found.isEmpty() ? "it has no record" : "it has " + found,
                        actual.scenario().describe()));
    }
}
