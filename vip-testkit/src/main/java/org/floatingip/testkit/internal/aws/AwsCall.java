package org.floatingip.testkit.internal.aws;

import java.util.Map;

/** A request to one of the services, read but not acted upon. */
public interface AwsCall {

    /** The action that it names; empty if none. */
    String action();

    /** Its parameters, by name. */
    Map<String, String> parameters();

    /** Does what it asks for. */
    AwsReply answer();

    /** An error in the form of its service. */
    AwsReply error(int status, String code, String text);
}
