package org.floatingip;

/** How the address passes from one holder to the next. */
public enum MoveStrategy {
    /**
     * One atomic reassignment, whoever holds the address: the last writer wins. With an expected holder it is a checked
     * takeover: look, then take; somebody who came between the two is displaced unseen.
     */
    TAKEOVER,
    /**
     * The network itself enforces the condition: the address is taken from the expected holder, which fails if it is not
     * there, and given to the target without reassignment, which fails if somebody came between. In the gap between the two
     * calls nobody holds the address.
     */
    HANDOVER
}
