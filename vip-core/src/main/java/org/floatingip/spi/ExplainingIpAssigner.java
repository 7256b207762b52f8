package org.floatingip.spi;

import java.util.List;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;

/** An assigner that can say beforehand what a move will do. */
public interface ExplainingIpAssigner extends IpAssigner {

    /**
     * The calls of a move, in order, readings included, with the permission that each needs. Asks nobody.
     *
     * @param transfer the move as it was surveyed
     * @param strategy how it will be done
     * @param cutOff what the move will cut off, and put back; empty for nothing
     */
    List<PlannedCall> explain(Transfer transfer, MoveStrategy strategy, List<Dependent> cutOff);

    /**
     * What somebody should know before the move is made, each as a sentence: the target will have no room for more, the
     * holder is stopped. Reads only; what can't be read is left out.
     */
    List<String> warnings(Transfer transfer);
}
