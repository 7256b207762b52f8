package org.floatingip.testkit.internal.aws;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Who sends a request.
 *
 * <p>Long-lived keys are not checked, so whoever has them is the same user. Temporary ones say in their session token whose they are:
 * what issues them and what is asked with them need no common book, and may be different endpoints.
 *
 * @param account his account
 * @param arn who he is
 * @param userId his unique id
 */
public record Caller(String account, String arn, String userId) {

    /** Everybody with keys that nothing here has issued. */
    static final Caller USER = new Caller(
            Ec2QueryApi.OWNER, "arn:aws:iam::" + Ec2QueryApi.OWNER + ":user/in-memory", "AIDAINMEMORY000000000");

    private static final String MARK = "in-memory-session";

    /** A session of a role. */
    static Caller assumed(String account, String role, String session) {
        return new Caller(
                account,
                "arn:aws:sts::" + account + ":assumed-role/" + role + "/" + session,
                Keys.id("AROA", account + "/" + role) + ":" + session);
    }

    /** Who sends a request with these headers, whose names are in small letters. */
    public static Caller of(Map<String, String> headers) {
        String token = headers.get("x-amz-security-token");
        if (token == null) {
            return USER;
        }
        try {
            List<String> parts =
                    List.of(new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8).split("\n", -1));
            return parts.size() == 4 && parts.get(0).equals(MARK)
                    ? new Caller(parts.get(1), parts.get(2), parts.get(3))
                    : USER;
        } catch (IllegalArgumentException e) {
            return USER; // a token of somebody else's
        }
    }

    /** The session token that says so. */
    String sessionToken() {
        String text = String.join("\n", MARK, account, arn, userId);
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
