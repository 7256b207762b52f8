package org.floatingip.spi;

/**
 * An assigner whose network enforces conditions, so that it can hand an address over.
 *
 * <p>It promises two things beyond {@link IpAssigner}, whatever happens at the same time elsewhere:
 *
 * <ul>
 *   <li>{@link #release} takes the address from the holder that it was given, or fails with
 *       {@link org.floatingip.HolderChangedException};
 *   <li>{@link #assign} with a transfer in which nobody was seen never displaces anybody: if somebody holds the address, it
 *       fails with {@link org.floatingip.HolderChangedException}.
 * </ul>
 */
public interface ConditionalIpAssigner extends IpAssigner {}
