package org.floatingip.testkit.contract;

import java.util.List;
import java.util.Optional;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.spi.IpAssigner;

/**
 * A small network with an assigner, for one test of a contract. Three hosts can each take two addresses; the first host holds one
 * of them. The fixture's own readings and changes bypass the assigner.
 *
 * <p>A method returns false if the network can't simulate its event; the tests that need it are then reported as skipped. The
 * methods about dependents are needed only if the assigner promises {@link org.floatingip.spi.Traits#putsBack()}.
 */
public interface AssignerFixture extends AutoCloseable {

    /** Returns the tested assigner; always the same object. */
    IpAssigner assigner();

    /**
     * Returns the assigner that {@link #assigner()} decorates, so that the tests find traits that the decorator loses. Default:
     * the assigner itself.
     */
    default IpAssigner wrapped() {
        return assigner();
    }

    /** Returns an address that only {@link #holder()} holds at the beginning. */
    IpAddress held();

    /**
     * Returns an address that nobody holds at the beginning, and every host can take. Its text is best a prefix of {@link
     * #held()}, as 10.0.1.12 is of 10.0.1.121: this reveals comparisons of prefixes.
     */
    IpAddress free();

    /** Returns the host that holds {@link #held()} at the beginning. */
    HostId holder();

    /** Returns a host that holds nothing, and can take both addresses. */
    HostId target();

    /** Returns another host like {@link #target()}. */
    HostId other();

    /** Returns a host that the network doesn't know, with a well-formed id. */
    HostId unknown();

    /** Returns the real holders of the address now, without asking the assigner. */
    List<HostId> truth(IpAddress address);

    /** Gives the address to the given host, whoever holds it, without the assigner's knowledge. */
    void give(IpAddress address, HostId host);

    /** Makes all reads and changes through the assigner fail until {@link #mend()}. */
    void cutOff();

    /** Ends all faults. */
    void mend();

    /** Lets the next assignment take effect, but loses its reply; returns false if that can't be simulated. */
    default boolean loseReplyOfAssign() {
        return false;
    }

    /** Lets the next release take effect, but loses its reply; returns false if that can't be simulated. */
    default boolean loseReplyOfRelease() {
        return false;
    }

    /** Throttles the next assignment; returns false if that can't be simulated. */
    default boolean throttleNextAssign() {
        return false;
    }

    /**
     * Adds a dependent, such as an Elastic IP, to {@link #held()} at its first holder. {@link #free()} has none. Called at most
     * once.
     *
     * @return the dependent's id in the network
     */
    default String addDependent() {
        throw new IllegalStateException(
                "traits() promises putsBack(): override addDependent() in the fixture, and the methods about it");
    }

    /** Returns the address that the dependent is really on now, without asking the assigner; empty for none. */
    default Optional<IpAddress> dependsOn() {
        return Optional.empty();
    }

    /** Moves the dependent to an address of {@link #other()}, without the assigner's knowledge. */
    default void takeDependent() {}

    /** Lets the next {@code putBack} take effect, but loses its reply; returns false if that can't be simulated. */
    default boolean loseReplyOfPutBack() {
        return false;
    }

    /** Releases what the fixture opened. */
    @Override
    default void close() {}
}
