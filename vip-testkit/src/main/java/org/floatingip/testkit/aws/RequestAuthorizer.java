package org.floatingip.testkit.aws;

import java.util.Map;
import org.floatingip.testkit.fault.RecordedRequest;

/**
 * Decides which requests an {@link InMemoryAwsServer} permits, in the place of IAM. Called once per request, by several threads.
 */
@FunctionalInterface
public interface RequestAuthorizer {

    /**
     * Returns whether a request is permitted.
     *
     * @param action the name of the action in a policy, for example {@code ec2:DescribeInstances}
     * @param parameters its parameters, as in a {@link RecordedRequest}
     */
    boolean permits(String action, Map<String, String> parameters);
}
