package org.floatingip.aws.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A target as EC2 shows it.
 *
 * @param candidates its interfaces that can be given the address
 * @param unable what else it has, in words: the subnet, the interface, and why that can't hold an address
 * @param instanceType null where it is not known without another reading
 * @param warnings what speaks against it without standing in the way of a move
 */
record Ec2Target(
        List<Candidate> candidates,
        List<String> unable,
        @Nullable String instanceType,
        List<String> warnings) {}
