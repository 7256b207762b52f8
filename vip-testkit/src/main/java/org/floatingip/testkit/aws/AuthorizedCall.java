package org.floatingip.testkit.aws;

import java.util.Map;
import org.floatingip.testkit.internal.aws.AwsCall;
import org.floatingip.testkit.internal.aws.AwsReply;

/** A request that is refused where it is not permitted. */
record AuthorizedCall(AwsCall call, Service service, RequestAuthorizer authorizer) implements AwsCall {

    /** The services, and how they refuse. */
    enum Service {
        EC2("ec2:") {
            @Override
            AwsReply refuse(AwsCall call) {
                return call.error(
                        403,
                        "UnauthorizedOperation",
                        "You are not authorized to perform this operation. User: arn:aws:iam::123456789012:user/in-memory"
                                + " is not authorized to perform: ec2:" + call.action());
            }
        },
        ROUTE53("route53:") {
            @Override
            AwsReply refuse(AwsCall call) {
                return call.error(
                        403,
                        "AccessDenied",
                        "User: arn:aws:iam::123456789012:user/in-memory is not authorized to perform: route53:"
                                + call.action());
            }
        };

        final String prefix;

        Service(String prefix) {
            this.prefix = prefix;
        }

        abstract AwsReply refuse(AwsCall call);
    }

    @Override
    public String action() {
        return call.action();
    }

    @Override
    public Map<String, String> parameters() {
        return call.parameters();
    }

    @Override
    public AwsReply answer() {
        // What names no action is no request that anybody could be permitted: its own error says so.
        return call.action().isEmpty() || authorizer.permits(service.prefix + call.action(), call.parameters())
                ? call.answer()
                : service.refuse(call);
    }

    @Override
    public AwsReply error(int status, String code, String text) {
        return call.error(status, code, text);
    }
}
