package org.floatingip.lab.identity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.floatingip.lab.identity.StubServer.Reply;
import org.floatingip.lab.identity.StubServer.Request;

/**
 * What the services that give credentials answer, shaped as AWS documents it: STS (AssumeRole, AssumeRoleWithWebIdentity),
 * IAM Identity Center (GetRoleCredentials, CreateToken), and an instance's metadata.
 */
final class StubReplies {

    /** The keys that come from each; the secret parts all contain {@code hush}. */
    static final String ROLE_KEY = "ASIAROLE00000000EXAM";

    static final String WEB_IDENTITY_KEY = "ASIAWEB000000000EXAM";
    static final String SSO_KEY = "ASIASSO000000000EXAM";
    static final String MACHINE_KEY = "ASIAMACHINE00000EXAM";

    /** The session token of the cached SSO sign-in that the portal knows. */
    static final String SSO_TOKEN = "hush-sso-token";

    /** The role that nobody may assume. */
    static final String DENIED_ROLE = "arn:aws:iam::111122223333:role/denied";

    /** The web identity token that STS takes. */
    static final String WEB_IDENTITY_TOKEN = "hush-web-identity-token";

    private StubReplies() {}

    static Reply ofSts(Request request) {
        String action = request.form().getOrDefault("Action", "");
        if (request.form().getOrDefault("RoleArn", "").equals(DENIED_ROLE)) {
            return stsError(
                    403,
                    "AccessDenied",
                    "User: arn:aws:iam::111122223333:user/ops is not authorized to perform: sts:" + action
                            + " on resource: " + DENIED_ROLE);
        }
        return switch (action) {
            case "AssumeRole" ->
                request.accessKeyId().isEmpty()
                        ? stsError(403, "MissingAuthenticationToken", "Request is missing Authentication Token")
                        : assumed("AssumeRole", ROLE_KEY);
            case "AssumeRoleWithWebIdentity" ->
                request.form().getOrDefault("WebIdentityToken", "").equals(WEB_IDENTITY_TOKEN)
                        ? assumed("AssumeRoleWithWebIdentity", WEB_IDENTITY_KEY)
                        : stsError(400, "InvalidIdentityToken", "No OpenIDConnect provider found in your account");
            default -> stsError(400, "InvalidAction", "Could not find operation " + action);
        };
    }

    private static Reply assumed(String action, String key) {
        return Reply.xml(200, """
                <%1$sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <%1$sResult>
                    <AssumedRoleUser>
                      <AssumedRoleId>AROA123EXAMPLE123:session</AssumedRoleId>
                      <Arn>arn:aws:sts::111122223333:assumed-role/mover/session</Arn>
                    </AssumedRoleUser>
                    <Credentials>
                      <AccessKeyId>%2$s</AccessKeyId>
                      <SecretAccessKey>hush-secret</SecretAccessKey>
                      <SessionToken>hush-session</SessionToken>
                      <Expiration>%3$s</Expiration>
                    </Credentials>
                  </%1$sResult>
                  <ResponseMetadata><RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId></ResponseMetadata>
                </%1$sResponse>
                """.formatted(action, key, inAnHour()));
    }

    private static Reply stsError(int status, String code, String message) {
        return Reply.xml(status, """
                <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>
                  <RequestId>f0e1d2c3-af31-11e0-8154-cbc7ccf896c7</RequestId>
                </ErrorResponse>
                """.formatted(code, message));
    }

    static Reply ofSsoPortal(Request request) {
        if (request.path().equals("/token")) {
            // The sign-in is over: no refresh token helps.
            return Reply.json(
                    400, "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid refresh token provided\"}");
        }
        if (!request.path().equals("/federation/credentials")) {
            return Reply.json(404, "{\"message\":\"Not found\"}");
        }
        if (!request.header("x-amz-sso_bearer_token").equals(SSO_TOKEN)) {
            return Reply.json(
                    401,
                    "{\"message\":\"Session token not found or invalid\","
                            + "\"__type\":\"com.amazonaws.switchboard.portal#UnauthorizedException\"}");
        }
        return Reply.json(200, """
                {"roleCredentials":{"accessKeyId":"%s","secretAccessKey":"hush-secret","sessionToken":"hush-session",
                "expiration":%d}}
                """.formatted(SSO_KEY, inAnHour().toEpochMilli()));
    }

    static Reply ofInstanceMetadata(Request request) {
        String roles = "/latest/meta-data/iam/security-credentials/";
        if (request.method().equals("PUT") && request.path().equals("/latest/api/token")) {
            return Reply.text(200, "hush-metadata-token");
        }
        if (request.path().equals(roles)) {
            return Reply.text(200, "machine");
        }
        if (request.path().equals(roles + "machine")) {
            return Reply.json(200, """
                    {"Code":"Success","LastUpdated":"%s","Type":"AWS-HMAC","AccessKeyId":"%s",
                    "SecretAccessKey":"hush-secret","Token":"hush-session","Expiration":"%s"}
                    """.formatted(inAnHour().minus(2, ChronoUnit.HOURS), MACHINE_KEY, inAnHour()));
        }
        return Reply.text(404, "");
    }

    private static Instant inAnHour() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(1, ChronoUnit.HOURS);
    }
}
