package org.floatingip.testkit.assigner;

import java.util.List;
import java.util.Objects;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Survey;

/** Asks an assigner about one address. */
public final class One {

    private One() {}

    public static List<Holder> locate(IpAssigner assigner, IpAddress address) {
        return Objects.requireNonNull(assigner.locate(List.of(address)).get(address));
    }

    public static Survey survey(IpAssigner assigner, IpAddress address, HostId target) {
        return assigner.survey(List.of(address), target).get(address);
    }
}
