package org.floatingip;

/** How an address passes from one holder to the next. */
public enum MoveStrategy {
    /**
     * One atomic reassignment, whoever holds the address: the last writer wins. With an expected holder the move looks
     * first, then takes the address. A host that takes it between the two is displaced unseen.
     */
    TAKEOVER,
    /**
     * Two calls with conditions that the network enforces. The first takes the address from the expected holder, and
     * fails if that does not hold it. The second gives it to the target without reassignment, and fails if somebody
     * else has it. In the gap between them nobody holds the address.
     */
    HANDOVER
}
