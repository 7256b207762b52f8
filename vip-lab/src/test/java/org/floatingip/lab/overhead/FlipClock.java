package org.floatingip.lab.overhead;

import java.util.List;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;

/** An assigner that notes when the reply to the last assignment was there, and its caller was about to hear of it. */
final class FlipClock implements IpAssigner {

    private final IpAssigner assigner;
    private long flippedAt;

    FlipClock(IpAssigner assigner) {
        this.assigner = assigner;
    }

    /** By {@link System#nanoTime}. */
    long flippedAt() {
        return flippedAt;
    }

    @Override
    public List<Holder> locate(IpAddress address) {
        return assigner.locate(address);
    }

    @Override
    public Survey survey(IpAddress address, HostId target) {
        return assigner.survey(address, target);
    }

    @Override
    public void assign(Transfer transfer) {
        assigner.assign(transfer);
        flippedAt = System.nanoTime();
    }

    @Override
    public void release(IpAddress address, Holder holder) {
        assigner.release(address, holder);
    }
}
