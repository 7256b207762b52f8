package org.floatingip.lab.engine;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;

/** The calls of the SPI, which are for lists, for one address: its value, or its failure. */
public final class One {

    private One() {}

    public static List<Holder> locate(IpAssigner assigner, IpAddress address) {
        return Objects.requireNonNull(assigner.locate(List.of(address)).get(address));
    }

    public static Survey survey(IpAssigner assigner, IpAddress address, HostId target) {
        return assigner.survey(List.of(address), target).get(address);
    }

    public static void assign(IpAssigner assigner, Transfer transfer) {
        assigner.assign(List.of(transfer));
    }

    public static void release(IpAssigner assigner, IpAddress address, Holder holder) {
        assigner.release(List.of(address), holder);
    }

    public static HostReport inspect(
            HostNetworkConfigurator hosts, IpAddress address, Placement placement, Duration budget) {
        return hosts.inspect(List.of(address), placement, budget).get(address);
    }

    public static HostReport accept(
            HostNetworkConfigurator hosts, IpAddress address, Placement placement, Duration budget) {
        return hosts.accept(List.of(address), placement, budget).get(address);
    }

    public static HostReport drop(HostNetworkConfigurator hosts, IpAddress address, Holder holder, Duration budget) {
        return hosts.drop(List.of(address), holder, budget).get(address);
    }
}
