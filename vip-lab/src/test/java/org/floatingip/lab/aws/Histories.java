package org.floatingip.lab.aws;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcEvent;
import org.jspecify.annotations.Nullable;

/** Reads what a network wrote down, for what must be true of every history. */
public final class Histories {

    private Histories() {}

    /**
     * Where the history shows an address on two interfaces, or says that it came from somebody who did not have it; null where
     * every address was at most in one place, from the first event to what the network shows now. For networks of one VPC.
     */
    public static @Nullable String twoHolders(InMemoryVpc network) {
        Map<IpAddress, String> holders = new HashMap<>();
        for (VpcEvent event : network.history()) {
            IpAddress address = event.address();
            if (event.kind() != VpcEvent.Kind.ADDRESS || address == null) {
                continue;
            }
            if (!Objects.equals(holders.get(address), eni(event.from()))) {
                return event + ": but it was on " + holders.get(address);
            }
            holders.remove(address);
            if (event.to() != null) {
                holders.put(address, event.to().interfaceId());
            }
        }
        Map<IpAddress, String> shown = new HashMap<>();
        network.interfaces()
                .forEach(eni ->
                        eni.addresses().forEach(address -> shown.merge(address, eni.id(), (a, b) -> a + " and " + b)));
        return shown.equals(holders) ? null : "the history ends with " + holders + ", the network shows " + shown;
    }

    private static @Nullable String eni(@Nullable Holder holder) {
        return holder == null ? null : holder.interfaceId();
    }
}
