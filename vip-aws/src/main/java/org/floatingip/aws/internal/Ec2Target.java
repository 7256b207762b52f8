package org.floatingip.aws.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A target as EC2 shows it. The instance type is null where it is not known without another reading. */
record Ec2Target(List<Candidate> candidates, @Nullable String instanceType) {}
