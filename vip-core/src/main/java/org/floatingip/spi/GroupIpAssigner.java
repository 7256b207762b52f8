package org.floatingip.spi;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;

/**
 * An assigner that can read and assign several addresses at once, so that a group moves in as few calls as one address does.
 * What {@link IpAssigner} says of its methods is true of these: one attempt each, and no retry of {@link #assignAll}.
 *
 * <p>Without it a group is moved one address after the other.
 */
public interface GroupIpAssigner extends IpAssigner {

    /**
     * Who holds each of the addresses now, by one reading. Reads only.
     *
     * @return an entry for each of the addresses; an empty list only where the network said that nobody holds it. An answer
     *     that lacks one is taken for none, and asked for again
     * @throws FloatingIpException when that can't be told of all of them
     */
    Map<IpAddress, List<Holder>> locateAll(Collection<IpAddress> addresses);

    /**
     * One reading of the world for a move of several addresses to one target. Reads only. Room is checked for all of them
     * together.
     *
     * @return for each of the addresses a survey, or the refusal that {@link #assignAll} would meet
     * @throws org.floatingip.RefusedException if the target can take none of them, whatever the address
     * @throws FloatingIpException when the network can't be read
     */
    GroupSurvey surveyAll(Collection<IpAddress> addresses, HostId target);

    /**
     * Gives several addresses to one placement: all of them, or none. Takes one attempt.
     *
     * @param transfers at least one; all with the same placement, and either all with holders that were seen or all without
     * @throws org.floatingip.HolderChangedException if nobody was seen to hold the addresses, and somebody holds one now
     * @throws FloatingIpException if that was refused or failed; its {@link FloatingIpException#effect()} says whether the
     *     network may have changed all the same
     */
    void assignAll(List<Transfer> transfers);
}
