package org.floatingip.internal.doctor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.floatingip.Claim;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.internal.gate.Fence;
import org.floatingip.internal.operation.Operation;
import org.floatingip.spi.EpochLedger;
import org.jspecify.annotations.Nullable;

/** Whether the ledger of epochs answers, and whether what it says goes with who holds the addresses. Used once, by one thread. */
final class LedgerDoctor {

    private final Operation op;
    private final @Nullable EpochLedger ledger;
    private final NetworkDoctor network;
    private final List<IpAddress> addresses;

    /** @param ledger null where there is none */
    LedgerDoctor(Operation op, @Nullable EpochLedger ledger, NetworkDoctor network, List<IpAddress> addresses) {
        this.op = op;
        this.ledger = ledger;
        this.network = network;
        this.addresses = addresses;
    }

    /** Nothing where there is no ledger. */
    Map<IpAddress, List<Finding>> look() {
        Map<IpAddress, List<Finding>> each = new LinkedHashMap<>();
        for (IpAddress address : addresses) {
            each.put(address, ledger == null ? List.of() : look(ledger, address));
        }
        return each;
    }

    private List<Finding> look(EpochLedger asked, IpAddress address) {
        String subject = address.toString();
        if (op.deadline.remaining().isZero() || op.interrupted()) {
            return List.of(Judgement.noTime(Checks.LEDGER, subject));
        }
        try {
            return List.of(Fence.look(asked, address, op.deadline.remaining())
                    .map(claim -> judge(address, claim))
                    .orElseGet(() -> Finding.ok(Checks.LEDGER, subject, "nobody has claimed it: any epoch may")));
        } catch (FloatingIpException e) {
            return Judgement.of(e, Checks.LEDGER, subject, address);
        }
    }

    private Finding judge(IpAddress address, Claim claim) {
        String claimed = "it is claimed for " + claim.target() + " by epoch " + claim.epoch();
        List<Holder> holders = network.holders(address);
        if (holders == null
                || (!holders.isEmpty() && holders.stream().allMatch(holder -> holder.isOn(claim.target())))) {
            return Finding.ok(Checks.LEDGER, address.toString(), claimed);
        }
        String held = holders.isEmpty()
                ? "nobody holds it"
                : holders.stream().map(Holder::toString).collect(Collectors.joining(" and ")) + " holds it";
        return Finding.warning(
                Checks.LEDGER,
                address.toString(),
                claimed + ", and " + held,
                "check whether a move is under way; if not, let the elected host move it, by that epoch or a later one");
    }
}
