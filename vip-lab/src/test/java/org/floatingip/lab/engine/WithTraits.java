package org.floatingip.lab.engine;

import org.floatingip.spi.ForwardingIpAssigner;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Traits;

/** A network as it is, that promises something else. */
public final class WithTraits extends ForwardingIpAssigner {

    private final Traits traits;

    public WithTraits(IpAssigner assigner, Traits traits) {
        super(assigner);
        this.traits = traits;
    }

    @Override
    public Traits traits() {
        return traits;
    }
}
