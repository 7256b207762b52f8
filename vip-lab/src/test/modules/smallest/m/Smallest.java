package m;

import java.util.List;
import org.floatingip.FloatingIp;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.spi.Placement;
import org.floatingip.spi.SingleIpAssigner;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;

/** A program that requires the core and nothing else, with a network of one variable. */
public final class Smallest extends SingleIpAssigner {

    private Holder holder = Holder.of(HostId.of("a"), "eth0");

    public static void main(String[] arguments) {
        System.out.println(FloatingIp.at("10.0.1.12")
                .assigner(new Smallest())
                .build()
                .moveTo("b")
                .outcome());
    }

    @Override
    public List<Holder> locate(IpAddress address) {
        return List.of(holder);
    }

    @Override
    public Survey survey(IpAddress address, HostId target) {
        return Survey.of(List.of(holder), Placement.builder(target, "eth0").build());
    }

    @Override
    public void assign(Transfer transfer) {
        holder = Holder.of(transfer.placement().host(), transfer.placement().interfaceId());
    }

    @Override
    public void release(IpAddress address, Holder from) {
        throw new UnsupportedOperationException();
    }
}
