package org.floatingip.testkit.assertj;

import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.floatingip.IpAddress;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcEvent;

/** Assertions about an {@link InMemoryVpc}. Not safe for use by several threads. */
@SuppressWarnings("exports") // see module-info
public final class VpcAssert extends AbstractAssert<VpcAssert, InMemoryVpc> {

    VpcAssert(InMemoryVpc actual) {
        super(actual, VpcAssert.class);
    }

    /** Returns assertions about an address, which need not have a holder. */
    public AddressAssert address(String address) {
        return address(IpAddress.of(address));
    }

    /** Like {@link #address(String)}. */
    public AddressAssert address(IpAddress address) {
        isNotNull();
        return new AddressAssert(new AddressAssert.Subject(
                address,
                actual,
                null,
                () -> actual.history().stream().map(VpcEvent::toString).collect(Collectors.joining("\n"))));
    }
}
