package org.floatingip.testkit.contract;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.SingleIpAssigner;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;

/** Four methods, as somebody writes them in half an hour, in front of another assigner; and what is promised of them. */
class PlainAssigner extends SingleIpAssigner {

    private final IpAssigner network;
    private final Traits traits;
    private final UnaryOperator<Transfer> seen;

    /** @param seen what becomes of a transfer on its way, such as a condition that is not kept */
    PlainAssigner(IpAssigner network, Traits traits, UnaryOperator<Transfer> seen) {
        this.network = network;
        this.traits = traits;
        this.seen = seen;
    }

    /** Takes addresses from whoever holds them, whoever was seen. */
    static Transfer displacing(Transfer transfer) {
        return Transfer.of(transfer.address(), List.of(Holder.of(HostId.of("i-0a"), "eni-0a")), transfer.placement());
    }

    /** Displaces nobody, whoever was seen. */
    static Transfer keeping(Transfer transfer) {
        return Transfer.of(transfer.address(), List.of(), transfer.placement());
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public List<Holder> locate(IpAddress address) {
        return Objects.requireNonNull(network.locate(List.of(address)).get(address));
    }

    @Override
    public Survey survey(IpAddress address, HostId target) {
        return network.survey(List.of(address), target).get(address);
    }

    @Override
    public void assign(Transfer transfer) {
        network.assign(List.of(seen.apply(transfer)));
    }

    @Override
    public void release(IpAddress address, Holder holder) {
        network.release(List.of(address), holder);
    }
}
