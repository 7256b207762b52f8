package org.floatingip.testkit.aws;

import java.util.Map;
import org.floatingip.testkit.internal.aws.AwsCall;
import org.floatingip.testkit.internal.aws.AwsReply;
import org.floatingip.testkit.internal.aws.Caller;
import org.floatingip.testkit.internal.aws.StsApi;

/** A request that is refused unless it is permitted. */
record AuthorizedCall(AwsCall call, Service service, Caller caller, RequestAuthorizer authorizer) implements AwsCall {

    /** The services, with their refusals. */
    enum Service {
        EC2("ec2:") {
            @Override
            AwsReply refuse(AwsCall call, Caller caller) {
                return call.error(
                        403,
                        "UnauthorizedOperation",
                        "You are not authorized to perform this operation. " + denied(call, caller));
            }
        },
        ROUTE53("route53:"),
        STS("sts:") {
            @Override
            boolean open(String action) {
                // Nobody needs a permission to ask who he is.
                return action.equals(StsApi.WHO);
            }

            @Override
            String denied(AwsCall call, Caller caller) {
                return super.denied(call, caller) + " on resource: "
                        + call.parameters().getOrDefault("RoleArn", "*");
            }
        };

        final String prefix;

        Service(String prefix) {
            this.prefix = prefix;
        }

        /** Returns whether the action needs no permission. */
        boolean open(String action) {
            return false;
        }

        AwsReply refuse(AwsCall call, Caller caller) {
            return call.error(403, "AccessDenied", denied(call, caller));
        }

        String denied(AwsCall call, Caller caller) {
            return "User: " + caller.arn() + " is not authorized to perform: " + prefix + call.action();
        }
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
        return call.action().isEmpty()
                        || service.open(call.action())
                        || authorizer.permits(service.prefix + call.action(), call.parameters())
                ? call.answer()
                : service.refuse(call, caller);
    }

    @Override
    public AwsReply error(int status, String code, String text) {
        return call.error(status, code, text);
    }
}
