package org.floatingip.spi;

import java.util.List;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;

/**
 * Who assigns an address in the network. Implement this to bring vip to another cloud.
 *
 * <p>Outcomes are values, faults are exceptions. Each method makes one attempt: the engine repeats reads and, after looking
 * again, the assignment, so an implementation must not retry {@link #assign} or {@link #release} itself, nor let a client
 * under it do so. It bounds each attempt, all of its calls together, by a timeout of its own: that is the most by which a
 * move can overrun its deadline. Methods throw a {@link FloatingIpException} of the type that fits, and above all tell apart:
 *
 * <ul>
 *   <li>a refusal, after which nothing has changed: a {@link org.floatingip.RefusedException} with the reason, or
 *       {@link org.floatingip.PermissionDeniedException};
 *   <li>{@link org.floatingip.ThrottledException}: not done, ask again later;
 *   <li>{@link org.floatingip.UnavailableException}: with or without a possible effect. When in doubt, with.
 * </ul>
 *
 * <p>Anything else that is thrown, errors and undeclared checked exceptions included, and a null answer, is taken for a bug: it
 * becomes an {@link org.floatingip.UnavailableException} that is not retried, with a possible effect if it came from
 * {@link #assign} or another change. After an {@link InterruptedException} the thread's interrupt flag is set again.
 *
 * <p>Implementations are safe for use by several threads. Optional abilities are sub-interfaces of this one.
 */
public interface IpAssigner {

    /**
     * Who holds the address now. Reads only.
     *
     * @return all holders that the network shows; empty only when the network was asked and said that nobody holds it
     * @throws FloatingIpException when that can't be told; a failed or unknown answer is never an empty list
     */
    List<Holder> locate(IpAddress address);

    /**
     * One reading of the world for a move: the holders, and the interface of the target that can take the address. Reads
     * only.
     *
     * @return holders and placement; where the target holds the address already, the placement is the interface that does
     * @throws org.floatingip.RefusedException the refusal that {@link #assign} would meet, with the reason
     * @throws FloatingIpException when the network can't be read
     */
    Survey survey(IpAddress address, HostId target);

    /**
     * Gives the address to the placement, whoever holds it now: the one mutating step of a move. Takes one attempt.
     *
     * <p>Where the transfer has no holders, because nobody held the address when it was read, an implementation that can
     * lets the network refuse to displace somebody who came since.
     *
     * @throws org.floatingip.HolderChangedException if nobody was seen to hold the address, and somebody does now
     * @throws FloatingIpException if that was refused or failed; its {@link FloatingIpException#effect()} says whether the
     *     network may have changed all the same
     */
    void assign(Transfer transfer);

    /**
     * Takes the address from that holder, and from nobody else. Takes one attempt.
     *
     * @throws org.floatingip.HolderChangedException if that holder does not have it; nothing was changed
     * @throws org.floatingip.RefusedException PRIMARY_ADDRESS if it is the holder's primary address
     * @throws FloatingIpException if that was refused or failed; its {@link FloatingIpException#effect()} says whether the
     *     network may have changed all the same
     */
    void release(IpAddress address, Holder holder);
}
