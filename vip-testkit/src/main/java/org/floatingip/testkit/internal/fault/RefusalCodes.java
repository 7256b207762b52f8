package org.floatingip.testkit.internal.fault;

import java.util.Locale;
import java.util.Set;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.RefusedException;
import org.floatingip.ServiceError;
import org.floatingip.failure.CredentialsException;
import org.floatingip.failure.Denial;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.ThrottledException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.network.Ec2RefusalException;

/**
 * What EC2's error codes mean to who called, as the EC2 assigner reads them: so that a scripted refusal reads the same on both
 * levels. In lower case, for their casing varies.
 */
public final class RefusalCodes {

    private static final Set<String> THROTTLED = Set.of(
            "ec2throttledexception",
            "priorrequestnotcomplete",
            "requestlimitexceeded",
            "requestthrottled",
            "requestthrottledexception",
            "slowdown",
            "throttling",
            "throttlingexception",
            "toomanyrequestsexception");

    private static final Set<String> DENIED =
            Set.of("accessdenied", "accessdeniedexception", "notauthorized", "unauthorizedoperation", "blocked");

    private static final Set<String> CREDENTIALS = Set.of(
            "authfailure",
            "expiredtoken",
            "expiredtokenexception",
            "incompletesignature",
            "invalidaccesskeyid",
            "invalidclienttokenid",
            "missingauthenticationtoken",
            "optinrequired",
            "pendingverification",
            "invalidsignatureexception",
            "requestexpired",
            "requestinthefuture",
            "requesttimetooskewed",
            "signaturedoesnotmatch",
            "unrecognizedclientexception");

    /** What EC2 says when it failed itself, after which nobody knows what it has done. */
    private static final Set<String> FAILED = Set.of(
            "internalerror",
            "internalfailure",
            "internalserviceerror",
            "requesttimeout",
            "requesttimeoutexception",
            "serviceunavailable",
            "unavailable");

    private RefusalCodes() {}

    /** Whether it is no refusal but a failure of the service. */
    public static boolean isFailure(String code) {
        return FAILED.contains(code.toLowerCase(Locale.ROOT));
    }

    /** The HTTP status that such an error has. */
    public static int status(String code) {
        String lower = code.toLowerCase(Locale.ROOT);
        return THROTTLED.contains(lower) ? 503 : DENIED.contains(lower) ? 403 : CREDENTIALS.contains(lower) ? 401 : 400;
    }

    /** What a refusal means whatever was called. */
    public static FloatingIpException of(Call call, Ec2RefusalException refusal) {
        return of(call.permission(), refusal);
    }

    /** Like that, for whatever needs that permission. */
    public static FloatingIpException of(String permission, Ec2RefusalException refusal) {
        String code = refusal.code().toLowerCase(Locale.ROOT);
        if (THROTTLED.contains(code)) {
            return new ThrottledException(permission, refusal);
        }
        if (DENIED.contains(code)) {
            return new PermissionDeniedException(permission, Denial.of(refusal.text()), refusal);
        }
        if (code.equals("authfailure") && !Denial.isAboutCredentials(refusal.text())) {
            return new PermissionDeniedException(permission, Denial.notYours(), refusal);
        }
        if (CREDENTIALS.contains(code)) {
            return new CredentialsException("EC2 does not accept them (" + refusal.text() + ")", refusal);
        }
        return RefusedException.rejected(permission, ServiceError.of(refusal.code(), refusal.text(), null), refusal);
    }

    /** What it means to a look for the target. */
    public static FloatingIpException ofResolve(Ec2RefusalException refusal, HostId target) {
        String code = refusal.code().toLowerCase(Locale.ROOT);
        if (code.endsWith(".notfound")) {
            return RefusedException.unknownTarget(target, refusal.text(), refusal);
        }
        if (code.endsWith(".malformed")) {
            return RefusedException.malformedHostId(
                    target, "an id as EC2 makes them (its answer: " + refusal.text() + ")", refusal);
        }
        return of(Call.RESOLVE, refusal);
    }

    /** What it means to an assignment. */
    public static FloatingIpException ofAssign(Ec2RefusalException refusal, Transfer transfer) {
        return ofAssign(Call.ASSIGN.permission(), refusal, transfer);
    }

    /** Like that, for an assignment by that permission. */
    public static FloatingIpException ofAssign(String permission, Ec2RefusalException refusal, Transfer transfer) {
        return switch (refusal.code().toLowerCase(Locale.ROOT)) {
            case "privateipaddresslimitexceeded" ->
                RefusedException.interfaceFull(
                        transfer.placement().interfaceId(), "that of its instance type", refusal);
            case "invalidnetworkinterfaceid.notfound", "invalidnetworkinterfaceid.malformed" ->
                RefusedException.unknownTarget(transfer.placement().host(), refusal.text(), refusal);
            default -> of(permission, refusal);
        };
    }

    /** What it means to putting something back: right after an assignment, it may not be seen there yet. */
    public static FloatingIpException ofReassociate(Ec2RefusalException refusal) {
        return switch (refusal.code().toLowerCase(Locale.ROOT)) {
            case "invalidparametervalue", "invalidnetworkinterfaceid.notfound" ->
                UnavailableException.withoutEffect(Call.REASSOCIATE.permission(), refusal.text(), refusal);
            default -> of(Call.REASSOCIATE, refusal);
        };
    }
}
