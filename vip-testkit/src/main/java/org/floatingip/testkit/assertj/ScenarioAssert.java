package org.floatingip.testkit.assertj;

import org.assertj.core.api.AbstractAssert;
import org.floatingip.IpAddress;
import org.floatingip.dns.DnsName;
import org.floatingip.testkit.Scenario;

/** Assertions about a {@link Scenario}. Not safe for use by several threads. */
@SuppressWarnings("exports") // see module-info
public final class ScenarioAssert extends AbstractAssert<ScenarioAssert, Scenario> {

    ScenarioAssert(Scenario actual) {
        super(actual, ScenarioAssert.class);
    }

    /** Returns assertions about an address, which need not have a holder. */
    public AddressAssert address(String address) {
        return address(IpAddress.of(address));
    }

    /** Like {@link #address(String)}. */
    public AddressAssert address(IpAddress address) {
        isNotNull();
        return new AddressAssert(
                new AddressAssert.Subject(address, actual.network(), actual.hosts(), actual::describe));
    }

    /** Returns assertions about a name, which need not have a record. */
    public NameAssert name(String name) {
        return name(DnsName.of(name));
    }

    /** Like {@link #name(String)}. */
    public NameAssert name(DnsName name) {
        isNotNull();
        return new NameAssert(new NameAssert.Subject(name, actual));
    }

    /** Verifies that every fault of the test was met: {@link Scenario#checkFaults()}. */
    public ScenarioAssert metItsFaults() {
        isNotNull();
        actual.checkFaults();
        return this;
    }
}
