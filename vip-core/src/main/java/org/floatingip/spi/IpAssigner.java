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
 * Assigns addresses in the network. Extend {@link SingleIpAssigner} to support another cloud. Extend
 * {@link ForwardingIpAssigner} to wrap an assigner. Implement this interface if the network can move several addresses
 * in one call. Every method is abstract, so that a wrapper written by hand can't forget one.
 *
 * <p>Outcomes are values, faults are exceptions. Each method makes one attempt. The engine repeats reads, and repeats
 * changes after it has looked again. So an implementation must not retry {@link #assign}, {@link #release} or
 * {@link #putBack}, nor let its client do so. It limits each attempt, all of its calls together, by a timeout of its
 * own. A move can overrun its deadline by at most three attempts: the one under way, a look at what it did, and the
 * question why nobody holds the address. Methods throw a {@link FloatingIpException} of the fitting
 * type, and above all distinguish:
 *
 * <ul>
 *   <li>a refusal, after which nothing has changed: a {@link org.floatingip.RefusedException} with the reason, or
 *       {@link org.floatingip.failure.PermissionDeniedException};
 *   <li>{@link org.floatingip.failure.ThrottledException}: not done, ask again later;
 *   <li>{@link org.floatingip.failure.UnavailableException}, with or without a possible effect; when in doubt, with.
 * </ul>
 *
 * <p>Lists of addresses have at least one element, no repetition, and the order of the requests. Implementations are
 * safe for use by several threads.
 */
public interface IpAssigner {

    /** Returns what this assigner and its network can do. A constant; makes no request. */
    Traits traits();

    /**
     * Returns the current holders of each address, by one reading.
     *
     * @return an entry for each address with all holders that the network shows; empty only if the network was asked
     *     and said that nobody holds the address. An answer that lacks an address counts as no answer, and is requested
     *     again
     * @throws FloatingIpException if the network gave no valid answer; a failed or unknown answer is never an empty
     *     list
     */
    Map<IpAddress, List<Holder>> locate(List<IpAddress> addresses);

    /**
     * Returns what a move to the target needs to know, by one reading: the current holders, and the interface of the
     * target that can take each address. Checks that there is room for all addresses together.
     *
     * <p>The engine also asks it after a change, if nobody is seen to hold an address that was given to the target: the
     * refusal then says why.
     *
     * @return for each address its holders and placement (if the target holds it already, the interface that does), or
     *     the {@link org.floatingip.RefusedException} that {@link #assign} would meet
     * @throws org.floatingip.RefusedException if the target can take no address at all
     * @throws FloatingIpException if the network can't be read
     */
    PerAddress<Survey> survey(List<IpAddress> addresses, HostId target);

    /**
     * Gives addresses to one placement, whoever holds them now. Gives all of them, or none. Makes one attempt.
     *
     * <p>Transfers without holders are for addresses that nobody held when they were read. For these, an implementation
     * that can lets the network refuse to displace anybody who took one since.
     *
     * @param batch at most {@link Traits#mostPerCall()} transfers, all with the same placement; either all of them have
     *     holders, or none has
     * @throws org.floatingip.failure.HolderChangedException if nobody was seen to hold the addresses, and somebody
     *     holds one now
     * @throws FloatingIpException if the change was refused or failed; its {@link FloatingIpException#effect()} says
     *     whether the network may have changed all the same
     */
    void assign(List<Transfer> batch);

    /**
     * Takes addresses from the given holder, and from nobody else. Takes all of them, or none. Makes one attempt.
     *
     * @param addresses at most {@link Traits#mostPerCall()}
     * @throws org.floatingip.failure.HolderChangedException if the holder does not have one of them; nothing was
     *     changed
     * @throws org.floatingip.RefusedException PRIMARY_ADDRESS if one is the holder's primary address
     * @throws FloatingIpException if the change was refused or failed; its {@link FloatingIpException#effect()} says
     *     whether the network may have changed all the same
     */
    void release(List<IpAddress> addresses, Holder holder);

    /**
     * Puts back what a handover cut off from the address, in EC2 an Elastic IP. Makes one attempt. Called only with
     * {@link Traits#putsBack()}.
     *
     * <p>Takes nothing from anybody. A dependent that somebody else uses by now stays there, and so does another one
     * that is on the address by now. A dependent that is already back is left as it is, without an error, so that a
     * call whose reply was lost can be repeated.
     *
     * @param placement the current holder of the address
     * @param dependents what was on the address when it was surveyed ({@link Survey#dependents()}); at least one
     * @throws org.floatingip.RefusedException if a dependent is somewhere else by now, or is gone
     * @throws org.floatingip.failure.UnavailableException without effect, if the network does not yet see the address
     *     on the placement
     * @throws FloatingIpException if the change was refused or failed; its {@link FloatingIpException#effect()} says
     *     whether the network may have changed all the same
     */
    void putBack(IpAddress address, Placement placement, List<Dependent> dependents);

    /**
     * Returns the permanent address of each host: in EC2 the primary private IPv4 address of the instance's primary
     * network interface, or of the given ENI. Reads only. Called only with {@link Traits#knowsHosts()}.
     *
     * @return an entry for each host
     * @throws org.floatingip.RefusedException UNKNOWN_TARGET if the network does not know one of them
     * @throws FloatingIpException if the network can't be read
     */
    Map<HostId, IpAddress> ownAddresses(List<HostId> hosts);

    /**
     * Returns the calls that a move makes, reads included, in order, each with the permission that it needs. Makes no
     * request.
     *
     * @param batch the surveyed move to one target; it may take several calls
     * @param strategy how the addresses will pass to the target
     * @param cutOff what the move will cut off and put back; empty for nothing
     * @return empty if the assigner can't tell
     */
    List<PlannedCall> explain(List<Transfer> batch, MoveStrategy strategy, List<Dependent> cutOff);

    /**
     * Returns warnings to read before the move, each as a sentence: for example that the target will be full, or that
     * the holder is stopped. Reads only, and leaves out what can't be read.
     *
     * @param batch all addresses that the move brings to one placement, as surveyed
     */
    List<String> warnings(List<Transfer> batch);

    /**
     * Returns findings on the address that go beyond a survey and hold for any target: permissions that are proven, or
     * whether the address is reserved. For {@link org.floatingip.FloatingIp#doctor(String...)}; called only with
     * {@link Traits#diagnoses()}.
     *
     * <p>Reads only. A trial request is allowed if it certainly has no effect. A check that could not be made gives a
     * finding of {@link org.floatingip.doctor.Severity#UNKNOWN}, never an exception. Each check gives a finding every
     * time, also if all is well.
     *
     * @param survey what was read a moment ago, with any of the hosts as the target
     */
    List<Finding> diagnoseAddress(IpAddress address, Survey survey);

    /**
     * Like {@link #diagnoseAddress}, for one host.
     *
     * @param survey what was read a moment ago, with this host as the target
     */
    List<Finding> diagnoseTarget(IpAddress address, Survey survey);
}
