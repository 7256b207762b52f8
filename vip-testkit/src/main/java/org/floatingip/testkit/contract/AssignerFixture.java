package org.floatingip.testkit.contract;

import java.util.List;
import java.util.Optional;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.spi.IpAssigner;

/**
 * A small network, and an assigner in front of it, for one test of a contract: three hosts that can each take two addresses,
 * the first of which holds one. What the tests compare with, and what happens behind the assigner's back, goes past the
 * assigner.
 *
 * <p>What a network can't be made to do, it says with false: the tests that need it are skipped then, visibly. What hangs on
 * an address is needed only where the assigner promises {@link org.floatingip.spi.Traits#putsBack()}.
 */
public interface AssignerFixture extends AutoCloseable {

    /** The assigner that is tested. Always the same one. */
    IpAssigner assigner();

    /**
     * The assigner that {@link #assigner()} wraps, if it is a decorator: the tests find what is lost on the way. Default: itself.
     */
    default IpAssigner wrapped() {
        return assigner();
    }

    /** An address that {@link #holder()} holds at the beginning, and no other host. */
    IpAddress held();

    /**
     * An address that nobody holds at the beginning, and every host could take. Best one whose text is the beginning of
     * {@link #held()}'s, as 10.0.1.12 is of 10.0.1.121: it shows who compares beginnings.
     */
    IpAddress free();

    /** The host that holds {@link #held()} at the beginning. */
    HostId holder();

    /** A host that holds nothing, and can take both addresses. */
    HostId target();

    /** Another host like {@link #target()}. */
    HostId other();

    /** A host that the network does not know, its id well formed. */
    HostId unknown();

    /** Who really holds the address now, not read through the assigner. */
    List<HostId> truth(IpAddress address);

    /** Somebody else gives the address to that host, behind the assigner's back, from whoever has it. */
    void give(IpAddress address, HostId host);

    /** Nothing can be read or changed through the assigner from now on; until {@link #mend()}. */
    void cutOff();

    /** Lets it work again, after whatever was made go wrong. */
    void mend();

    /** Makes the next assignment happen without the assigner learning of it; false if that can't be made. */
    default boolean loseReplyOfAssign() {
        return false;
    }

    /** Makes the next release happen without the assigner learning of it; false if that can't be made. */
    default boolean loseReplyOfRelease() {
        return false;
    }

    /** Makes the network turn the next assignment away, to be tried later; false if that can't be made. */
    default boolean throttleNextAssign() {
        return false;
    }

    /**
     * Has something hang on {@link #held()}, where it is at the beginning, as an Elastic IP does; on {@link #free()} nothing
     * does. Called at most once.
     *
     * @return the network's id of it
     */
    default String addDependent() {
        throw new IllegalStateException(
                "traits() promise putsBack(): let the fixture say how something comes to hang on an address");
    }

    /** The address that it really hangs on now, empty for none; not read through the assigner. */
    default Optional<IpAddress> dependsOn() {
        return Optional.empty();
    }

    /** Somebody else puts it to use, behind the assigner's back: it hangs on an address of {@link #other()}'s then. */
    default void takeDependent() {}

    /** Makes the next putting back happen without the assigner learning of it; false if that can't be made. */
    default boolean loseReplyOfPutBack() {
        return false;
    }

    /** Ends what the fixture began. */
    @Override
    default void close() {}
}
