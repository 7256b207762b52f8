package org.floatingip.boot.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether each address of this application is held by one host. UP if so; DOWN if the network says that nobody holds one, or
 * several do; UNKNOWN if the network can't be read, for then nobody knows that.
 */
final class FloatingIpHealthIndicator extends AbstractHealthIndicator {

    private final List<HolderReading> readings;

    FloatingIpHealthIndicator(List<HolderReading> readings) {
        super("who holds the floating IPs could not be found out");
        this.readings = List.copyOf(readings);
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        boolean down = false;
        boolean unknown = false;
        Map<String, Object> details = new LinkedHashMap<>();
        for (HolderReading reading : readings) {
            HolderReading.Answer answer = reading.get();
            unknown |= answer.failure() != null;
            for (IpAddress address : reading.handle().addresses()) {
                List<Holder> holders = holders(answer, address);
                down |= answer.failure() == null && (holders == null || holders.size() != 1);
                details.put(address.toString(), detail(answer, holders));
            }
        }
        health.status(down ? Status.DOWN : unknown ? Status.UNKNOWN : Status.UP).withDetails(details);
    }

    private static @Nullable List<Holder> holders(HolderReading.Answer answer, IpAddress address) {
        return answer.holders() == null ? null : answer.holders().get(address);
    }

    private static Map<String, Object> detail(HolderReading.Answer answer, @Nullable List<Holder> holders) {
        Map<String, Object> detail = new LinkedHashMap<>();
        if (answer.failure() != null) {
            detail.put("unknown", answer.failure().getMessage());
        }
        if (holders != null) {
            detail.put(
                    answer.failure() == null ? "holder" : "lastKnownHolder",
                    holders.isEmpty()
                            ? "nobody"
                            : String.join(
                                    " and ",
                                    holders.stream().map(Holder::toString).toList()));
        }
        if (answer.saidAt() != null) {
            detail.put("readAt", answer.saidAt().toString());
        }
        return detail;
    }
}
