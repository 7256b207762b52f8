package org.floatingip.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/** The meters that aren't observations, in Micrometer's documentation format. They have no tags of their own. */
public enum VipMeter implements MeterDocumentation {

    /** Hosts that lost an address and may still accept it. */
    UNSETTLED_HOSTS(
            "vip.hosts.unsettled",
            Meter.Type.GAUGE,
            "hosts that lost an address and may still accept it, once for each address, as far as this process knows");

    private final String name;
    private final Meter.Type type;
    private final String meaning;

    VipMeter(String name, Meter.Type type, String meaning) {
        this.name = name;
        this.type = type;
        this.meaning = meaning;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Meter.Type getType() {
        return type;
    }

    /** Returns what the meter measures, for a table. */
    public String meaning() {
        return meaning;
    }
}
