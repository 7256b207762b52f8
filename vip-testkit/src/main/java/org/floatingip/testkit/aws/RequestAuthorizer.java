package org.floatingip.testkit.aws;

import java.util.Map;
import org.floatingip.testkit.fault.RecordedRequest;

/** Who may ask an {@link InMemoryAwsServer} for what: its IAM. It is asked once a request, by several threads. */
@FunctionalInterface
public interface RequestAuthorizer {

    /**
     * Whether a request is permitted.
     *
     * @param action the action as a policy names it, for example {@code ec2:DescribeInstances}
     * @param parameters its parameters, as a {@link RecordedRequest} has them
     */
    boolean permits(String action, Map<String, String> parameters);
}
