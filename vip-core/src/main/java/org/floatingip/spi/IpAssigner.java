package org.floatingip.spi;

import java.util.List;
import java.util.Map;
import org.floatingip.Dependent;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.doctor.Finding;

/**
 * Who assigns addresses in the network. Extend {@link SingleIpAssigner} to bring vip to another cloud; extend
 * {@link ForwardingIpAssigner} to wrap one. Implement this where a network takes several addresses by one call: every method is
 * abstract, so that nothing is lost in silence.
 *
 * <p>Outcomes are values, faults are exceptions. Each method makes one attempt: the engine repeats reads and, after looking
 * again, changes, so an implementation must not retry {@link #assign}, {@link #release} or {@link #putBack} itself, nor let a
 * client under it do so. It bounds each attempt, all of its calls together, by a timeout of its own: that is the most by which
 * a move can overrun its deadline. Methods throw a {@link FloatingIpException} of the type that fits, and above all tell apart:
 *
 * <ul>
 *   <li>a refusal, after which nothing has changed: a {@link org.floatingip.RefusedException} with the reason, or
 *       {@link org.floatingip.failure.PermissionDeniedException};
 *   <li>{@link org.floatingip.failure.ThrottledException}: not done, ask again later;
 *   <li>{@link org.floatingip.failure.UnavailableException}: with or without a possible effect. When in doubt, with.
 * </ul>
 *
 * <p>Lists of addresses have at least one, and each once; their order is that of the requests. Implementations are safe for use
 * by several threads.
 */
public interface IpAssigner {

    /** What it can do. Asks nobody; always the same. */
    Traits traits();

    /**
     * Who holds each of the addresses now, by one reading. Reads only.
     *
     * @return an entry for each of the addresses: all holders that the network shows, empty only where the network was asked
     *     and said that nobody holds it. An answer that lacks one is taken for none, and asked for again
     * @throws FloatingIpException when that can't be told; a failed or unknown answer is never an empty list
     */
    Map<IpAddress, List<Holder>> locate(List<IpAddress> addresses);

    /**
     * One reading of the world for a move to one target: the holders, and the interface of the target that can take each
     * address. Reads only. Room is checked for all of them together.
     *
     * @return for each of the addresses holders and placement (where the target holds it already, the interface that does),
     *     or the {@link org.floatingip.RefusedException} that {@link #assign} would meet, of the type that names it
     * @throws org.floatingip.RefusedException if the target can take none of them, whatever the address
     * @throws FloatingIpException when the network can't be read
     */
    PerAddress<Survey> survey(List<IpAddress> addresses, HostId target);

    /**
     * Gives addresses to one placement, whoever holds them now: all of them, or none. Takes one attempt.
     *
     * <p>Where the transfers have no holders, because nobody held the addresses when they were read, an implementation that can
     * lets the network refuse to displace somebody who came since.
     *
     * @param batch at most {@link Traits#mostPerCall()}; all with the same placement, and either all with holders that were
     *     seen or all without
     * @throws org.floatingip.failure.HolderChangedException if nobody was seen to hold the addresses, and somebody holds one now
     * @throws FloatingIpException if that was refused or failed; its {@link FloatingIpException#effect()} says whether the
     *     network may have changed all the same
     */
    void assign(List<Transfer> batch);

    /**
     * Takes addresses from that holder, and from nobody else: all of them, or none. Takes one attempt.
     *
     * @param addresses at most {@link Traits#mostPerCall()}
     * @throws org.floatingip.failure.HolderChangedException if that holder does not have one of them; nothing was changed
     * @throws org.floatingip.RefusedException PRIMARY_ADDRESS if one is the holder's primary address
     * @throws FloatingIpException if that was refused or failed; its {@link FloatingIpException#effect()} says whether the
     *     network may have changed all the same
     */
    void release(List<IpAddress> addresses, Holder holder);

    /**
     * Puts back onto the address, which the placement holds, what a handover cut off from it: in EC2 an Elastic IP. Takes one
     * attempt. Called only with {@link Traits#putsBack()}.
     *
     * <p>Nothing is taken from anybody: one of these that somebody else has put to use meanwhile stays there, and so does
     * another one that is on the address by now. What is in place already is left as it is, without an error, so that a call
     * whose reply was lost can be made again.
     *
     * @param placement who holds the address now
     * @param dependents what hung on the address when it was surveyed ({@link Survey#dependents()}); at least one
     * @throws org.floatingip.RefusedException if one of these is somewhere else by now, or is gone
     * @throws org.floatingip.failure.UnavailableException without effect, where the network does not see the address on the
     *     placement yet
     * @throws FloatingIpException if that was refused or failed; its {@link FloatingIpException#effect()} says whether the
     *     network may have changed all the same
     */
    void putBack(IpAddress address, Placement placement, List<Dependent> dependents);

    /**
     * The address that each host has for itself, and keeps: in EC2 the primary private IPv4 address of its primary network
     * interface, or of the interface where an ENI id is given. Reads only. Called only with {@link Traits#knowsHosts()}.
     *
     * @return an entry for each of the hosts
     * @throws org.floatingip.RefusedException UNKNOWN_TARGET if the network does not know one of them
     * @throws FloatingIpException when that can't be told
     */
    Map<HostId, IpAddress> ownAddresses(List<HostId> hosts);

    /**
     * The calls of a move, in order, readings included, with the permission that each needs. Asks nobody.
     *
     * @param batch the move as it was surveyed; to one target, by as many calls as it takes
     * @param strategy how it will be done
     * @param cutOff what the move will cut off, and put back; empty for nothing
     * @return empty if it can't say
     */
    List<PlannedCall> explain(List<Transfer> batch, MoveStrategy strategy, List<Dependent> cutOff);

    /**
     * What somebody should know before the move is made, each as a sentence: the target will have no room for more, the
     * holder is stopped. Reads only; what can't be read is left out.
     *
     * @param batch all that the move brings to one placement, as it was surveyed
     */
    List<String> warnings(List<Transfer> batch);

    /**
     * What is to be said of the address beyond a survey, whatever host it goes to: permissions that are proven, whether it is
     * kept from others. For {@link org.floatingip.FloatingIp#doctor(String...)}; called only with {@link Traits#diagnoses()}.
     *
     * <p>Reads only, also where the network has a way to try a change: what can be tried without any effect may be tried. What
     * can't be read is a finding of {@link org.floatingip.doctor.Severity#UNKNOWN}, never an exception, and never left out: a check
     * that sometimes finds something wrong has a finding each time.
     *
     * @param survey what was read of it a moment ago, with any of the hosts as the target
     */
    List<Finding> diagnoseAddress(IpAddress address, Survey survey);

    /**
     * The same for one host.
     *
     * @param survey what was read a moment ago with that host as the target
     */
    List<Finding> diagnoseTarget(IpAddress address, Survey survey);
}
